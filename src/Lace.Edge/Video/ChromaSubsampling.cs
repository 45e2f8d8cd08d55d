namespace Lace.Edge.Video;

/// <summary>How many pixels share one colour value in a JPEG; the brightness of each is always kept.</summary>
public enum ChromaSubsampling
{
    /// <summary>4:4:4: every pixel has its own: largest, for thin coloured lines.</summary>
    None = 0,

    /// <summary>4:2:2: two side by side share one.</summary>
    Half = 1,

    /// <summary>4:2:0: a square of four shares one: smallest, what cameras do.</summary>
    Quarter = 2,
}
