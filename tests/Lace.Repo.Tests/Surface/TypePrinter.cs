using System.Reflection;
using System.Runtime.CompilerServices;

namespace Lace.Repo.Tests.Surface;

/// <summary>One type as one line.</summary>
internal static class TypePrinter
{
    internal static string Print(Type type)
    {
        string attributes = type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] " : "";
        if (type.GetMethod("Invoke") is { } invoke && typeof(Delegate).IsAssignableFrom(type))
            return $"{attributes}delegate {MemberPrinter.Signature(invoke, TypeNames.Of(type))}";

        string[] bases = [.. Bases(type)];
        string after = bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
        return $"{attributes}{Kind(type)} {TypeNames.Of(type)}{after}{TypeNames.Constraints(type.GetGenericArguments())}";
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (type.IsValueType)
        {
            string isReadOnly = type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "";
            return $"{isReadOnly}{(type.IsByRefLike ? "ref " : "")}{(IsRecord(type) ? "record " : "")}struct";
        }

        string modifier = (type.IsAbstract, type.IsSealed) switch
        {
            (true, true) => "static ",
            (true, false) => "abstract ",
            (false, true) => "sealed ",
            _ => "",
        };
        return $"{modifier}{(IsRecord(type) ? "record" : "class")}";
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null;

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
            return [TypeNames.Of(Enum.GetUnderlyingType(type))];

        IEnumerable<Type> interfaces = type.GetInterfaces().Where(each => each.IsVisible);
        string[] names = [.. interfaces.Select(each => TypeNames.Of(each)).Order(StringComparer.Ordinal)];
        bool hasBase = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType);
        return hasBase ? [TypeNames.Of(type.BaseType!), .. names] : names;
    }
}
