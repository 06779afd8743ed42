using System.Text;
using System.Text.RegularExpressions;

namespace NetGen;

/// <summary>
/// The methods that standalone networks are made of, each written once into the class that calls it. All of them take whole arrays, whose lengths
/// say most of the sizes; sums are in double, so that they are right to the last bit of a float whatever their order. The texts are for float;
/// for double the word is another.
/// </summary>
internal static partial class StandaloneMethods
{
    private static readonly Dictionary<string, string> s_texts = Parse(Products, Convolutions, Windows, Norms, Shapes, Sequences, Functions);

    private const string Products = """
        // y = W·x + b in each row of x; W has a row of weights for each output.
        private static void Dense(float[] x, float[] weight, float[] bias, int outputs, float[] y)
        {
            int rows = y.Length / outputs, inputs = weight.Length / outputs;
            for (int row = 0; row < rows; row++)
                for (int o = 0; o < outputs; o++)
                    y[row * outputs + o] = (float)(At(bias, o) + Dot(weight, o * inputs, x, row * inputs, inputs));
        }

        // y = x·a, the product of two matrices.
        private static void MatMul(float[] x, float[] a, int rows, int terms, int columns, float[] y)
        {
            for (int row = 0; row < rows; row++)
                for (int column = 0; column < columns; column++)
                {
                    double sum = 0;
                    for (int k = 0; k < terms; k++)
                        sum += (double)x[row * terms + k] * a[k * columns + column];
                    y[row * columns + column] = (float)sum;
                }
        }

        // The sum of a[i + k]·b[j + k], in four parts that a processor adds side by side.
        private static double Dot(float[] a, int i, float[] b, int j, int count)
        {
            double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            int k = 0;
            for (; k <= count - 4; k += 4)
            {
                s0 += (double)a[i + k] * b[j + k];
                s1 += (double)a[i + k + 1] * b[j + k + 1];
                s2 += (double)a[i + k + 2] * b[j + k + 2];
                s3 += (double)a[i + k + 3] * b[j + k + 3];
            }

            for (; k < count; k++)
                s0 += (double)a[i + k] * b[j + k];
            return s0 + s1 + (s2 + s3);
        }

        // An element of a bias; 0 where there is no bias.
        private static double At(float[] bias, int i)
        {
            return bias == null ? 0 : bias[i];
        }
        """;

