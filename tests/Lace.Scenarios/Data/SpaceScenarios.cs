using System.Text;
using Lace.Data;
using Lace.Ipc;

namespace Lace.Scenarios.Data;

/// <summary>Spaces know their values and describe themselves to the other side.</summary>
public static class SpaceScenarios
{
    /// <summary>Literals on purpose: these bytes cross the wire.</summary>
    public static void The_bytes_of_a_description_are_exactly_these()
    {
        Check.Equal("""{"space":"discrete","n":2,"start":-1}""", Text(new DiscreteSpace(2, -1)));
        Check.Equal(
            """{"space":"box","dtype":"U8","shape":[2,3],"low":0,"high":255}""", Text(new BoxSpace(0, 255, DType.U8, 2, 3)));
        Check.Equal(
            """{"space":"box","dtype":"F64","shape":[2],"low":["-inf",-0.5],"high":["inf",1E+100]}""",
            Text(new BoxSpace([double.NegativeInfinity, -0.5], [double.PositiveInfinity, 1e100], DType.F64, 2)));
    }

    /// <summary>What is read back is equal, with the same hash.</summary>
    public static void A_space_read_back_is_equal()
    {
        Space[] spaces =
        [
            new DiscreteSpace(1), new DiscreteSpace(long.MaxValue), new DiscreteSpace(3, long.MinValue),
            new BoxSpace(-1, 1, DType.F32), new BoxSpace(0, 1, DType.Bool, 0), new BoxSpace([], [], DType.I16, 3, 0),
            new BoxSpace(0.1, 0.3, DType.F16, 7), new BoxSpace(0.1, 0.3, DType.BF16, 7),
            new BoxSpace([-4.8, -1e39], [4.8, 1e39], DType.F32, 2),
            new BoxSpace(long.MinValue, long.MaxValue, DType.I64, 1), new BoxSpace(0, ulong.MaxValue, DType.U64, 1),
        ];
        foreach (Space space in spaces)
        {
            Space read = Space.Parse(space.ToUtf8());
            Check.Equal(space, read);
            Check.Equal(space.ComputeHash(), read.ComputeHash());
            Check.Equal(space.SizeBytes, read.SizeBytes);
        }

        Check.Equal(spaces.Length, spaces.Select(s => s.ComputeHash()).Distinct().Count());
        Check.NotEqual<Space>(new BoxSpace(0, 1, DType.F32, 2), new BoxSpace(0, 1, DType.F32, 3));
        Check.NotEqual<Space>(new BoxSpace([0, 0], [1, 1], DType.F32, 2), new BoxSpace([0, 0], [1, 2], DType.F32, 2));
    }

    /// <summary>Both bounds are inside; the next number is not.</summary>
    public static void A_discrete_space_holds_its_numbers_only()
    {
        DiscreteSpace space = new(3, 5);
        Check.SequenceEqual([false, true, true, true, false], new long[] { 4, 5, 6, 7, 8 }.Select(n => space.Contains(n)));
        Check.True(space.Contains(BitConverter.GetBytes(6L)));
        Check.False(space.Contains(BitConverter.GetBytes(6)), "four bytes are no value");
        Check.True(space.Holds<long>());
        Check.False(space.Holds<int>());

        DiscreteSpace all = new(long.MaxValue, long.MinValue);
        Check.True(all.Contains(-2L));
        Check.False(all.Contains(-1L));
    }

    /// <summary>Bounds are rounded to the element type: 4.8 as F32 is a little more than 4.8 and still inside.</summary>
    public static void A_box_holds_what_lies_within_its_bounds_only()
    {
        BoxSpace space = new([-4.8, double.NegativeInfinity], [4.8, double.PositiveInfinity], DType.F32, 2);
        Check.True(Holds(space, 4.8f, float.MaxValue));
        Check.True(Holds(space, -4.8f, float.NegativeInfinity));
        Check.False(Holds(space, MathF.BitIncrement(4.8f), 0));
        Check.False(Holds(space, float.NaN, 0));
        Check.False(Holds(space, 0, float.NaN));
        Check.False(Holds(space, 0), "too short");
        Check.False(Holds(space, 0, 0, 0), "too long");

        Check.True(new BoxSpace(0, 1, DType.Bool, 2).Contains([0, 1]));
        Check.False(new BoxSpace(0, 1, DType.Bool, 2).Contains([0, 2]));
        Check.False(new BoxSpace(-3, 3, DType.I8, 1).Contains([unchecked((byte)-4)]));
        Check.True(new BoxSpace(0.1, 0.3, DType.F16, 1).Contains(BitConverter.GetBytes((Half)0.3)));
        Check.True(new BoxSpace(0.1, 1.0, DType.BF16, 1).Contains([0x80, 0x3f]), "1.0 as BF16");
        Check.False(new BoxSpace(0.1, 0.9, DType.BF16, 1).Contains([0x80, 0x3f]), "1.0 as BF16");
    }

