namespace NetGen;

/// <summary>Methods of sequences, and functions.</summary>
internal static partial class StandaloneMethods
{
    private const string Sequences = """
        // The row of each token.
        private static void Embedding(int[] tokens, float[] weight, int dimension, float[] y)
        {
            for (int i = 0; i < tokens.Length; i++)
            {
                if (tokens[i] < 0 || tokens[i] >= weight.Length / dimension)
                    throw new ArgumentOutOfRangeException(nameof(tokens), tokens[i], "Expected a token from 0 to " + (weight.Length / dimension - 1) + " at position " + i + ".");
                Array.Copy(weight, tokens[i] * dimension, y, i * dimension, dimension);
            }
        }

        // x + the learned vectors of the positions from a step on.
        private static void AddPositions(float[] x, float[] weight, int step, int features, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
                y[i] = x[i] + weight[step * features + i];
        }

        // x + sines and cosines of the positions from a step on.
        private static void AddSinusoids(float[] x, int step, int features, float[] y)
        {
            for (int i = 0; i < y.Length; i++)
            {
                int feature = i % features;
                double angle = (step + i / features) * Math.Pow(10000, -(double)(feature - feature % 2) / features);
                y[i] = x[i] + (float)(feature % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }

        // h = tanh(Wx·x + bx + Wh·h + bh), step by step; y has the states of all steps, or the last one.
        private static void RNN(float[] x, int steps, bool backwards, float[] inputWeight, float[] hiddenWeight, float[] inputBias, float[] hiddenBias, double[] gates, float[] hidden, float[] y, bool everyStep, int at)
        {
            int units = hidden.Length;
            for (int i = 0; i < steps; i++)
            {
                int t = backwards ? steps - 1 - i : i;
                Gates(x, t, steps, inputWeight, hiddenWeight, inputBias, hiddenBias, hidden, gates);
                for (int u = 0; u < units; u++)
                    hidden[u] = (float)Math.Tanh(gates[u] + gates[units + u]);
                if (everyStep || i == steps - 1)
                    Array.Copy(hidden, 0, y, everyStep ? y.Length / steps * t + at : at, units);
            }
        }

        // r, z = σ(a + b), n = tanh(a + r·b) with a = Wx·x + bx and b = Wh·h + bh, gates in this order; h = (1 - z)·n + z·h, step by step. y has the
        // states of all steps, or the last one.
        private static void GRU(float[] x, int steps, bool backwards, float[] inputWeight, float[] hiddenWeight, float[] inputBias, float[] hiddenBias, double[] gates, float[] hidden, float[] y, bool everyStep, int at)
        {
            int units = hidden.Length, b = 3 * units;
            for (int i = 0; i < steps; i++)
            {
                int t = backwards ? steps - 1 - i : i;
                Gates(x, t, steps, inputWeight, hiddenWeight, inputBias, hiddenBias, hidden, gates);
                for (int u = 0; u < units; u++)
                {
                    double r = Logistic(gates[u] + gates[b + u]);
                    double z = Logistic(gates[units + u] + gates[b + units + u]);
                    double n = Math.Tanh(gates[2 * units + u] + r * gates[b + 2 * units + u]);
                    hidden[u] = (float)((1 - z) * n + z * hidden[u]);
                }

                if (everyStep || i == steps - 1)
                    Array.Copy(hidden, 0, y, everyStep ? y.Length / steps * t + at : at, units);
            }
        }

        // i, f, o = σ(a), g = tanh(a) with a = Wx·x + bx + Wh·h + bh, gates in the order i, f, g, o; c = f·c + i·g, h = o·tanh(c), step by step. y has
        // the states of all steps, or the last one.
        private static void LSTM(float[] x, int steps, bool backwards, float[] inputWeight, float[] hiddenWeight, float[] inputBias, float[] hiddenBias, double[] gates, float[] hidden, float[] cell, float[] y, bool everyStep, int at)
        {
            int units = hidden.Length, b = 4 * units;
            for (int i = 0; i < steps; i++)
            {
                int t = backwards ? steps - 1 - i : i;
                Gates(x, t, steps, inputWeight, hiddenWeight, inputBias, hiddenBias, hidden, gates);
                for (int u = 0; u < units; u++)
                {
                    double input = Logistic(gates[u] + gates[b + u]);
                    double forget = Logistic(gates[units + u] + gates[b + units + u]);
                    double candidate = Math.Tanh(gates[2 * units + u] + gates[b + 2 * units + u]);
                    double output = Logistic(gates[3 * units + u] + gates[b + 3 * units + u]);
                    cell[u] = (float)(forget * cell[u] + input * candidate);
                    hidden[u] = (float)(output * Math.Tanh(cell[u]));
                }

                if (everyStep || i == steps - 1)
                    Array.Copy(hidden, 0, y, everyStep ? y.Length / steps * t + at : at, units);
            }
        }

        // Wx·x + bx of a step, then Wh·h + bh, one number for each unit of each gate.
        private static void Gates(float[] x, int t, int steps, float[] inputWeight, float[] hiddenWeight, float[] inputBias, float[] hiddenBias, float[] hidden, double[] gates)
        {
            int rows = gates.Length / 2, inputs = inputWeight.Length / rows;
            for (int row = 0; row < rows; row++)
            {
                gates[row] = At(inputBias, row) + Dot(inputWeight, row * inputs, x, t * inputs, inputs);
                gates[rows + row] = At(hiddenBias, row) + Dot(hiddenWeight, row * hidden.Length, hidden, 0, hidden.Length);
            }
        }

        // softmax(q·k / √d)·v of each head, whose d elements lie side by side in q; heads in a row share keys and values where there are fewer of these.
        // A causal query sees the keys up to its own step, of which the first query's is `step`.
        private static void Attention(float[] query, float[] key, float[] value, int heads, int keyHeads, int d, int keys, bool causal, int step, double[] shares, float[] y)
        {
            for (int at = 0; at < y.Length; at += d)
            {
                int head = at / d % heads, ofKey = head / (heads / keyHeads), seen = causal ? step + at / (heads * d) + 1 : keys;
                double largest = double.NegativeInfinity, sum = 0;
                for (int j = 0; j < seen; j++)
                {
                    shares[j] = Dot(query, at, key, (j * keyHeads + ofKey) * d, d) / Math.Sqrt(d);
                    largest = Math.Max(largest, shares[j]);
                }

                for (int j = 0; j < seen; j++)
                {
                    shares[j] = Math.Exp(shares[j] - largest);
                    sum += shares[j];
                }

                for (int i = 0; i < d; i++)
                {
                    double mixed = 0;
                    for (int j = 0; j < seen; j++)
                        mixed += shares[j] * value[(j * keyHeads + ofKey) * d + i];
                    y[at + i] = (float)(mixed / sum);
                }
            }
        }

        // Turns elements i and i + d / 2 of each head by the angle of its step, in place.
        private static void Rotate(float[] x, int width, int d, int step)
        {
            for (int row = 0; row < x.Length / width; row++)
                for (int i = 0; i < d / 2; i++)
                {
                    double angle = (step + row) * Math.Pow(10000, -2.0 * i / d), cos = Math.Cos(angle), sin = Math.Sin(angle);
                    for (int at = row * width + i; at < (row + 1) * width; at += d)
                    {
                        double a = x[at], b = x[at + d / 2];
                        x[at] = (float)(a * cos - b * sin);
                        x[at + d / 2] = (float)(b * cos + a * sin);
                    }
                }
        }

        // The latest steps: all of them move one step to the past, x is the new one.
        private static void Remember(float[] x, float[] steps)
        {
            Array.Copy(steps, x.Length, steps, 0, steps.Length - x.Length);
            Array.Copy(x, 0, steps, steps.Length - x.Length, x.Length);
        }
        """;

    private const string Functions = """
        private static double Logistic(double v)
        {
            return 1 / (1 + Math.Exp(-v));
        }

        private static double LogOfOnePlusExp(double v)
        {
            return Math.Max(v, 0) + Math.Log(1 + Math.Exp(-Math.Abs(v)));
        }

        private static double Clamp(double v, double min, double max)
        {
            return Math.Min(Math.Max(v, min), max);
        }

        // The error function: 2/√π·e^(-v²)·v·(1 + 2v²/3 + (2v²)²/(3·5) + …), whose terms have one sign; beyond 6 it is 1 to the last bit.
        private static double Erf(double v)
        {
            if (!(Math.Abs(v) < 6))
                return v > 0 ? 1 : v < 0 ? -1 : v;
            double term = v, sum = v;
            for (int n = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); n += 2)
            {
                term *= 2 * v * v / n;
                sum += term;
            }

            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-v * v) * sum;
        }

        private static void RequireLength(Array values, int length, string name)
        {
            if (values == null)
                throw new ArgumentNullException(name);
            if (values.Length != length)
                throw new ArgumentException("Expected " + length + " elements, got " + values.Length + ".", name);
        }
        """;
}
