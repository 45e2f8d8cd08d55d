namespace Lace.Edge.Simulation;

/// <summary>A colour, 8 bits each.</summary>
internal readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>0xRRGGBB.</summary>
    public static Rgb Hex(int value) => new((byte)(value >> 16), (byte)(value >> 8), (byte)value);

    /// <summary>This colour at 0, the other at 1.</summary>
    public Rgb Mix(Rgb other, double share) => new(
        (byte)(R + (other.R - R) * share), (byte)(G + (other.G - G) * share), (byte)(B + (other.B - B) * share));
}
