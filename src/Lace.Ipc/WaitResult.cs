namespace Lace.Ipc;

/// <summary>Why a wait ended.</summary>
public enum WaitResult
{
    /// <summary>There is something to read, or room to write.</summary>
    Ready = 0,

    /// <summary>The whole timeout went by.</summary>
    TimedOut = 1,

    /// <summary>
    /// Somebody on the other side came, left or died. Told once for each change; look at <c>Publishers</c> or <c>Subscribers</c>
    /// and wait again, or stop.
    /// </summary>
    PeersChanged = 2,
}
