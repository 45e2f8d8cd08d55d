namespace Lace.Ipc.Waiting;

/// <summary>What somebody waits for.</summary>
internal interface IWaitSource
{
    /// <summary>Whether the wait is over. Called by the waiting thread only, often: no allocation, no system call.</summary>
    bool IsReady();

    /// <summary>A number that differs whenever the attachments of the other side differ.</summary>
    long PeerSignature();
}