    private const string Convolutions = """
        // y[t, o] = b[o] + the sum of W[o, c, k]·x[place k of window t, c] over k and the channels c of o's group.
        private static void Conv1D(float[] x, Window steps, int channels, float[] weight, float[] bias, int groups, int filters, float[] y)
        {
            int group = channels / groups;
            for (int t = 0; t < steps.Count; t++)
                for (int o = 0; o < filters; o++)
                {
                    int first = o / (filters / groups) * group;
                    double sum = At(bias, o);
                    for (int k = 0; k < steps.Kernel; k++)
                    {
                        int step = steps.Place(t, k);
                        if (step < 0 || step >= steps.Length)
                            continue;
                        for (int c = 0; c < group; c++)
                            sum += (double)weight[(o * group + c) * steps.Kernel + k] * x[step * channels + first + c];
                    }

                    y[t * filters + o] = (float)sum;
                }
        }

        // y[o, i, j] = b[o] + the sum of W[o, c, k, l]·x[c, place k of row i, place l of column j] over k, l and the channels c of o's group.
        private static void Conv2D(float[] x, int channels, Window rows, Window columns, float[] weight, float[] bias, int groups, int filters, float[] y)
        {
            int group = channels / groups, at = 0;
            for (int o = 0; o < filters; o++)
            {
                int first = o / (filters / groups) * group;
                for (int i = 0; i < rows.Count; i++)
                    for (int j = 0; j < columns.Count; j++)
                    {
                        double sum = At(bias, o);
                        for (int c = 0; c < group; c++)
                            for (int k = 0; k < rows.Kernel; k++)
                            {
                                int row = rows.Place(i, k);
                                if (row < 0 || row >= rows.Length)
                                    continue;
                                int image = ((first + c) * rows.Length + row) * columns.Length;
                                int w = ((o * group + c) * rows.Kernel + k) * columns.Kernel;
                                for (int l = 0; l < columns.Kernel; l++)
                                {
                                    int column = columns.Place(j, l);
                                    if (column >= 0 && column < columns.Length)
                                        sum += (double)weight[w + l] * x[image + column];
                                }
                            }

                        y[at++] = (float)sum;
                    }
            }
        }

        // y[t, o] = b[o] + the sum of W[c, o, k]·x[s, c] over all k and the steps s whose window of y has t at place k.
        private static void ConvTranspose1D(float[] x, Window steps, int channels, float[] weight, float[] bias, int filters, float[] y)
        {
            for (int t = 0; t < steps.Length; t++)
                for (int o = 0; o < filters; o++)
                {
                    double sum = At(bias, o);
                    for (int k = 0; k < steps.Kernel; k++)
                    {
                        int s = steps.WindowOf(t, k);
                        if (s < 0)
                            continue;
                        for (int c = 0; c < channels; c++)
                            sum += (double)weight[(c * filters + o) * steps.Kernel + k] * x[s * channels + c];
                    }

                    y[t * filters + o] = (float)sum;
                }
        }

        // y[o, r, s] = b[o] + the sum of W[c, o, k, l]·x[c, i, j] over all k, l and the windows i, j of y that have r, s at place k, l.
        private static void ConvTranspose2D(float[] x, int channels, Window rows, Window columns, float[] weight, float[] bias, int filters, float[] y)
        {
            int at = 0;
            for (int o = 0; o < filters; o++)
                for (int r = 0; r < rows.Length; r++)
                    for (int s = 0; s < columns.Length; s++)
                    {
                        double sum = At(bias, o);
                        for (int k = 0; k < rows.Kernel; k++)
                            for (int l = 0; l < columns.Kernel; l++)
                            {
                                int i = rows.WindowOf(r, k), j = columns.WindowOf(s, l);
                                if (i < 0 || j < 0)
                                    continue;
                                for (int c = 0; c < channels; c++)
                                    sum += (double)weight[((c * filters + o) * rows.Kernel + k) * columns.Kernel + l] * x[(c * rows.Count + i) * columns.Count + j];
                            }

                        y[at++] = (float)sum;
                    }
        }

        // How windows move along an axis of Length elements: Count of them, Stride apart, each of Kernel elements, Dilation apart, the first one
        // beginning Before elements ahead of the axis.
        private readonly struct Window
        {
            public readonly int Length, Kernel, Stride, Dilation, Before, Count;

            public Window(int length, int kernel, int stride, int dilation, int before, int count)
            {
                Length = length;
                Kernel = kernel;
                Stride = stride;
                Dilation = dilation;
                Before = before;
                Count = count;
            }

            // The element at place k of window i, which is none where it is below 0 or not below Length.
            public int Place(int i, int k)
            {
                return i * Stride + k * Dilation - Before;
            }

            // The window that has an element at place k; -1 where there is none.
            public int WindowOf(int element, int k)
            {
                int start = element + Before - k;
                return start >= 0 && start % Stride == 0 && start / Stride < Count ? start / Stride : -1;
            }
        }
        """;

