namespace NetGen;

/// <summary>Methods of norms, and of the shapes of values.</summary>
internal static partial class StandaloneMethods
{
    private const string Norms = """
        // y = (x - mean)·factor + bias with numbers for each channel, of which `length` elements lie side by side.
        private static void Standardize(float[] x, float[] mean, float[] factor, float[] bias, int length, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
            {
                int channel = i / length % mean.Length;
                y[i] = (float)(((double)x[i] - mean[channel]) * factor[channel] + At(bias, channel));
            }
        }

        // (x - mean x) / √(variance + ε) of each row, times γ, plus β.
        private static void LayerNorm(float[] x, float[] weight, float[] bias, int features, double epsilon, float[] y)
        {
            for (int row = 0; row < y.Length; row += features)
            {
                double mean = 0, variance = 0;
                for (int i = 0; i < features; i++)
                    mean += x[row + i];
                mean /= features;
                for (int i = 0; i < features; i++)
                    variance += (x[row + i] - mean) * (x[row + i] - mean);
                double factor = 1 / Math.Sqrt(variance / features + epsilon);
                for (int i = 0; i < features; i++)
                    y[row + i] = (float)((x[row + i] - mean) * factor * (weight == null ? 1 : weight[i]) + At(bias, i));
            }
        }

        // x / √(mean x² + ε) of each row, times γ.
        private static void RMSNorm(float[] x, float[] weight, int features, double epsilon, float[] y)
        {
            for (int row = 0; row < y.Length; row += features)
            {
                double factor = 1 / Math.Sqrt(Dot(x, row, x, row, features) / features + epsilon);
                for (int i = 0; i < features; i++)
                    y[row + i] = (float)(x[row + i] * factor * (weight == null ? 1 : weight[i]));
            }
        }

        // (x - mean x) / √(variance + ε) over the positions and the channels of each group, times γ, plus β of the channel.
        private static void GroupNorm(float[] x, float[] weight, float[] bias, int groups, int channels, bool channelsLast, double epsilon, float[] y)
        {
            int positions = y.Length / channels, group = channels / groups;
            int ofChannel = channelsLast ? 1 : positions, ofPosition = channelsLast ? channels : 1;
            for (int first = 0; first < channels; first += group)
            {
                double mean = 0, variance = 0;
                for (int c = first; c < first + group; c++)
                    for (int p = 0; p < positions; p++)
                        mean += x[c * ofChannel + p * ofPosition];
                mean /= group * positions;
                for (int c = first; c < first + group; c++)
                    for (int p = 0; p < positions; p++)
                    {
                        double difference = x[c * ofChannel + p * ofPosition] - mean;
                        variance += difference * difference;
                    }

                variance = variance / (group * positions) + epsilon;
                double factor = variance == 0 ? 0 : 1 / Math.Sqrt(variance);
                for (int c = first; c < first + group; c++)
                    for (int p = 0; p < positions; p++)
                    {
                        int i = c * ofChannel + p * ofPosition;
                        y[i] = (float)((x[i] - mean) * factor * (weight == null ? 1 : weight[c]) + At(bias, c));
                    }
            }
        }

        // exp(x) / Σ exp(x) of each row.
        private static void Softmax(float[] x, int features, float[] y)
        {
            for (int row = 0; row < y.Length; row += features)
            {
                double sum = 0, largest = Largest(x, row, features);
                for (int i = 0; i < features; i++)
                    sum += Math.Exp(x[row + i] - largest);
                for (int i = 0; i < features; i++)
                    y[row + i] = (float)(Math.Exp(x[row + i] - largest) / sum);
            }
        }

        // x - ln Σ exp(x) of each row.
        private static void LogSoftmax(float[] x, int features, float[] y)
        {
            for (int row = 0; row < y.Length; row += features)
            {
                double sum = 0, largest = Largest(x, row, features);
                for (int i = 0; i < features; i++)
                    sum += Math.Exp(x[row + i] - largest);
                for (int i = 0; i < features; i++)
                    y[row + i] = (float)(x[row + i] - largest - Math.Log(sum));
            }
        }

        private static double Largest(float[] x, int start, int count)
        {
            double largest = double.NegativeInfinity;
            for (int i = start; i < start + count; i++)
                largest = Math.Max(largest, x[i]);
            return largest;
        }

        // x where it is above 0, else α·x with α of the channel, of which `length` elements lie side by side.
        private static void PReLU(float[] x, float[] weight, int length, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = x[i] > 0 ? x[i] : weight[i / length % weight.Length] * x[i];
        }

        // γ·x + β with γ and β of the channel, of which `length` elements lie side by side.
        private static void LearnedScale(float[] x, float[] weight, float[] bias, int length, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
            {
                int channel = i / length % weight.Length;
                y[i] = (float)((double)weight[channel] * x[i] + At(bias, channel));
            }
        }
        """;

    private const string Shapes = """
        // x + a; a is repeated where it is shorter.
        private static void Add(float[] x, float[] a, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = x[i] + a[i % a.Length];
        }

        // x - a; a is repeated where it is shorter.
        private static void Subtract(float[] x, float[] a, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = x[i] - a[i % a.Length];
        }

        // x·a, element by element; a is repeated where it is shorter.
        private static void Multiply(float[] x, float[] a, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = x[i] * a[i % a.Length];
        }

        // Every piece of `length` elements so many times.
        private static void Repeat(float[] x, int length, int times, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = x[i / (length * times) * length + i % length];
        }

        // The sum along an axis of n elements that lie `distance` apart.
        private static void Sum(float[] x, int n, int distance, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = (float)Total(x, i / distance * n * distance + i % distance, n, distance);
        }

        // The mean along an axis of n elements that lie `distance` apart.
        private static void Mean(float[] x, int n, int distance, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = (float)(Total(x, i / distance * n * distance + i % distance, n, distance) / n);
        }

        private static double Total(float[] x, int start, int n, int distance)
        {
            double sum = 0;
            for (int k = 0; k < n; k++)
                sum += x[start + k * distance];
            return sum;
        }

        // The largest along an axis of n elements that lie `distance` apart.
        private static void Max(float[] x, int n, int distance, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
            {
                int start = i / distance * n * distance + i % distance;
                float largest = x[start];
                for (int k = 1; k < n; k++)
                    largest = Math.Max(largest, x[start + k * distance]);
                y[i] = largest;
            }
        }

        // Rows of x into rows of y, which are longer, from an element on.
        private static void Put(float[] x, int width, float[] y, int at, int yWidth)
        {
            for (int row = 0; row < x.Length / width; row++)
                Array.Copy(x, row * width, y, row * yWidth + at, width);
        }

        // Part of each row of x.
        private static void Slice(float[] x, int xWidth, int at, float[] y, int width)
        {
            for (int row = 0; row < y.Length / width; row++)
                Array.Copy(x, row * xWidth + at, y, row * width, width);
        }

        // Rows as columns.
        private static void Transpose(float[] x, int rows, int columns, float[] y)
        {
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                    y[column * rows + row] = x[row * columns + column];
        }
        """;
}
