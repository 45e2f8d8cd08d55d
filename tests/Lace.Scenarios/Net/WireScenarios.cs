using System.Buffers.Binary;
using Lace.Net;
using Lace.Net.Wire;

namespace Lace.Scenarios.Net;

/// <summary>The bytes of docs/WIRE.md are the bytes of the code, and nothing else is taken for them.</summary>
public static class WireScenarios
{
    public static void Every_message_is_written_as_its_golden_bytes()
    {
        Session session = Session.Read([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
        Is("REQUEST", frame => RequestFrame.Write(frame, 1, "a/b"u8, [0xFF, 0]));
        Is("REPLY", frame =>
        {
            IdFrame.Write(frame, WireKind.Reply, 1);
            frame[16] = 7;
        });
        Check.SequenceEqual<byte>(WireSamples.All["ERROR"].AsSpan(), ErrorFrame.Create(1, RemoteErrorCode.NoSuchName, "no").AsSpan());
        Is("CANCEL", frame => IdFrame.Write(frame, WireKind.Cancel, 258));
        Is("PING", frame => new PingFrame { SentNs = 1000, HeartbeatMs = 500 }.Write(frame));
        Is("PONG", frame => new PongFrame
        {
            Call = 5,
            CallKnown = true,
            PingSentNs = 1,
            PingReceivedNs = 2,
            SentNs = 3,
            Connection = 4,
            MessageBytesMax = 65536,
        }.Write(frame));
        Is("HELLO", frame => new HelloFrame { Session = session, HeartbeatMs = 500 }.Write(frame));
        Is("SUBSCRIBE", frame => new SubscribeFrame
        {
            Subscription = 9,
            Session = session,
            Credit = 1,
            Delivery = WireDelivery.InOrder,
            Name = "cam"u8,
        }.Write(frame));
        Is("SUBSCRIBED", frame => IdFrame.Write(frame, WireKind.Subscribed, 9));
        Is("CREDIT", frame => new CreditFrame { Subscription = 9, Messages = 3 }.Write(frame));
        Is("UNSUBSCRIBE", frame => IdFrame.Write(frame, WireKind.Unsubscribe, 9));
        Is("DATA", frame => new DataFrame { Subscription = 9, Sequence = 7, CaptureNs = 1, SentNs = 2 }.Write(frame));
    }

    public static void Every_golden_message_is_read_back()
    {
        foreach ((string name, byte[] bytes) in WireSamples.All)
            Check.Equal(WireFault.None, Read(bytes), name);
        Check.Equal(WireFault.None, RequestFrame.Read(WireSamples.All["REQUEST"], out RequestFrame request));
        Check.Equal(1ul, request.Call);
        Check.SequenceEqual("a/b"u8, request.Name);
        Check.Equal(27, request.PayloadOffset);
        Check.Equal(WireFault.None, PongFrame.Read(WireSamples.All["PONG"], WireHeader.CallKnownFlag, out PongFrame pong));
        Check.Equal(5ul, pong.Call);
        Check.True(pong.CallKnown);
        Check.Equal((1L, 2L, 3L), (pong.PingSentNs, pong.PingReceivedNs, pong.SentNs));
        Check.Equal((4ul, 65536u), (pong.Connection, pong.MessageBytesMax));
        Check.Equal(WireFault.None, SubscribeFrame.Read(WireSamples.All["SUBSCRIBE"], out SubscribeFrame subscribe));
        Check.Equal((9ul, 1u, WireDelivery.InOrder), (subscribe.Subscription, subscribe.Credit, subscribe.Delivery));
        Check.Equal(WireFault.None, ErrorFrame.Read(WireSamples.All["ERROR"], out ErrorFrame error));
        Check.Equal((1ul, RemoteErrorCode.NoSuchName, "no"), (error.Id, error.Code, error.Text));
    }

    public static void A_message_that_is_cut_anywhere_is_not_taken()
    {
        foreach ((string name, byte[] bytes) in WireSamples.All)
        {
            // A REPLY's payload ends where its frame does, so a cut one is a shorter reply; its fixed part must be whole.
            int whole = name == "REPLY" ? IdFrame.SizeBytes : bytes.Length;
            for (int length = 0; length < whole; length++)
                Check.NotEqual(WireFault.None, Read(bytes.AsSpan(0, length)), $"{name} cut to {length} bytes");
        }
    }

    public static void A_message_with_a_byte_too_much_or_a_reserved_bit_set_is_not_taken()
    {
        foreach ((string name, byte[] bytes) in WireSamples.All)
        {
            if (name != "REPLY")
                Check.NotEqual(WireFault.None, Read([.. bytes, 0]), $"{name} with a byte more");
            for (int i = 0; i < WireHeader.SizeBytes; i++)
            {
                if (i == 5)
                    continue;
                byte[] changed = [.. bytes];
                changed[i] ^= 0x80;
                Check.NotEqual(WireFault.None, Read(changed), $"{name} with byte {i} changed");
            }
        }
    }

    public static void A_name_that_is_none_is_not_taken()
    {
        foreach (string bad in (string[])["/ab", "ab/", "a//", "a b", "a\0b", "a\u00FF"])
        {
            byte[] frame = [.. WireSamples.All["REQUEST"]];
            for (int i = 0; i < 3; i++)
                frame[24 + i] = (byte)bad[Math.Min(i, bad.Length - 1)];
            Check.Equal(WireFault.Name, Read(frame), bad);
        }

        byte[] noName = [.. WireSamples.All["REQUEST"]];
        BinaryPrimitives.WriteUInt16LittleEndian(noName.AsSpan(16), 0);
        BinaryPrimitives.WriteUInt32LittleEndian(noName.AsSpan(20), 5);
        Check.Equal(WireFault.Name, Read(noName));
    }

    public static void Lengths_that_overflow_are_not_taken()
    {
        byte[] frame = [.. WireSamples.All["REQUEST"]];
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(20), uint.MaxValue - 2);
        Check.Equal(WireFault.Length, Read(frame));
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(16), ushort.MaxValue);
        Check.Equal(WireFault.Length, Read(frame));
    }

