using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Lace.Repo.Tests.Surface;

/// <summary>One member as one line; null for what a user cannot see.</summary>
internal static class MemberPrinter
{
    internal static string? Print(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when Access(constructor) is { } access => $"{access}{Constructor(constructor)}",
        MethodInfo method when Access(method) is { } access && !IsAccessor(method) =>
            $"{access}{Modifiers(method)}{Signature(method, method.Name)}",
        PropertyInfo property => Property(property),
        EventInfo { AddMethod: { } add } when Access(add) is { } access =>
            $"{access}event {TypeNames.Of(add.GetParameters()[0].ParameterType)} {member.Name}",
        FieldInfo field when Access(field) is { } access => $"{access}{Field(field)}",
        _ => null,
    };

    internal static string Signature(MethodInfo method, string name)
    {
        Type[] generic = method.IsGenericMethod ? method.GetGenericArguments() : [];
        string arguments = generic.Length == 0 ? "" : $"<{string.Join(", ", generic.Select(each => each.Name))}>";
        return $"{TypeNames.Of(method.ReturnParameter)} {name}{arguments}({Parameters(method)}){TypeNames.Constraints(generic)}";
    }

    private static string Constructor(ConstructorInfo constructor) =>
        $"{TypeNames.Simple(constructor.DeclaringType!)}({Parameters(constructor)})";

    private static string? Property(PropertyInfo property)
    {
        string?[] accessors = [Accessor(property.GetMethod, "get"), Accessor(property.SetMethod, IsInit(property) ? "init" : "set")];
        MethodInfo any = (property.GetMethod ?? property.SetMethod)!;
        if (accessors.All(each => each is null))
            return null;

        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{required}{Modifiers(any)}{TypeNames.Of(property)} {name} {{ {string.Join(' ', accessors.OfType<string>())} }}";
    }

    private static string? Accessor(MethodInfo? method, string word) =>
        method is not null && Access(method) is { } access ? $"{access}{word};" : null;

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Field(FieldInfo field)
    {
        string kind = field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}";
        string value = field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "";
        return $"{kind}{TypeNames.Of(field)} {field.Name}{value}";
    }

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
            return "static ";
        if (method.DeclaringType!.IsInterface || !method.IsVirtual)
            return "";
        if (method.GetBaseDefinition() != method)
            return "override ";
        return method.IsAbstract ? "abstract " : method.IsFinal ? "" : "virtual ";
    }

    private static string Parameters(MethodBase method) =>
        $"{(method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")}{string.Join(", ", method.GetParameters().Select(Parameter))}";

    private static string Parameter(ParameterInfo parameter)
    {
        string direction = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        string value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{direction}{TypeNames.Of(parameter)} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string? Access(MethodBase method) =>
        method.IsPublic ? "" : (method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed ? "protected " : null;

    private static string? Access(FieldInfo field) =>
        field.IsPublic ? "" : (field.IsFamily || field.IsFamilyOrAssembly) && !field.DeclaringType!.IsSealed ? "protected " : null;
}
