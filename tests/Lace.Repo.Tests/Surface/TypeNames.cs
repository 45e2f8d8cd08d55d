using System.Reflection;

namespace Lace.Repo.Tests.Surface;

/// <summary>Type names as C# writes them, with what is known about null.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short",
        [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(char)] = "char",
        [typeof(string)] = "string", [typeof(object)] = "object", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    internal static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    internal static string Of(PropertyInfo property) => Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    internal static string Of(FieldInfo field) => Of(field.FieldType, new NullabilityInfoContext().Create(field));

    internal static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!, nullability?.ElementType ?? nullability);
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Of(value)}?";

        string mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (type.IsPointer)
            return $"{Of(type.GetElementType()!)}*";
        if (type.IsGenericParameter)
            return type.Name + mark;
        if (s_keywords.TryGetValue(type, out string? keyword))
            return keyword + mark;

        return Named(type, nullability) + mark;
    }

    /// <summary>The name without namespace and arity.</summary>
    internal static string Simple(Type type) => type.Name.Split('`')[0];

    internal static string Constraints(Type[] parameters) => string.Concat(parameters.Select(Constraint));

    private static string Named(Type type, NullabilityInfo? nullability)
    {
        Type[] arguments = type.GetGenericArguments();
        string text = type.Namespace ?? "";
        int used = 0;
        foreach (Type part in Nesting(type))
        {
            int count = part.GetGenericArguments().Length;
            string[] names = [.. Enumerable.Range(used, count - used).Select(i => Of(arguments[i], Argument(nullability, i)))];
            text += $"{(text.Length == 0 ? "" : ".")}{Simple(part)}{(names.Length == 0 ? "" : $"<{string.Join(", ", names)}>")}";
            used = count;
        }

        return text;
    }

    private static NullabilityInfo? Argument(NullabilityInfo? nullability, int i) =>
        i < nullability?.GenericTypeArguments.Length ? nullability.GenericTypeArguments[i] : null;

    private static IEnumerable<Type> Nesting(Type type) => type.DeclaringType is { } outer ? [.. Nesting(outer), type] : [type];

    private static string Constraint(Type parameter)
    {
        if (!parameter.IsGenericParameter)
            return "";

        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        List<string> all = [];
        if (isStruct)
            all.Add(IsUnmanaged(parameter) ? "unmanaged" : "struct");
        else if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            all.Add("class");
        all.AddRange(parameter.GetGenericParameterConstraints().Where(each => each != typeof(ValueType)).Select(each => Of(each)));
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
            all.Add("new()");
        return all.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", all)}";
    }

    private static bool IsUnmanaged(Type parameter) =>
        parameter.GetCustomAttributesData().Any(each => each.AttributeType.Name == "IsUnmanagedAttribute");
}
