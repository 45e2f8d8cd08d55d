using System.Numerics;
using CartPoleSample.Learning;

namespace Lace.Edge.Tests.Learning;

public class TransitionTests
{
    private static readonly Transition s_sample =
        new(new Vector4(1, 2, 3, 4), new Vector4(5, 6, 7, 8), 1, 0.5f, Terminated: true, Truncated: false, -0.25f, 7);

    [Fact]
    public void Bytes_are_those_of_the_table()
    {
        byte[] bytes = new byte[48];
        bytes.AsSpan().Fill(0xEE);
        s_sample.WriteTo(bytes);
        Assert.Equal(
            "0000803F 00000040 00004040 00008040 0000A040 0000C040 0000E040 00000041 0000003F 000080BE 07000000 01 01 0000".Replace(
                " ", ""),
            Convert.ToHexString(bytes));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void What_was_written_is_read(bool terminated, bool truncated)
    {
        Transition written = s_sample with { Terminated = terminated, Truncated = truncated, Action = 0 };
        byte[] bytes = new byte[Transition.SizeBytes];
        written.WriteTo(bytes);
        Assert.Equal(written, Transition.ReadFrom(bytes));
    }

    [Fact]
    public void Bytes_that_are_no_transition_are_refused()
    {
        byte[] good = new byte[Transition.SizeBytes];
        s_sample.WriteTo(good);
        Assert.Throws<FormatException>(() => Transition.ReadFrom(good.AsSpan(0, 47)));
        Assert.Throws<FormatException>(() => Transition.ReadFrom([]));
        Assert.Throws<FormatException>(() => Transition.ReadFrom([.. good, 0]));
        Assert.Throws<FormatException>(() => Transition.ReadFrom(Changed(44, 2)));
        Assert.Throws<FormatException>(() => Transition.ReadFrom(Changed(45, 4)));

        (s_sample with { Reward = float.NaN }).WriteTo(good);
        Assert.Throws<FormatException>(() => Transition.ReadFrom(good));
        (s_sample with { NextObservation = new Vector4(0, float.PositiveInfinity, 0, 0) }).WriteTo(good);
        Assert.Throws<FormatException>(() => Transition.ReadFrom(good));

        byte[] Changed(int at, byte value)
        {
            byte[] changed = [.. good];
            changed[at] = value;
            return changed;
        }
    }
}