    /// <summary>Spaces that hold nothing sensible are refused where they are made.</summary>
    public static void Impossible_spaces_are_refused()
    {
        Check.Throws<ArgumentException>(() => new DiscreteSpace(0));
        Check.Throws<ArgumentException>(() => new DiscreteSpace(2, long.MaxValue));
        Check.Throws<ArgumentException>(() => new BoxSpace(1, 0, DType.F32, 1));
        Check.Throws<ArgumentException>(() => new BoxSpace(double.NaN, 0, DType.F32, 1));
        Check.Throws<ArgumentException>(() => new BoxSpace(0, 256, DType.U8, 1));
        Check.Throws<ArgumentException>(() => new BoxSpace(double.NegativeInfinity, 0, DType.I32, 1));
        Check.Throws<ArgumentException>(() => new BoxSpace(0, 1, DType.F32, -1));
        Check.Throws<ArgumentException>(() => new BoxSpace([0], [1], DType.F32, 2));
    }

    /// <summary>A description from a stranger is an error or a space, at a cost that follows its length.</summary>
    public static void Hostile_descriptions_are_refused()
    {
        string[] texts =
        [
            "", "{", "[]", "1", "{}", "null", """{"space":"cube"}""", """{"space":1}""", """{"space":"discrete"}""",
            """{"space":"discrete","n":2}""", """{"space":"discrete","n":0,"start":0}""", """{"space":"discrete","n":-1,"start":0}""",
            """{"space":"discrete","n":2,"start":9223372036854775807}""", """{"space":"discrete","n":2,"n":2,"start":0}""",
            """{"space":"discrete","n":2,"start":0,"dtype":"F32"}""", """{"space":"discrete","n":2,"start":0,"x":1}""",
            """{"space":"discrete","n":2,"start":0} {}""", """{"space":"discrete","n":2.5,"start":0}""",
            """{"space":"box","dtype":"F32","shape":[2],"low":0}""", """{"space":"box","dtype":"F99","shape":[2],"low":0,"high":1}""",
            """{"space":"box","dtype":"F32","shape":[2],"low":0,"high":[1,1]}""",
            """{"space":"box","dtype":"F32","shape":[2],"low":[0],"high":[1]}""",
            """{"space":"box","dtype":"F32","shape":[65536,65536],"low":0,"high":1}""",
            """{"space":"box","dtype":"F32","shape":[[2]],"low":0,"high":1}""",
            """{"space":"box","dtype":"F32","shape":[2],"low":"nan","high":1}""",
            """{"space":"box","dtype":"F32","shape":[2],"low":1e999,"high":"inf"}""",
            """{"space":"box","dtype":"F32","shape":[2],"low":2,"high":1}""",
            """{"space":"box","dtype":"F32","shape":[2],"low":0,"high":1,"n":1}""",
            """{"space":"box","dtype":"U8","shape":[2],"low":0,"high":256}""",
            """{"space":"box","dtype":"F32","shape":[2],"low":{},"high":1}""",
            "{\"space\":\"\\ud800\"}", string.Concat(Enumerable.Repeat("{\"space\":", 100_000)),
        ];
        foreach (string text in texts)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Check.Throws<TensorFormatException>(() => Space.Parse(utf8), text.Length > 100 ? text[..100] : text);
        }

        Check.Throws<TensorFormatException>(() => Space.Parse([0xff, 0xfe]));
        Check.Throws<TensorFormatException>(() => Space.Parse([.. "{\"space\":\"discrete\",\"n\":2,\"start\":0,\""u8, 0xc3, .. "\":1}"u8]));
    }

    /// <summary>A uniform box of any size is described, parsed and refused without storing its elements.</summary>
    public static void A_huge_uniform_box_costs_nothing()
    {
        byte[] utf8 = """{"space":"box","dtype":"U8","shape":[2147483647],"low":0,"high":255}"""u8.ToArray();
        Space.Parse(utf8);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Check.Equal(int.MaxValue, Space.Parse(utf8).SizeBytes);
        Check.AtMost(64L * 1024, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool Holds(BoxSpace space, params float[] values) => space.Contains(Bytes.AsBytes<float>(values));

    private static string Text(Space space) => Encoding.UTF8.GetString(space.ToUtf8());
}
