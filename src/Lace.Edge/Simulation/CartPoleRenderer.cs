namespace Lace.Edge.Simulation;

/// <summary>The cart-pole's camera: draws a state as a picture.</summary>
/// <remarks>
/// Threads: one caller at a time. Cost: about a copy of the picture (well under a millisecond at 640 x 360), no allocation
/// after construction, which keeps one picture of the background. Any state can be drawn; what is out of sight is left out.
/// </remarks>
public sealed class CartPoleRenderer
{
    /// <summary>Smallest width and height, in pixels.</summary>
    public const int MinSize = 64;

    /// <summary>Largest width and height, in pixels.</summary>
    public const int MaxSize = 4096;

    // Metres of track that the picture shows: the limits and a little more.
    private const double VisibleMetres = 2 * CartPole.PositionLimit + 0.8;

    private static readonly Rgb s_rail = Rgb.Hex(0x3A4150);
    private static readonly Rgb s_limit = Rgb.Hex(0xC8553D);
    private static readonly Rgb s_cart = Rgb.Hex(0x27476E);
    private static readonly Rgb s_cartTop = Rgb.Hex(0x3D6A9E);
    private static readonly Rgb s_wheel = Rgb.Hex(0x1B2430);
    private static readonly Rgb s_hub = Rgb.Hex(0xAEB8C4);
    private static readonly Rgb s_pole = Rgb.Hex(0xD98E32);
    private static readonly Rgb s_text = Rgb.Hex(0x243447);
    private static readonly Rgb s_barBack = Rgb.Hex(0x55616E);
    private static readonly Rgb s_bar = Rgb.Hex(0xF2C14E);

    private readonly byte[] _background;
    private readonly double _pixelsPerMetre;
    private readonly int _railTop;
    private readonly int _dot;

