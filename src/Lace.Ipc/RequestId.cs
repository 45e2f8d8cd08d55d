namespace Lace.Ipc;

/// <summary>What a reply is addressed to.</summary>
/// <param name="Client">Place of the client in the ring, from 0.</param>
/// <param name="ClientEpoch">Which of the clients that have had this place.</param>
/// <param name="Sequence">The client's count of its requests.</param>
public readonly record struct RequestId(int Client, int ClientEpoch, long Sequence);
