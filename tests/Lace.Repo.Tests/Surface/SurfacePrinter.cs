using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Lace.Repo.Tests.Surface;

/// <summary>Writes what a user of an assembly can see, one line a type or member, always in the same order.</summary>
internal static class SurfacePrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string Print(IEnumerable<Type> types)
    {
        StringBuilder text = new();
        foreach (Type type in types.Where(IsVisible).OrderBy(each => TypeNames.Of(each), StringComparer.Ordinal))
        {
            text.Append(TypePrinter.Print(type)).Append('\n');
            foreach (string member in Members(type))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsVisible(Type type) => type.IsVisible && !IsGenerated(type);

    private static IEnumerable<string> Members(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
            return [];
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => $"{name} = {type.GetField(name)!.GetRawConstantValue()}");

        return type.GetMembers(Declared).Where(each => !IsGenerated(each)).Select(MemberPrinter.Print).OfType<string>()
            .Order(StringComparer.Ordinal);
    }

    // What the compiler writes for records and auto-properties is no promise of its own.
    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
