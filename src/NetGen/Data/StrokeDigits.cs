namespace NetGen;

/// <summary>
/// Digits drawn with a wavering pen: grey images of the size and look of MNIST that need no file. A seed gives the same
/// bytes on every machine.
/// </summary>
/// <remarks>
/// A digit is one of several ways of writing it, bent, slanted, turned and stretched at random, then drawn with a pen of
/// random width. As in MNIST the digit fits into a box of about 20 pixels and its centre of mass is near the image's.
/// Only additions, multiplications, divisions and square roots, which IEEE 754 defines to the last bit, stand between the
/// random words and the pixels.
/// </remarks>
public static class StrokeDigits
{
    /// <summary>The width and the height of an image in pixels.</summary>
    public const int Side = 28;

    /// <summary>The number of classes: the digits 0 to 9.</summary>
    public const int Classes = 10;

    /// <summary>The longer side of a digit's box in pixels, as in MNIST.</summary>
    private const double BoxSide = 20;

    /// <summary>Draws images; image i depends on the seed and on i alone.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="seed">The seed; another one gives other images.</param>
    /// <returns>
    /// The pixels, image after image and row after row, 0 for background and 255 for ink; and the digit of each image. Every
    /// ten images, counted from the first, show the ten digits in random order.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static (byte[] Pixels, byte[] Labels) Draw(int count, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        byte[] pixels = new byte[checked(count * Side * Side)];
        byte[] labels = new byte[count];
        List<InkPoint> path = [];
        double[] ink = new double[Side * Side];
        byte[] digits = new byte[Classes];
        for (int i = 0; i < count; i++)
        {
            if (i % Classes == 0)
                ShuffleDigits(digits, unchecked((ulong)seed), i / Classes);
            labels[i] = digits[i % Classes];
            PhiloxRandom random = new(unchecked((ulong)seed), (ulong)i);
            Trace(labels[i], random, path);
            Fit(random, path);
            Rasterize(path, ink);
            Expose(ink, random, pixels.AsSpan(i * Side * Side, Side * Side));
        }

