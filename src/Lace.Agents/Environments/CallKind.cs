namespace Lace.Agents.Environments;

/// <summary>What a request asks for. Numbers are the wire's.</summary>
internal enum CallKind : byte
{
    Open = 1,
    Reset = 2,
    Step = 3,
    Close = 4,
}
