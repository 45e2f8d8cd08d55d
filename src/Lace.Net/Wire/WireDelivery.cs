namespace Lace.Net.Wire;

/// <summary>A subscriber's policy, as the wire numbers it.</summary>
internal enum WireDelivery : byte
{
    Newest = 0,
    InOrder = 1,
}
