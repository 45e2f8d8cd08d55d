using System.Buffers.Binary;
using Lace.Ipc;

namespace Lace.Scenarios.Peers.Ipc;

/// <summary>The server of a request ring: answers a number with its double.</summary>
internal sealed class ServerEnd(RequestRingServer server) : IpcEnd
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    internal RequestRingServer Server => server;

    /// <summary>Answers the next request.</summary>
    internal long AnswerOne()
    {
        while (true)
        {
            if (!server.TryTake(out Request request))
            {
                Check.NotEqual(WaitResult.TimedOut, server.Wait(s_long));
                continue;
            }

            using (request)
            {
                long value = BinaryPrimitives.ReadInt64LittleEndian(request.Payload);
                Span<byte> reply = stackalloc byte[sizeof(long)];
                BinaryPrimitives.WriteInt64LittleEndian(reply, value * 2);
                server.TryReply(request.Id, reply);
                return value;
            }
        }
    }

    internal void Answer(ClientEnd client, long value)
    {
        Task<CallResult> call = Task.Factory.StartNew(() => client.Call(value), TaskCreationOptions.LongRunning);

        // Others may have called before, and died since.
        while (AnswerOne() != value)
        {
        }

        Check.Equal(CallResult.Replied, call.GetAwaiter().GetResult());
    }

    internal override void Nap(TimeSpan time)
    {
        // Nobody sleeps who has something to do.
        while (server.TryTake(out Request request))
            request.Dispose();

        server.Wait(time);
    }

    internal override string Do(string verb, long argument, TextReader input)
    {
        switch (verb)
        {
            case "answer":
                return $"answered {AnswerOne()}";
            case "take":
                Request request;
                while (!server.TryTake(out request))
                    server.Wait(s_long);

                return Blocked.WhileOpen("taken", request.Payload);
            default:
                return NoSuch(verb);
        }
    }

    public override void Dispose() => server.Dispose();
}
