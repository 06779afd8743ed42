using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using NetGen.CompilerServices;
using NetGen.Generators.Tests.Harness;
using Xunit.Abstractions;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>
/// Random graphs, generated, compiled and run: gradients against central differences, one example against a batch and one thread
/// against three, bit for bit, and single precision against double.
/// </summary>
public class RandomGraphTests(ITestOutputHelper output)
{
    private const int NetworksPerCompilation = 25;
    private const double GradientTolerance = 1e-6;
    private const double SingleTolerance = 2e-3;

    private readonly ConcurrentQueue<string> _failures = new();

    private interface ITrial
    {
        void Try(int batch, int seed);

        double[] Outputs(int batch, int seed, double[]? parameters, out double[] used);
    }

    [Fact]
    public void Random_graphs_have_the_gradients_of_central_differences()
    {
        int count = Number("NETGEN_RANDOM_GRAPHS", 250), seed = Number("NETGEN_RANDOM_SEED", 2026);
        output.WriteLine($"{count} graphs from seed {seed} (NETGEN_RANDOM_GRAPHS, NETGEN_RANDOM_SEED)");

        IEnumerable<int[]> chunks = Enumerable.Range(0, count).Chunk(NetworksPerCompilation);
        Parallel.ForEach(chunks, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, chunk => TryAll(chunk, seed));

        Assert.True(_failures.IsEmpty, $"{_failures.Count} of {count} graphs from seed {seed} fail:\n{string.Join('\n', _failures.Take(10))}");
    }

    private void TryAll(int[] indices, int seed)
    {
        RandomGraph[] doubles = [.. indices.Select((index, i) => RandomGraph.Choose(new System.Random(seed + index), $"Net{i}", "double"))];
        RandomGraph[] singles = [.. indices.Select((index, i) => RandomGraph.Choose(new System.Random(seed + index), $"Single{i}", "float"))];
        using NetworkAssembly assembly = NetworkAssembly.Load($"using NetGen;\n{string.Join('\n', doubles.Concat(singles).Select(graph => graph.Source))}");
        for (int i = 0; i < doubles.Length; i++)
        {
            try
            {
                ITrial trial = Create(assembly.Type($"Net{i}"), typeof(double)), single = Create(assembly.Type($"Single{i}"), typeof(float));
                trial.Try(doubles[i].Batch, seed + indices[i]);
                double[] expected = trial.Outputs(doubles[i].Batch, seed + indices[i], null, out double[] parameters);
                double[] actual = single.Outputs(doubles[i].Batch, seed + indices[i], parameters, out _);
                double scale = expected.Select(Math.Abs).Append(1).Max();
                double error = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max() / scale;
                Assert.True(error < SingleTolerance, $"Single precision differs by {error}.");
            }
            catch (Exception failure)
            {
                _failures.Enqueue($"{doubles[i].Source} // batch {doubles[i].Batch}\n    {failure.GetBaseException().Message.ReplaceLineEndings(" ")}");
            }
        }
    }

    private static ITrial Create(Type network, Type scalar) =>
        (ITrial)Activator.CreateInstance(typeof(Trial<,>).MakeGenericType(network, scalar))!;

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed class Trial<TNetwork, T> : ITrial
        where TNetwork : class, ITrainableNetwork<TNetwork, T, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly TNetwork _network = TNetwork.Create(7);

        private static bool IsSigned => TNetwork.Description.Heads[0].Outputs == OutputMeaning.SignedScores;

        public void Try(int batch, int seed)
        {
            T[] inputs = Inputs(batch, seed), targets = Array.ConvertAll(Values(batch * _network.OutputSize, seed + 1), value => IsSigned ? T.CopySign(T.One, value) : T.Abs(value));
            Workspace<T> workspace = _network.CreateWorkspace(batch, inputGradients: true);
            double error = GradientCheck.Run(_network, workspace, inputs, targets, 8, seed);
            Assert.True(error < GradientTolerance, $"The gradients differ by {error}.");

            Workspace<T> threads = _network.CreateWorkspace(batch, inputGradients: true, threads: 3);
            threads.DividesAlways = true;
            T[] state = _network.State.ToArray();
            T[] one = Gradients(workspace, inputs, targets);
            state.CopyTo(_network.State);
            Assert.True(one.AsSpan().SequenceEqual(Gradients(threads, inputs, targets)), "Three threads give other gradients than one.");

            T[] together = Predict(inputs);
            T[] alone = [.. inputs.Chunk(_network.InputSize).SelectMany(Predict)];
            Assert.True(together.AsSpan().SequenceEqual(alone), "An example alone has other outputs than in a batch.");
        }

        public double[] Outputs(int batch, int seed, double[]? parameters, out double[] used)
        {
            // The layout of the parameters is the same in both precisions.
            Span<T> own = _network.Parameters;
            for (int i = 0; i < own.Length && parameters is not null; i++)
            {
                own[i] = T.CreateTruncating(parameters[i]);
            }

            used = Array.ConvertAll(own.ToArray(), double.CreateTruncating);
            Workspace<T> workspace = _network.CreateWorkspace(batch);
            return Array.ConvertAll(_network.Forward(workspace, Inputs(batch, seed)).ToArray(), double.CreateTruncating);
        }

        private T[] Gradients(Workspace<T> workspace, T[] inputs, T[] targets)
        {
            workspace.Step = 5;
            _network.Forward(workspace, inputs);
            _network.Loss(workspace, targets);
            _network.Backward(workspace);
            return [.. workspace.Gradients, .. workspace.InputGradients];
        }

        private T[] Predict(T[] inputs)
        {
            T[] outputs = new T[inputs.Length / _network.InputSize * _network.OutputSize];
            _network.Predict(inputs, outputs);
            return outputs;
        }

        private T[] Inputs(int batch, int seed) => Values(batch * _network.InputSize, seed);

        private static T[] Values(int count, int seed)
        {
            System.Random random = new(seed);
            return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((float)(2 * random.NextDouble() - 1)))];
        }
    }
}