    private const string Windows = """
        // The largest of each window of steps, feature by feature.
        private static void MaxPool1D(float[] x, Window steps, int features, float[] y)
        {
            for (int t = 0; t < steps.Count; t++)
                for (int c = 0; c < features; c++)
                {
                    float largest = float.NegativeInfinity;
                    for (int k = 0; k < steps.Kernel; k++)
                    {
                        int step = steps.Place(t, k);
                        if (step >= 0 && step < steps.Length)
                            largest = Math.Max(largest, x[step * features + c]);
                    }

                    y[t * features + c] = largest;
                }
        }

        // The largest of each window, channel by channel.
        private static void MaxPool2D(float[] x, int channels, Window rows, Window columns, float[] y)
        {
            int at = 0;
            for (int c = 0; c < channels; c++)
                for (int i = 0; i < rows.Count; i++)
                    for (int j = 0; j < columns.Count; j++)
                    {
                        float largest = float.NegativeInfinity;
                        for (int k = 0; k < rows.Kernel; k++)
                            for (int l = 0; l < columns.Kernel; l++)
                            {
                                int row = rows.Place(i, k), column = columns.Place(j, l);
                                if (row >= 0 && row < rows.Length && column >= 0 && column < columns.Length)
                                    largest = Math.Max(largest, x[(c * rows.Length + row) * columns.Length + column]);
                            }

                        y[at++] = largest;
                    }
        }

        // The mean of each window of steps, feature by feature; the padding counts as zeros or not at all.
        private static void AveragePool1D(float[] x, Window steps, int features, bool countPadding, float[] y)
        {
            for (int t = 0; t < steps.Count; t++)
                for (int c = 0; c < features; c++)
                {
                    double sum = 0;
                    int count = 0;
                    for (int k = 0; k < steps.Kernel; k++)
                    {
                        int step = steps.Place(t, k);
                        if (step < 0 || step >= steps.Length)
                            continue;
                        sum += x[step * features + c];
                        count++;
                    }

                    y[t * features + c] = (float)(sum / (countPadding ? steps.Kernel : count));
                }
        }

        // The mean of each window, channel by channel; the padding counts as zeros or not at all.
        private static void AveragePool2D(float[] x, int channels, Window rows, Window columns, bool countPadding, float[] y)
        {
            int at = 0;
            for (int c = 0; c < channels; c++)
                for (int i = 0; i < rows.Count; i++)
                    for (int j = 0; j < columns.Count; j++)
                    {
                        double sum = 0;
                        int count = 0;
                        for (int k = 0; k < rows.Kernel; k++)
                            for (int l = 0; l < columns.Kernel; l++)
                            {
                                int row = rows.Place(i, k), column = columns.Place(j, l);
                                if (row < 0 || row >= rows.Length || column < 0 || column >= columns.Length)
                                    continue;
                                sum += x[(c * rows.Length + row) * columns.Length + column];
                                count++;
                            }

                        y[at++] = (float)(sum / (countPadding ? rows.Kernel * columns.Kernel : count));
                    }
        }

        // Every element of an image as a square of equal ones.
        private static void Upsample2D(float[] x, int channels, int height, int width, int scale, float[] y)
        {
            int at = 0;
            for (int c = 0; c < channels; c++)
                for (int i = 0; i < height * scale; i++)
                    for (int j = 0; j < width * scale; j++)
                        y[at++] = x[(c * height + i / scale) * width + j / scale];
        }
        """;

    /// <summary>The names of all methods.</summary>
    public static IEnumerable<string> Names => s_texts.Keys;

    /// <summary>The text of methods, and what they call, by name; for double where it is asked for.</summary>
    /// <param name="text">Receives them.</param>
    /// <param name="called">What is called.</param>
    /// <param name="isDouble">Whether arrays are of double.</param>
    public static void Write(StringBuilder text, IEnumerable<string> called, bool isDouble)
    {
        SortedDictionary<string, string> needed = new(StringComparer.Ordinal);
        Queue<string> open = new(called);
        while (open.TryDequeue(out string? name))
        {
            string method = StandaloneActivations.Has(name) ? StandaloneActivations.Method(name) : s_texts[name];
            if (!needed.TryAdd(name, method))
                continue;
            foreach (Match word in Word().Matches(method))
            {
                if (s_texts.ContainsKey(word.Value) && !needed.ContainsKey(word.Value) && !IsOfMath(method, word.Index))
                    open.Enqueue(word.Value);
            }
        }

        // Methods by name, then the struct.
        foreach ((string name, string method) in needed.OrderBy(pair => pair.Key == "Window"))
        {
            string scalar = isDouble ? Float().Replace(method, "double") : method;
            foreach (string line in scalar.Split('\n'))
                text.Append(line.Length == 0 ? "" : "        ").Append(line).Append('\n');
            text.Append('\n');
        }
    }

    /// <summary>Math.Max is no call of a method of ours.</summary>
    private static bool IsOfMath(string method, int at) => at > 0 && method[at - 1] == '.';

    /// <summary>Cuts texts into their methods, which begin at a line without indentation, comment first.</summary>
    private static Dictionary<string, string> Parse(params string[] texts)
    {
        Dictionary<string, string> methods = [];
        foreach (string text in texts)
        {
            string normal = text.ReplaceLineEndings("\n");
            foreach (string method in Boundary().Split(normal))
            {
                string body = method.Trim('\n');
                methods.Add(Head().Match(body).Groups[1].Value, body);
            }
        }

        return methods;
    }

    [GeneratedRegex(@"(?<=\n}\n)\n")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"^private (?:static [\w\[\]]+|readonly struct) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Head();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bfloat\b")]
    private static partial Regex Float();
}
