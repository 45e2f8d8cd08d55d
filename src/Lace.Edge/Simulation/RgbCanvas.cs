namespace Lace.Edge.Simulation;

/// <summary>Draws soft-edged shapes into rows of red, green, blue bytes. Places are in pixels; what lies outside is left out.</summary>
internal readonly ref struct RgbCanvas(Span<byte> rgb, int width, int height)
{
    private readonly Span<byte> _rgb = rgb;

    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>A rectangle with sharp edges.</summary>
    public void FillRectangle(int left, int top, int right, int bottom, Rgb color)
    {
        left = Math.Clamp(left, 0, Width);
        right = Math.Clamp(right, left, Width);
        for (int y = Math.Clamp(top, 0, Height); y < Math.Clamp(bottom, 0, Height); y++)
        {
            Span<byte> row = _rgb.Slice((y * Width + left) * 3, (right - left) * 3);
            for (int i = 0; i < row.Length; i += 3)
                (row[i], row[i + 1], row[i + 2]) = (color.R, color.G, color.B);
        }
    }

    /// <summary>All points within <paramref name="radius"/> of the line from (x0, y0) to (x1, y1); a disc when both are one.</summary>
    public void FillCapsule(double x0, double y0, double x1, double y1, double radius, Rgb color)
    {
        (double dx, double dy) = (x1 - x0, y1 - y0);
        double inverseLengthSquared = 1 / Math.Max(dx * dx + dy * dy, 1e-9);
        (int left, int right) = Bounds(Math.Min(x0, x1) - radius, Math.Max(x0, x1) + radius, Width);
        (int top, int bottom) = Bounds(Math.Min(y0, y1) - radius, Math.Max(y0, y1) + radius, Height);
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                (double px, double py) = (x + 0.5 - x0, y + 0.5 - y0);
                double along = Math.Clamp((px * dx + py * dy) * inverseLengthSquared, 0, 1);
                (double ex, double ey) = (px - along * dx, py - along * dy);
                Blend(x, y, color, radius - Math.Sqrt(ex * ex + ey * ey) + 0.5);
            }
        }
    }

    /// <summary>A rectangle with round corners.</summary>
    public void FillRounded(double left, double top, double right, double bottom, double radius, Rgb color)
    {
        (double centerX, double centerY) = ((left + right) / 2, (top + bottom) / 2);
        (double halfX, double halfY) = ((right - left) / 2 - radius, (bottom - top) / 2 - radius);
        (int firstX, int lastX) = Bounds(left, right, Width);
        (int firstY, int lastY) = Bounds(top, bottom, Height);
        for (int y = firstY; y < lastY; y++)
        {
            double outY = Math.Max(Math.Abs(y + 0.5 - centerY) - halfY, 0);
            for (int x = firstX; x < lastX; x++)
            {
                double outX = Math.Max(Math.Abs(x + 0.5 - centerX) - halfX, 0);
                Blend(x, y, color, radius - Math.Sqrt(outX * outX + outY * outY) + 0.5);
            }
        }
    }

    /// <summary>A line of text in a 5 by 7 font; each dot is a square of <paramref name="dot"/> pixels.</summary>
    /// <returns>The x where a following text would begin.</returns>
    public int DrawText(int x, int y, ReadOnlySpan<char> text, int dot, Rgb color)
    {
        foreach (char character in text)
        {
            ReadOnlySpan<byte> rows = PixelFont.Rows(character);
            for (int row = 0; row < rows.Length; row++)
                for (int column = 0; column < PixelFont.Columns; column++)
                    if ((rows[row] >> (PixelFont.Columns - 1 - column) & 1) != 0)
                        FillRectangle(x + column * dot, y + row * dot, x + (column + 1) * dot, y + (row + 1) * dot, color);

            x += (PixelFont.Columns + 1) * dot;
        }

        return x;
    }

    private void Blend(int x, int y, Rgb color, double coverage)
    {
        if (coverage <= 0)
            return;

        Span<byte> pixel = _rgb.Slice((y * Width + x) * 3, 3);
        int share = (int)(Math.Min(coverage, 1) * 256);
        pixel[0] += (byte)((color.R - pixel[0]) * share >> 8);
        pixel[1] += (byte)((color.G - pixel[1]) * share >> 8);
        pixel[2] += (byte)((color.B - pixel[2]) * share >> 8);
    }

    // Clamped before the conversion: a wild state must give an empty range, not an overflow.
    private static (int First, int End) Bounds(double low, double high, int size) =>
        ((int)Math.Clamp(Math.Floor(low - 1), 0, size), (int)Math.Clamp(Math.Ceiling(high + 1), 0, size));
}
