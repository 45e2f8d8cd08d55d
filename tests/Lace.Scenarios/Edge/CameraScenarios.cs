using Lace.Edge.Simulation;

namespace Lace.Scenarios.Edge;

/// <summary>The simulated robot's camera.</summary>
public static class CameraScenarios
{
    public static void A_picture_leaves_no_byte_of_the_buffer_unwritten_and_none_beyond_it_touched()
    {
        CartPoleRenderer camera = new(320, 180);
        byte[] first = new byte[camera.SizeBytes + 5];
        byte[] second = new byte[camera.SizeBytes + 5];
        first.AsSpan().Fill(0x00);
        second.AsSpan().Fill(0xFF);
        CartPoleState state = new(0.3, 0, -0.1, 0);
        camera.Render(state, 12, 345, first);
        camera.Render(state, 12, 345, second);

        Check.SequenceEqual<byte>(first.AsSpan(0, camera.SizeBytes), second.AsSpan(0, camera.SizeBytes));
        Check.SequenceEqual<byte>([0, 0, 0, 0, 0], first.AsSpan(camera.SizeBytes));
        Check.SequenceEqual<byte>([255, 255, 255, 255, 255], second.AsSpan(camera.SizeBytes));
    }

    public static void The_cart_is_drawn_where_it_is_and_the_pole_where_it_leans()
    {
        CartPoleRenderer camera = new(640, 360);
        byte[] left = new byte[camera.SizeBytes];
        byte[] right = new byte[camera.SizeBytes];
        camera.Render(new(-1.5, 0, -0.2, 0), 1, 1, left);
        camera.Render(new(1.5, 0, 0.2, 0), 1, 1, right);

        // The picture shows 5.6 m: 1.5 m is 171 pixels from the middle.
        (double leftCart, double leftPole) = (MeanColumn(left, IsCart), MeanColumn(left, IsPole));
        (double rightCart, double rightPole) = (MeanColumn(right, IsCart), MeanColumn(right, IsPole));
        Check.Near(320 - 171.4, leftCart, 2);
        Check.Near(320 + 171.4, rightCart, 2);
        Check.AtMost(leftCart - 5, leftPole);
        Check.AtLeast(rightCart + 5, rightPole);
    }

    public static void Any_state_and_any_number_can_be_drawn()
    {
        double[] wild = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -1e300, 1e9, 0];
        CartPoleRenderer camera = new(64, 64);
        byte[] picture = new byte[camera.SizeBytes];
        foreach (double position in wild)
            foreach (double angle in wild)
                camera.Render(new(position, angle, angle, position), long.MinValue, int.MinValue, picture);

        camera.Render(default, long.MaxValue, int.MaxValue, picture);
    }

    public static void Drawing_allocates_nothing()
    {
        CartPoleRenderer camera = new(320, 180);
        byte[] picture = new byte[camera.SizeBytes];
        camera.Render(default, 1, 1, picture);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 50; step++)
            camera.Render(new(step * 0.01, 0, step * 0.001, 0), 1_000_000, step, picture);

        Check.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    public static void A_buffer_that_is_too_small_is_refused_with_both_sizes()
    {
        CartPoleRenderer camera = new(320, 180);
        byte[] small = new byte[camera.SizeBytes - 1];
        ArgumentException error = Check.Throws<ArgumentException>(() => camera.Render(default, 0, 0, small));
        Check.Contains("length=172799, expected at least 172800", error.Message);
        Check.Throws<ArgumentOutOfRangeException>(() => new CartPoleRenderer(63, 180));
        Check.Throws<ArgumentOutOfRangeException>(() => new CartPoleRenderer(320, 4097));
    }

    private static double MeanColumn(byte[] picture, Func<byte, byte, byte, bool> isPart)
    {
        long sum = 0;
        int count = 0;
        for (int pixel = 0; pixel < 640 * 360; pixel++)
        {
            if (isPart(picture[pixel * 3], picture[pixel * 3 + 1], picture[pixel * 3 + 2]))
            {
                sum += pixel % 640;
                count++;
            }
        }

        Check.AtLeast(50, count);
        return (double)sum / count;
    }

    private static bool IsCart(byte red, byte green, byte blue) => red == 0x27 && green == 0x47 && blue == 0x6E;

    private static bool IsPole(byte red, byte green, byte blue) => red == 0xD9 && green == 0x8E && blue == 0x32;
}
