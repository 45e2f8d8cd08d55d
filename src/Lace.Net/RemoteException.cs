namespace Lace.Net;

/// <summary>The other side answered with an error. Only its text travels: no type, no stack.</summary>
public sealed class RemoteException : Exception
{
    /// <summary>Creates the error with its code and the other side's text.</summary>
    public RemoteException(RemoteErrorCode code, string message)
        : base(message) => Code = code;

    /// <summary>Why the call ended, and with it whether its handler ran.</summary>
    public RemoteErrorCode Code { get; }
}
