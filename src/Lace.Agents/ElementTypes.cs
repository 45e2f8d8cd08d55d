using Lace.Data;

namespace Lace.Agents;

/// <summary>Whether a space's values are arrays of the type that a caller uses.</summary>
internal static class ElementTypes
{
    internal static void Check<T>(Space space, string what) where T : unmanaged
    {
        if (!space.Holds<T>())
            Throw(space, what, typeof(T));
    }

    private static void Throw(Space space, string what, Type type) =>
        throw new ArgumentException($"{what} of another element type: found {type.Name}, expected the elements of {space}");
}
