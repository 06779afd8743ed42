namespace NetGen;

/// <summary>
/// Changes the size of an image: each value is a mean of those about its place, by weights that fall in a straight line to 0 at a distance of one pixel of the smaller of
/// both images (the bilinear filter of Pillow and torchvision, antialiased). In double precision and one order, rounded at the end.
/// </summary>
internal static class Resampling
{
    /// <summary>Resizes pixel after pixel into channel after channel.</summary>
    /// <param name="source">Values of all channels, pixel after pixel.</param>
    /// <param name="size">The size of the source.</param>
    /// <param name="width">The columns of the result.</param>
    /// <param name="height">The rows of the result.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="result">Channel after channel.</param>
    public static void Run(ReadOnlySpan<byte> source, ImageHeader size, int width, int height, int channels, Span<byte> result)
    {
        Window[] columns = Windows(size.Width, width), rows = Windows(size.Height, height);

        // Row by row of the source, as far as the rows of the result reach: the columns first.
        double[][] narrowed = new double[size.Height][];
        int done = 0;
        for (int y = 0; y < height; y++)
        {
            Window window = rows[y];
            for (; done < window.First + window.Weights.Length; done++)
                narrowed[done] = Narrow(source.Slice(done * size.Width * channels, size.Width * channels), columns, channels);
            for (int gone = y == 0 ? 0 : rows[y - 1].First; gone < window.First; gone++)
                narrowed[gone] = [];
            for (int i = 0; i < width * channels; i++)
            {
                double sum = 0;
                for (int k = 0; k < window.Weights.Length; k++)
                    sum += window.Weights[k] * narrowed[window.First + k][i];
                (int x, int channel) = Math.DivRem(i, channels);
                result[(channel * height + y) * width + x] = (byte)Math.Clamp(Math.Floor(sum + 0.5), 0, 255);
            }
        }
    }

    private static double[] Narrow(ReadOnlySpan<byte> row, Window[] columns, int channels)
    {
        double[] narrow = new double[columns.Length * channels];
        for (int i = 0; i < narrow.Length; i++)
        {
            (int x, int channel) = Math.DivRem(i, channels);
            Window window = columns[x];
            for (int k = 0; k < window.Weights.Length; k++)
                narrow[i] += window.Weights[k] * row[(window.First + k) * channels + channel];
        }

        return narrow;
    }

    private static Window[] Windows(int from, int to)
    {
        double scale = (double)from / to, reach = Math.Max(scale, 1);
        Window[] windows = new Window[to];
        for (int i = 0; i < to; i++)
        {
            double center = (i + 0.5) * scale;
            int first = Math.Max(0, (int)Math.Floor(center - reach + 0.5)), end = Math.Min(from, (int)Math.Floor(center + reach + 0.5));
            double[] weights = new double[end - first];
            for (int k = 0; k < weights.Length; k++)
                weights[k] = Math.Max(0, 1 - Math.Abs(first + k + 0.5 - center) / reach);
            double sum = weights.Sum();
            windows[i] = new(first, [.. weights.Select(weight => weight / sum)]);
        }

        return windows;
    }

    private readonly record struct Window(int First, double[] Weights);
}