    public static void Random_changes_never_throw()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        byte[][] samples = [.. WireSamples.All.Values];
        for (int i = 0; i < TestRun.Count(100_000, 10_000_000); i++)
        {
            byte[] frame = [.. samples[random.Next(samples.Length)]];
            for (int changes = random.Next(1, 6); changes > 0; changes--)
                frame[random.Next(frame.Length)] = (byte)random.Next(256);
            try
            {
                Read(frame.AsSpan(0, random.Next(4) == 0 ? random.Next(frame.Length) : frame.Length));
            }
            catch (Exception e)
            {
                Check.Fail($"seed={seed}, round={i}, frame={Convert.ToHexString(frame)}: {e}");
            }
        }
    }

    /// <summary>Reads a message as the side does that gets it.</summary>
    internal static WireFault Read(ReadOnlySpan<byte> frame)
    {
        WireFault fault = WireHeader.Read(frame, out WireKind kind, out ushort flags);
        if (fault != WireFault.None)
            return fault;
        return kind switch
        {
            WireKind.Request => RequestFrame.Read(frame, out _),
            WireKind.Reply => IdFrame.Read(frame, payloadFollows: true, out _),
            WireKind.Error => ErrorFrame.Read(frame, out _),
            WireKind.Ping => PingFrame.Read(frame, out _),
            WireKind.Pong => PongFrame.Read(frame, flags, out _),
            WireKind.Hello => HelloFrame.Read(frame, out _),
            WireKind.Subscribe => SubscribeFrame.Read(frame, out _),
            WireKind.Credit => CreditFrame.Read(frame, out _),
            WireKind.Data => DataFrame.Read(frame, out _),
            _ => IdFrame.Read(frame, payloadFollows: false, out _),
        };
    }

    private static void Is(string name, Writer write)
    {
        byte[] expected = WireSamples.All[name];
        byte[] frame = new byte[expected.Length];
        frame.AsSpan().Fill(0xEE);
        write(frame);
        Check.SequenceEqual<byte>(expected.AsSpan(), frame.AsSpan(), name);
    }

    private delegate void Writer(Span<byte> frame);
}
