using System.Globalization;
using System.Numerics;
using CsCheck;
using NetGen.Generators.Tests.Harness;
using NetGen.Testing;
using Xunit.Abstractions;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>Random networks that work step by step: a stream has, at each step, the bits of Predict of the whole sequence, alone and beside others.</summary>
public class RandomStreamTests(ITestOutputHelper output)
{
    private const int NetworksPerCompilation = 10;

    private static readonly Gen<uint[]> s_draws = Draws.AtMost(128);

    private delegate void StepOf<TNetwork, T, TInput>(TNetwork network, SequenceStream<T> stream, ReadOnlySpan<TInput> inputs, Span<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private interface ITrial
    {
        void Try(int steps, int inputs, int outputs, int tokens, int seed);
    }

    [Fact]
    public void Streams_of_random_networks_have_the_bits_of_Predict()
    {
        int count = Number("NETGEN_RANDOM_STREAMS", 20), seed = Property.Seed(2027);
        output.WriteLine($"{count} networks from seed {seed} (NETGEN_RANDOM_STREAMS, NETGEN_RANDOM_SEED)");
        foreach (int[] chunk in Enumerable.Range(0, count).Chunk(NetworksPerCompilation))
        {
            try
            {
                TryAll([.. chunk.Select(index => Property.Case(s_draws, seed, index))]);
            }
            catch (Exception)
            {
                foreach (int index in chunk)
                    TryAlone(seed, index);
            }
        }
    }

    private static void TryAlone(int seed, int index)
    {
        try
        {
            TryAll([Property.Case(s_draws, seed, index)]);
        }
        catch (Exception failure)
        {
            Property.Fail(s_draws, seed, index, draws => TryAll([draws]), failure, draws => new Chain(new Draws(draws), "Net0").Source);
        }
    }

    private static void TryAll(uint[][] cases)
    {
        Chain[] chains = [.. cases.Select((draws, i) => new Chain(new Draws(draws), $"Net{i}"))];
        using NetworkAssembly assembly = NetworkAssembly.Load($"using NetGen;\n{string.Join('\n', chains.Select(chain => chain.Source))}");
        for (int i = 0; i < chains.Length; i++)
        {
            Chain chain = chains[i];
            Type trial = typeof(Trial<,,>).MakeGenericType(assembly.Type($"Net{i}"), chain.IsDouble ? typeof(double) : typeof(float), chain.Tokens > 0 ? typeof(int) : chain.IsDouble ? typeof(double) : typeof(float));
            ((ITrial)Activator.CreateInstance(trial)!).Try(chain.Steps, chain.Features, chain.Outputs, chain.Tokens, i);
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Layers that need no later step, one after the other.</summary>
    private sealed class Chain
    {
        private static readonly string[] s_activations = ["Tanh", "ReLU", "GELU", "SiLU", "Sigmoid"];

        private readonly Random _random;
        private int _width;

        public Chain(Random random, string name)
        {
            _random = random;
            IsDouble = random.Next(3) == 0;
            Steps = random.Next(1, 20);
            Tokens = random.Next(3) == 0 ? random.Next(2, 30) : 0;
            Features = Tokens > 0 ? 1 : random.Next(1, 12);
            _width = Tokens > 0 ? random.Next(1, 20) : Features;
            List<string> layers = Tokens > 0 ? [$"Embedding({Tokens}, {_width})"] : [];
            for (int i = random.Next(1, 6); i > 0; i--)
                layers.Add(Layer(_width));
            Outputs = _width;
            string input = Tokens > 0 ? $"Input<int>({Steps})" : $"Input({Steps}, {Features})";
            Source = $"[Network{(IsDouble ? "<double>" : "")}, {input}, {string.Join(", ", layers)}, MeanSquaredError]\npublic sealed partial class {name};";
        }

        public bool IsDouble { get; }

        public int Steps { get; }

        /// <summary>Numbers of a step.</summary>
        public int Features { get; }

        public int Outputs { get; }

        /// <summary>How many tokens there are; 0 where the input is of numbers.</summary>
        public int Tokens { get; }

        public string Source { get; }

        private string Layer(int width)
        {
            switch (_random.Next(9))
            {
                case 0:
                    return $"Dense({_width = _random.Next(1, 20)})";
                case 1:
                    return s_activations[_random.Next(s_activations.Length)];
                case 2:
                    return _random.Next(2) == 0 ? "LayerNorm" : "RMSNorm";
                case 3:
                    return _random.Next(2) == 0 ? "PositionalEmbedding" : "Dropout(0.2)";
                case 4:
                    return Attention(width);
                case 5:
                    return $"Conv1D({_width = _random.Next(1, 10)}, {_random.Next(1, 5)}, Causal = true, Dilation = {_random.Next(1, 4)})";
                default:
                    return Recurrent(_width = _random.Next(1, 38));
            }
        }

        private string Recurrent(int units) =>
            $"{((string[])["RNN", "GRU", "LSTM"])[_random.Next(3)]}({units}, ReturnSequences = true{(_random.Next(4) == 0 ? ", Bias = false" : "")})";

        private string Attention(int width)
        {
            int[] divisors = [.. Enumerable.Range(1, width).Where(heads => width % heads == 0)];
            int heads = divisors[_random.Next(divisors.Length)];
            string shared = _random.Next(3) == 0 ? ", KeyValueHeads = 1" : "", rotary = width / heads % 2 == 0 && _random.Next(2) == 0 ? ", Rotary = true" : "";
            return $"MultiHeadAttention({heads}, Causal = true{shared}{rotary})";
        }
    }

    private sealed class Trial<TNetwork, T, TInput> : ITrial
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TInput : unmanaged, INumber<TInput>
    {
        private readonly TNetwork _network = TNetwork.Create(7);
        private readonly StepOf<TNetwork, T, TInput> _step =
            typeof(TNetwork).GetMethod("Predict", [typeof(SequenceStream<T>), typeof(ReadOnlySpan<TInput>), typeof(Span<T>)])!.CreateDelegate<StepOf<TNetwork, T, TInput>>();

        public void Try(int steps, int inputs, int outputs, int tokens, int seed)
        {
            const int Sequences = 3;
            Random random = new(seed);
            TInput[] values = [.. Enumerable.Range(0, Sequences * steps * inputs).Select(_ => tokens > 0 ? TInput.CreateTruncating(random.Next(tokens)) : TInput.CreateTruncating((2 * random.NextDouble()) - 1))];
            T[] expected = new T[Sequences * steps * outputs];
            _network.Predict(Array.ConvertAll(values, T.CreateTruncating), expected);

            AssertSteps(Enumerable.Range(0, Sequences), steps, (values, inputs), (expected, outputs));
            AssertSteps([1], steps, (values, inputs), (expected, outputs));
        }

        private void AssertSteps(IEnumerable<int> sequences, int steps, (TInput[] Values, int Width) x, (T[] Values, int Width) y)
        {
            int[] chosen = [.. sequences];
            SequenceStream<T> stream = (SequenceStream<T>)typeof(TNetwork).GetMethod("CreateStream")!.Invoke(_network, [chosen.Length])!;
            T[] actual = new T[chosen.Length * y.Width];
            for (int t = 0; t < steps; t++)
            {
                _step(_network, stream, [.. chosen.SelectMany(s => x.Values.AsSpan(((s * steps) + t) * x.Width, x.Width).ToArray())], actual);
                for (int i = 0; i < chosen.Length; i++)
                {
                    ReadOnlySpan<T> whole = y.Values.AsSpan(((chosen[i] * steps) + t) * y.Width, y.Width);
                    Assert.True(whole.SequenceEqual(actual.AsSpan(i * y.Width, y.Width)), $"Step {t} of {steps} of sequence {chosen[i]} of {chosen.Length} differs.");
                }
            }
        }
    }
}
