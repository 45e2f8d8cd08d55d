using System.Buffers;

namespace Lace.Net;

/// <summary>Answers one request.</summary>
/// <param name="request">The request's bytes, in the transport's memory: valid until the returned task is complete, not longer.</param>
/// <param name="reply">Takes the reply's bytes; what is written before a throw is not sent.</param>
/// <param name="cancellation">Cancelled when the client cancels or is gone, or the server stops. Nobody waits for the reply then.</param>
/// <returns>Complete when the reply is.</returns>
/// <remarks>
/// Over <c>tcp://</c> it runs on a thread of the server's own, never on an I/O thread, many at once up to the server's limits: it may
/// block, and must be safe for concurrent calls. Over <c>inproc://</c> it runs on the caller's thread: one that blocks there keeps its
/// caller beyond any timeout. A throw travels as <see cref="RemoteException"/> with the exception's message.
/// </remarks>
public delegate ValueTask RequestHandler(ReadOnlyMemory<byte> request, IBufferWriter<byte> reply, CancellationToken cancellation);