        return (pixels, labels);
    }

    /// <summary>Draws images as <see cref="Draw"/> does, as a data set; image i depends on the seed and on i alone.</summary>
    /// <param name="count">The number of images.</param>
    /// <param name="seed">The seed; another one gives other images.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static ImageDataset Create(int count, long seed)
    {
        (byte[] pixels, byte[] labels) = Draw(count, seed);
        return new(pixels, labels, Side, Side, Classes);
    }

    /// <summary>The digits of ten images; streams from the upper half of their range, which no image uses.</summary>
    private static void ShuffleDigits(Span<byte> digits, ulong seed, int group)
    {
        for (int digit = 0; digit < Classes; digit++)
            digits[digit] = (byte)digit;
        new PhiloxRandom(seed, (1UL << 63) + (ulong)group).Shuffle(digits);
    }

    /// <summary>The path of the pen for a digit, in units of about its height.</summary>
    private static void Trace(int digit, PhiloxRandom random, List<InkPoint> path)
    {
        PenPoint[][][] ways = DigitSkeletons.Of(digit);
        PenPoint[][] strokes = ways[random.NextInt32(ways.Length)];
        Distortion distortion = new(random);
        double radius = random.NextUniform(0.8, 1.8);
        path.Clear();
        foreach (PenPoint[] stroke in strokes)
        {
            PenPoint[] points = Array.ConvertAll(stroke, point => distortion.Apply(point, random));

            // The pressure rises or falls along a stroke.
            double change = random.NextNormal(0, 0.12);
            Sample(points, radius * (1 - change), radius * (1 + change), path);
        }
    }

    /// <summary>
    /// Points of the smooth curve through a stroke's points (Catmull and Rom, 1974): cubic pieces whose tangent at a point is
    /// half the difference of its neighbours.
    /// </summary>
    private static void Sample(ReadOnlySpan<PenPoint> points, double startRadius, double endRadius, List<InkPoint> path)
    {
        const int pieces = 6;
        path.Add(new(points[0].X, points[0].Y, startRadius, StartsStroke: true));
        for (int i = 0; i + 1 < points.Length; i++)
        {
            PenPoint p = points[i], q = points[i + 1];

            // Where the curve ends or turns sharply, the point itself stands for the neighbour beyond.
            PenPoint before = i == 0 || p.Corner ? p : points[i - 1];
            PenPoint after = i + 2 == points.Length || q.Corner ? q : points[i + 2];
            for (int piece = 1; piece <= pieces; piece++)
            {
                double t = piece / (double)pieces;
                double along = (i + t) / (points.Length - 1);
                path.Add(new(
                    Cubic(before.X, p.X, q.X, after.X, t),
                    Cubic(before.Y, p.Y, q.Y, after.Y, t),
                    startRadius + ((endRadius - startRadius) * along),
                    StartsStroke: false));
            }
        }
    }

    private static double Cubic(double before, double p, double q, double after, double t)
    {
        double startSlope = (q - before) / 2, endSlope = (after - p) / 2, rise = q - p;
        double c2 = (3 * rise) - (2 * startSlope) - endSlope;
        double c3 = startSlope + endSlope - (2 * rise);
        return p + (t * (startSlope + (t * (c2 + (t * c3)))));
    }

    /// <summary>Scales the path to the box of a digit, in pixels, and moves its centre of mass near the image's.</summary>
    private static void Fit(PhiloxRandom random, List<InkPoint> path)
    {
        double radius = 0;
        foreach (InkPoint point in path)
            radius = Math.Max(radius, point.Radius);
        Extent x = Extent.Of(path, point => point.X), y = Extent.Of(path, point => point.Y);
        double scale = (BoxSide - (2 * radius)) * random.NextUniform(0.88, 1.04) / Math.Max(x.Length, y.Length);
        double shiftX = x.Center(scale, radius, random), shiftY = y.Center(scale, radius, random);
        for (int i = 0; i < path.Count; i++)
        {
            InkPoint point = path[i];
            path[i] = point with { X = (scale * point.X) + shiftX, Y = (scale * point.Y) + shiftY };
        }
    }

    /// <summary>The ink of every pixel, 0 to 1: how deep the pixel's centre lies within the nearest piece of the path.</summary>
    private static void Rasterize(List<InkPoint> path, Span<double> ink)
    {
        ink.Clear();
        for (int i = 1; i < path.Count; i++)
        {
            if (!path[i].StartsStroke)
                RasterizeSegment(path[i - 1], path[i], ink);
        }
    }

    private static void RasterizeSegment(InkPoint from, InkPoint to, Span<double> ink)
    {
        // Ink fades from full to none over this distance, half of it on either side of the edge.
        const double fade = 1.3;
        double reach = to.Radius + (fade / 2);
        double dx = to.X - from.X, dy = to.Y - from.Y;
        double lengthSquared = Math.Max((dx * dx) + (dy * dy), 1e-12);
        int firstX = Pixel(Math.Min(from.X, to.X) - reach), lastX = Pixel(Math.Max(from.X, to.X) + reach);
        int firstY = Pixel(Math.Min(from.Y, to.Y) - reach), lastY = Pixel(Math.Max(from.Y, to.Y) + reach);
        for (int row = firstY; row <= lastY; row++)
        {
            for (int column = firstX; column <= lastX; column++)
            {
                double x = column + 0.5 - from.X, y = row + 0.5 - from.Y;
                double along = Math.Clamp(((x * dx) + (y * dy)) / lengthSquared, 0, 1);
                x -= along * dx;
                y -= along * dy;
                double distanceSquared = (x * x) + (y * y);
                if (distanceSquared >= reach * reach)
                    continue;
                ref double value = ref ink[(row * Side) + column];
                value = Math.Max(value, Math.Min((reach - Math.Sqrt(distanceSquared)) / fade, 1));
            }
        }
    }

    /// <summary>The pixel that holds a coordinate, or the nearest one of the image.</summary>
    private static int Pixel(double coordinate) => (int)Math.Clamp(coordinate, 0, Side - 1);

    /// <summary>Ink to grey levels: some pens are paler, some lines are saturated, and no paper is even. The background stays 0.</summary>
    private static void Expose(ReadOnlySpan<double> ink, PhiloxRandom random, Span<byte> pixels)
    {
        double contrast = random.NextUniform(0.85, 1.4);
        for (int i = 0; i < ink.Length; i++)
        {
            if (ink[i] == 0)
                continue;
            double grain = 1 + (0.25 * (random.NextSingle() - 0.5));
            pixels[i] = (byte)Math.Min((255 * contrast * grain * ink[i]) + 0.5, 255);
        }
    }

    /// <summary>A point of the pen's path and half the width of the line there, in pixels.</summary>
    private readonly record struct InkPoint(double X, double Y, double Radius, bool StartsStroke);

    /// <summary>Where a path lies along one axis.</summary>
    private readonly record struct Extent(double Minimum, double Maximum, double Mean)
    {
        public double Length => Maximum - Minimum;

        public static Extent Of(List<InkPoint> path, Func<InkPoint, double> coordinate)
        {
            double minimum = double.MaxValue, maximum = double.MinValue, sum = 0;
            foreach (InkPoint point in path)
            {
                double value = coordinate(point);
                minimum = Math.Min(minimum, value);
                maximum = Math.Max(maximum, value);
                sum += value;
            }

            return new(minimum, maximum, sum / path.Count);
        }

        /// <summary>The shift that takes the mean near the image's middle and leaves a margin of two pixels.</summary>
        public double Center(double scale, double radius, PhiloxRandom random)
        {
            double shift = (Side / 2.0) - (scale * Mean) + random.NextNormal(0, 0.6);
            double margin = radius + 2;
            return Math.Clamp(shift, margin - (scale * Minimum), Side - margin - (scale * Maximum));
        }
    }

    /// <summary>What a hand does to a skeleton: it bends, slants, turns and stretches the whole and misses each point a little.</summary>
    private readonly struct Distortion
    {
        private readonly double _jitter, _slant, _width, _sine, _cosine;
        private readonly double _xx, _xy, _yy, _yxx, _yxy, _yyy;

        public Distortion(PhiloxRandom random)
        {
            _jitter = random.NextUniform(0.01, 0.045);
            _slant = random.NextNormal(0.22, 0.25);
            _width = random.NextUniform(0.75, 1.35);

            // The tangent of half the angle gives sine and cosine without a series.
            double tangent = random.NextNormal(0, 0.06);
            _sine = 2 * tangent / (1 + (tangent * tangent));
            _cosine = (1 - (tangent * tangent)) / (1 + (tangent * tangent));

            const double bend = 0.16;
            _xx = random.NextNormal(0, bend);
            _xy = random.NextNormal(0, bend);
            _yy = random.NextNormal(0, bend);
            _yxx = random.NextNormal(0, bend);
            _yxy = random.NextNormal(0, bend);
            _yyy = random.NextNormal(0, bend);
        }

        public PenPoint Apply(PenPoint point, PhiloxRandom random)
        {
            double x = point.X - 0.33 + random.NextNormal(0, _jitter);
            double y = point.Y - 0.5 + random.NextNormal(0, _jitter);
            double bentX = x + (_xx * x * x) + (_xy * x * y) + (_yy * y * y);
            double bentY = y + (_yxx * x * x) + (_yxy * x * y) + (_yyy * y * y);
            double slantedX = (_width * bentX) - (_slant * bentY);
            return point with
            {
                X = (_cosine * slantedX) - (_sine * bentY),
                Y = (_sine * slantedX) + (_cosine * bentY),
            };
        }
    }
}
