namespace Lace.Net.Wire;

/// <summary>docs/WIRE.md, section 3.</summary>
internal enum WireKind : byte
{
    Request = 1,
    Reply = 2,
    Error = 3,
    Cancel = 4,
    Ping = 5,
    Pong = 6,
    Hello = 7,
    Subscribe = 8,
    Subscribed = 9,
    Credit = 10,
    Unsubscribe = 11,
    Data = 12,
}
