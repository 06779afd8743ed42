namespace NetGen;

/// <summary>
/// Made-up data sets of two features, those of the TensorFlow Playground and of scikit-learn, and a curve. The same seed
/// gives the same bits on every machine.
/// </summary>
/// <remarks>
/// Classes are labels 0 and 1, in turn; the Playground's orange (−1) is 0, its blue (+1) is 1. Shuffle or split as any data
/// set. Noise is the Playground's slider, 0 to 0.5, unless a parameter says that it is a standard deviation.
/// </remarks>
public static class SyntheticData
{
    private delegate (double X, double Y, int Label) Draw(PhiloxRandom random, int index);

    /// <summary>Exclusive or: class 1 where x and y have the same sign, in the square of ±5 with a gap of 0.6 along the axes.</summary>
    /// <param name="count">The number of examples, at least 1.</param>
    /// <param name="noise">0 to 0.5: how far points move, in units of 5, before they get their class.</param>
    /// <param name="seed">Where the random numbers start.</param>
    public static ArrayDataset<float, int> Xor(int count, double noise = 0, long seed = 0) => Classes(count, noise, seed, (random, _) =>
    {
        double x = Padded(random.NextUniform(-5, 5)), y = Padded(random.NextUniform(-5, 5));
        double dx = random.NextUniform(-5, 5) * noise, dy = random.NextUniform(-5, 5) * noise;
        return (x, y, (x + dx) * (y + dy) >= 0 ? 1 : 0);

        static double Padded(double value) => value + (value > 0 ? 0.3 : -0.3);
    });

    /// <summary>A disc of radius 2.5 (class 1) within a ring of radii 3.5 to 5 (class 0).</summary>
    /// <inheritdoc cref="Xor"/>
    public static ArrayDataset<float, int> Circle(int count, double noise = 0, long seed = 0) => Classes(count, noise, seed, (random, index) =>
    {
        const double Radius = 5;
        double r = index % 2 == 0 ? random.NextUniform(0, Radius * 0.5) : random.NextUniform(Radius * 0.7, Radius);
        double turns = 2 * random.NextDouble();
        double x = r * SinPi(turns), y = r * CosPi(turns);
        double dx = random.NextUniform(-Radius, Radius) * noise, dy = random.NextUniform(-Radius, Radius) * noise;
        return (x, y, Math.Sqrt(((x + dx) * (x + dx)) + ((y + dy) * (y + dy))) < Radius * 0.5 ? 1 : 0);
    });

    /// <summary>Two clouds around (2, 2), class 1, and (−2, −2), class 0.</summary>
    /// <param name="count">The number of examples, at least 1.</param>
    /// <param name="noise">0 to 0.5: the standard deviation rises from 0.5 to 4.</param>
    /// <param name="seed">Where the random numbers start.</param>
    public static ArrayDataset<float, int> Gaussians(int count, double noise = 0, long seed = 0) => Classes(count, noise, seed, (random, index) =>
    {
        double deviation = 0.5 + (7 * noise), center = index % 2 == 0 ? 2 : -2;
        return (random.NextNormal(center, deviation), random.NextNormal(center, deviation), index % 2 == 0 ? 1 : 0);
    });

    /// <summary>Two spirals of one and three quarter turns and radius 5, the one turned by half a turn from the other.</summary>
    /// <param name="count">The number of examples, at least 1.</param>
    /// <param name="noise">0 to 0.5: how far points move along each axis, at most.</param>
    /// <param name="seed">Where the random numbers start.</param>
    public static ArrayDataset<float, int> Spirals(int count, double noise = 0, long seed = 0) => Classes(count, noise, seed, (random, index) =>
    {
        double along = (double)(index / 2) / Math.Max(1, count / 2);
        double r = 5 * along, turns = (3.5 * along) + (index % 2 == 0 ? 0 : 1);
        double dx = random.NextUniform(-1, 1) * noise, dy = random.NextUniform(-1, 1) * noise;
        return ((r * SinPi(turns)) + dx, (r * CosPi(turns)) + dy, index % 2 == 0 ? 1 : 0);
    });

    /// <summary>Two half moons that interleave, as scikit-learn's make_moons: an upper half circle (class 0), and a lower one moved by (1, 0.5).</summary>
    /// <param name="count">The number of examples, at least 1.</param>
    /// <param name="deviation">The standard deviation of the noise added to each coordinate.</param>
    /// <param name="seed">Where the random numbers start.</param>
    public static ArrayDataset<float, int> Moons(int count, double deviation = 0, long seed = 0) => Classes(count, deviation, seed, (random, index) =>
    {
        int perMoon = index % 2 == 0 ? (count + 1) / 2 : count / 2;
        double angle = perMoon < 2 ? 0 : (double)(index / 2) / (perMoon - 1);
        (double x, double y) = index % 2 == 0 ? (CosPi(angle), SinPi(angle)) : (1 - CosPi(angle), 0.5 - SinPi(angle));
        return (x + random.NextNormal(0, deviation), y + random.NextNormal(0, deviation), index % 2);
    });

    /// <summary>Regression of the plane (x + y) / 10 over the square of ±6.</summary>
    /// <param name="count">The number of examples, at least 1.</param>
    /// <param name="noise">0 to 0.5: how far points move, in units of 6, before they get their value.</param>
    /// <param name="seed">Where the random numbers start.</param>
    public static ArrayDataset<float, float> RegressionPlane(int count, double noise = 0, long seed = 0) =>
        Regression(count, noise, seed, static (x, y) => (x + y) / 10);

