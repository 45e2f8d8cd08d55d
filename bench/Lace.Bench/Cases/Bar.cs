using System.Globalization;

namespace Lace.Bench.Cases;

/// <summary>What a ratio to the floor is held against.</summary>
internal readonly record struct Bar(bool IsMost, double Value)
{
    internal static Bar AtMost(double value) => new(true, value);

    internal static Bar AtLeast(double value) => new(false, value);

    internal bool Holds(double ratio) => IsMost ? ratio <= Value : ratio >= Value;

    /// <inheritdoc/>
    public override string ToString() => $"{(IsMost ? "<=" : ">=")} {Value.ToString(CultureInfo.InvariantCulture)}";
}