    /// <summary>A camera with pictures of one size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not in <see cref="MinSize"/> .. <see cref="MaxSize"/>.</exception>
    public CartPoleRenderer(int width = 640, int height = 360)
    {
        CheckSize(width, nameof(width));
        CheckSize(height, nameof(height));
        (Width, Height) = (width, height);
        _pixelsPerMetre = Math.Min(width / VisibleMetres, height / 2.2);
        _railTop = height * 3 / 4;
        _dot = Math.Max(1, height / 180);
        _background = new byte[SizeBytes];
        DrawBackground(new RgbCanvas(_background, width, height));
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Bytes of a picture: 3 * width * height.</summary>
    public int SizeBytes => 3 * Width * Height;

    /// <summary>Draws a state.</summary>
    /// <param name="state">What to draw.</param>
    /// <param name="episode">Number written at the top.</param>
    /// <param name="step">Steps of the episode so far: a number, and a bar that is full at <see cref="CartPole.MaxSteps"/>.</param>
    /// <param name="rgb">
    /// Shape <c>[height, width, 3]</c>: rows from the top, pixels from the left, red, green, blue; no gap between rows. All
    /// <see cref="SizeBytes"/> bytes are written; a longer span keeps its rest.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="rgb"/> is shorter than <see cref="SizeBytes"/>.</exception>
    public void Render(CartPoleState state, long episode, int step, Span<byte> rgb)
    {
        if (rgb.Length < SizeBytes)
            throw new ArgumentException($"picture too small: length={rgb.Length}, expected at least {SizeBytes} (3 * {Width} * {Height})");

        _background.CopyTo(rgb);
        RgbCanvas canvas = new(rgb, Width, Height);
        DrawCart(canvas, state);
        DrawText(canvas, episode, step);
    }

    private void DrawBackground(RgbCanvas canvas)
    {
        (Rgb skyTop, Rgb skyLow) = (Rgb.Hex(0xA9CCE3), Rgb.Hex(0xF4F1E6));
        (Rgb groundTop, Rgb groundLow) = (Rgb.Hex(0x8FA36B), Rgb.Hex(0x6B7F4C));
        for (int y = 0; y < Height; y++)
            canvas.FillRectangle(0, y, Width, y + 1, y < _railTop
                ? skyTop.Mix(skyLow, (double)y / _railTop)
                : groundTop.Mix(groundLow, (double)(y - _railTop) / (Height - _railTop)));

        // A tick every half metre lets an eye judge speed; the posts stand where an episode ends.
        int railHeight = Math.Max(2, Height / 60);
        canvas.FillRectangle(0, _railTop, Width, _railTop + railHeight, s_rail);
        for (double metres = -2.5; metres <= 2.5; metres += 0.5)
        {
            int x = (int)PixelX(metres);
            canvas.FillRectangle(x, _railTop + railHeight, x + Math.Max(1, _dot / 2), _railTop + 2 * railHeight, s_rail);
        }

        foreach (double limit in (ReadOnlySpan<double>)[-CartPole.PositionLimit, CartPole.PositionLimit])
            canvas.FillRounded(PixelX(limit) - _dot, _railTop - Metres(0.45), PixelX(limit) + _dot, _railTop, _dot, s_limit);
    }

    private void DrawCart(RgbCanvas canvas, CartPoleState state)
    {
        double x = PixelX(state.Position);
        double wheelRadius = Metres(0.07);
        double bottom = _railTop - wheelRadius;
        double top = bottom - Metres(0.22);
        double half = Metres(0.27);
        double corner = Metres(0.05);

        canvas.FillRounded(x - half, top, x + half, bottom, corner, s_cart);
        canvas.FillRounded(x - half, top, x + half, top + Metres(0.1), corner, s_cartTop);
        foreach (double wheel in (ReadOnlySpan<double>)[x - half * 0.6, x + half * 0.6])
        {
            canvas.FillCapsule(wheel, _railTop - wheelRadius, wheel, _railTop - wheelRadius, wheelRadius, s_wheel);
            canvas.FillCapsule(wheel, _railTop - wheelRadius, wheel, _railTop - wheelRadius, wheelRadius * 0.35, s_hub);
        }

        double hinge = top + Metres(0.05);
        double tipX = x + Metres(CartPole.PoleLength) * Math.Sin(state.Angle);
        double tipY = hinge - Metres(CartPole.PoleLength) * Math.Cos(state.Angle);
        canvas.FillCapsule(x, hinge, tipX, tipY, Metres(0.035), s_pole);
        canvas.FillCapsule(x, hinge, x, hinge, Metres(0.055), s_wheel);
        canvas.FillCapsule(x, hinge, x, hinge, Metres(0.025), s_hub);
    }

    private void DrawText(RgbCanvas canvas, long episode, int step)
    {
        int margin = 6 * _dot;
        int x = canvas.DrawText(margin, margin, "EPISODE ", _dot, s_text);
        DrawNumber(canvas, x, margin, episode);

        int barTop = Height - margin - 2 * _dot;
        double share = Math.Clamp((double)step / CartPole.MaxSteps, 0, 1);
        int right = Width - margin;
        x = canvas.DrawText(margin, barTop - 10 * _dot, "STEP ", _dot, Rgb.Hex(0xFFFFFF));
        DrawNumber(canvas, x, barTop - 10 * _dot, step, light: true);
        canvas.FillRounded(margin, barTop, right, barTop + 3 * _dot, 1.5 * _dot, s_barBack);
        if (share > 0)
            canvas.FillRounded(margin, barTop, margin + Math.Max(3 * _dot, share * (right - margin)), barTop + 3 * _dot, 1.5 * _dot, s_bar);
    }

    private void DrawNumber(RgbCanvas canvas, int x, int y, long number, bool light = false)
    {
        Span<char> digits = stackalloc char[20];
        if (number.TryFormat(digits, out int length))
            canvas.DrawText(x, y, digits[..length], _dot, light ? Rgb.Hex(0xFFFFFF) : s_text);
    }

    private double PixelX(double metres) => Width / 2.0 + Metres(metres);

    private double Metres(double metres) => metres * _pixelsPerMetre;

    private static void CheckSize(int size, string name)
    {
        if (size is < MinSize or > MaxSize)
            throw new ArgumentOutOfRangeException(name, size, $"{name}={size}, expected {MinSize} .. {MaxSize}");
    }
}