    /// <summary>Regression of six bumps of height ±1 and radius 2, in two rows of three, over the square of ±6.</summary>
    /// <inheritdoc cref="RegressionPlane"/>
    public static ArrayDataset<float, float> RegressionGaussian(int count, double noise = 0, long seed = 0) => Regression(count, noise, seed, static (x, y) =>
    {
        double value = 0;
        for (int bump = 0; bump < 6; bump++)
        {
            double centerX = -4 + (4 * (bump % 3)), centerY = bump < 3 ? 2.5 : -2.5, sign = bump % 2 == 0 ? 1 : -1;
            double distance = Math.Sqrt(((x - centerX) * (x - centerX)) + ((y - centerY) * (y - centerY)));
            double height = sign * Math.Clamp(1 - (distance / 2), 0, 1);
            if (Math.Abs(height) > Math.Abs(value))
                value = height;
        }

        return value;
    });

    /// <summary>One period of the sine: x uniform in ±π, y = sin x and noise.</summary>
    /// <param name="count">The number of examples, at least 1.</param>
    /// <param name="deviation">The standard deviation of the noise added to y.</param>
    /// <param name="seed">Where the random numbers start.</param>
    public static ArrayDataset<float, float> Sine(int count, double deviation = 0, long seed = 0)
    {
        PhiloxRandom random = Begin(count, deviation, seed);
        float[] inputs = new float[count], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            double halfTurns = random.NextUniform(-1, 1);
            inputs[i] = (float)(Math.PI * halfTurns);
            targets[i] = (float)(SinPi(halfTurns) + random.NextNormal(0, deviation));
        }

        return new(inputs, targets, inputSize: 1);
    }

    /// <summary>
    /// The series of Mackey and Glass (Oscillation and chaos in physiological control systems, Science 197, 1977), chaotic with a delay of 17:
    /// dx/dt = 0.2·x(t − 17) / (1 + x(t − 17)¹⁰) − 0.1·x, a value in each unit of time, after the first thousand. Values are about 0.2 to 1.4.
    /// </summary>
    /// <param name="count">The number of values, at least 1.</param>
    /// <param name="deviation">The standard deviation of the noise that is added to each value, as a measurement has it.</param>
    /// <param name="seed">Where the random numbers start: those of the noise, and of where the series begins.</param>
    public static float[] MackeyGlass(int count, double deviation = 0, long seed = 0)
    {
        const int Delay = 17, Steps = 10, Transient = 1000;
        PhiloxRandom random = Begin(count, deviation, seed);

        // The values of the last 17 units of time, in a ring; what is overwritten is what the next step needs no more.
        double[] past = new double[Delay * Steps];
        Array.Fill(past, random.NextUniform(0.9, 1.3));
        float[] series = new float[count];
        double x = past[0];
        for (long step = 0, end = (Transient + (long)count) * Steps; step < end; step++)
        {
            int at = (int)(step % past.Length);
            double before = past[at], after = past[(at + 1) % past.Length];
            past[at] = x;
            x = RungeKutta(x, before, after, 1.0 / Steps);
            if (step % Steps == Steps - 1 && step / Steps >= Transient)
                series[(step / Steps) - Transient] = (float)(x + random.NextNormal(0, deviation));
        }

        return series;
    }

    /// <summary>One step of the classical method of fourth order; between its ends, the delayed value is their mean.</summary>
    private static double RungeKutta(double x, double before, double after, double h)
    {
        double middle = 0.5 * (before + after);
        double k1 = Slope(x, before), k2 = Slope(x + (0.5 * h * k1), middle), k3 = Slope(x + (0.5 * h * k2), middle), k4 = Slope(x + (h * k3), after);
        return x + (h / 6 * (k1 + (2 * k2) + (2 * k3) + k4));

        static double Slope(double x, double delayed)
        {
            double square = delayed * delayed, fourth = square * square;
            return (0.2 * delayed / (1 + (fourth * fourth * square))) - (0.1 * x);
        }
    }

    private static ArrayDataset<float, int> Classes(int count, double noise, long seed, Draw draw)
    {
        PhiloxRandom random = Begin(count, noise, seed);
        float[] inputs = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            (double x, double y, labels[i]) = draw(random, i);
            (inputs[2 * i], inputs[(2 * i) + 1]) = ((float)x, (float)y);
        }

        return new(inputs, labels, inputSize: 2);
    }

    private static ArrayDataset<float, float> Regression(int count, double noise, long seed, Func<double, double, double> value)
    {
        const double Radius = 6;
        PhiloxRandom random = Begin(count, noise, seed);
        float[] inputs = new float[2 * count], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            double x = random.NextUniform(-Radius, Radius), y = random.NextUniform(-Radius, Radius);
            double dx = random.NextUniform(-Radius, Radius) * noise, dy = random.NextUniform(-Radius, Radius) * noise;
            (inputs[2 * i], inputs[(2 * i) + 1], targets[i]) = ((float)x, (float)y, (float)value(x + dx, y + dy));
        }

        return new(inputs, targets, inputSize: 2);
    }

    private static PhiloxRandom Begin(int count, double noise, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(noise >= 0 && double.IsFinite(noise)))
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "Expected a finite amount of noise of at least 0.");
        return new PhiloxRandom(Philox.DeriveKey(unchecked((ulong)seed), KeyPurpose.SyntheticData, 0));
    }

    // With the same bits on every machine, unlike Math.Sin and Math.Cos; the arguments are half turns.
    private static double CosPi(double t) => PortableMath.CosPi(t);

    private static double SinPi(double t) => PortableMath.CosPi(t - 0.5);
}
