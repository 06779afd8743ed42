using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using CsCheck;
using NetGen.CompilerServices;
using NetGen.Generators.Tests.Harness;
using NetGen.Testing;
using Xunit.Abstractions;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>
/// Random graphs, generated, compiled and run: gradients against central differences, one example against a batch and one thread
/// against several, bit for bit, and single precision against double.
/// </summary>
public class RandomGraphTests(ITestOutputHelper output)
{
    private const int NetworksPerCompilation = 25;
    private const double GradientTolerance = 1e-6;
    private const double SingleTolerance = 2e-3;

    // More threads than processors take turns, which is slow: most graphs are tried with one number of threads and one batch, some with all.
    private const int AllThreadsEvery = 10;

    private static readonly int[] s_threads = [2, 3, 7];
    private static readonly int[] s_batches = [1, 5, 37, 130];

    // What a graph is made of; the numbers that go through it depend on its own number alone.
    private static readonly Gen<uint[]> s_draws = Draws.AtMost(256);

    private readonly ConcurrentQueue<(int Index, string Text)> _failures = new();

    private interface ITrial
    {
        void Try(int batch, int seed);

        /// <summary>Trains with one thread and with several, at batches of several sizes: the same bits.</summary>
        void TryThreads(int[] batches, int[] threads, int seed);

        double[] Outputs(int batch, int seed, double[]? parameters, out double[] used);
    }

    [Fact]
    public void Random_graphs_have_the_gradients_of_central_differences()
    {
        int count = Number("NETGEN_RANDOM_GRAPHS", 50), seed = Number("NETGEN_RANDOM_SEED", 2026);
        output.WriteLine($"{count} graphs from seed {seed} (NETGEN_RANDOM_GRAPHS, NETGEN_RANDOM_SEED)");

        IEnumerable<int[]> chunks = Enumerable.Range(0, count).Chunk(NetworksPerCompilation);
        Parallel.ForEach(chunks, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, chunk => TryAll(chunk, seed, index => Property.Case(s_draws, seed, index)));

        if (!_failures.IsEmpty)
        {
            int first = _failures.Min(failure => failure.Index);
            string text = $"{_failures.Count} of {count} graphs fail:\n{string.Join('\n', _failures.Take(10).Select(failure => failure.Text))}";
            Property.Fail(s_draws, seed, first, draws => TryOne(draws, first, seed), new InvalidOperationException(text), draws => RandomGraph.Choose(new Draws(draws), "Net0", "double").Source);
        }
    }

    private static void TryOne(uint[] draws, int index, int seed)
    {
        RandomGraphTests alone = new(null!);
        alone.TryAll([index], seed, _ => draws);
        if (alone._failures.TryPeek(out (int, string Text) failure))
            throw new InvalidOperationException(failure.Text);
    }

    /// <summary>Together, for a compilation takes its time; where that fails, one by one.</summary>
    private void TryAll(int[] indices, int seed, Func<int, uint[]> drawsOf)
    {
        try
        {
            TryTogether(indices, seed, drawsOf);
        }
        catch (Exception) when (indices.Length > 1)
        {
            foreach (int index in indices)
                TryAll([index], seed, drawsOf);
        }
        catch (Exception failure)
        {
            _failures.Enqueue((indices[0], $"{RandomGraph.Choose(new Draws(drawsOf(indices[0])), "Net0", "double").Source}\n    {failure.GetBaseException().Message.ReplaceLineEndings(" ")}"));
        }
    }

    private void TryTogether(int[] indices, int seed, Func<int, uint[]> drawsOf)
    {
        RandomGraph[] doubles = [.. indices.Select((index, i) => RandomGraph.Choose(new Draws(drawsOf(index)), $"Net{i}", "double"))];
        RandomGraph[] singles = [.. indices.Select((index, i) => RandomGraph.Choose(new Draws(drawsOf(index)), $"Single{i}", "float"))];
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
                TryThreads(trial, single, indices[i], seed);
            }
            catch (Exception failure)
            {
                _failures.Enqueue((indices[i], $"{doubles[i].Source} // batch {doubles[i].Batch}\n    {failure.GetBaseException().Message.ReplaceLineEndings(" ")}"));
            }
        }
    }

    private static void TryThreads(ITrial trial, ITrial single, int index, int seed)
    {
        if (index % AllThreadsEvery == 0)
        {
            (index / AllThreadsEvery % 2 == 0 ? single : trial).TryThreads(s_batches, s_threads, seed + index);
        }
        else
        {
            trial.TryThreads([s_batches[index / s_threads.Length % s_batches.Length]], [s_threads[index % s_threads.Length]], seed + index);
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
            T[] inputs = Inputs(batch, seed), targets = Targets(batch, seed + 1);
            Workspace<T> workspace = _network.CreateWorkspace(batch, inputGradients: true);
            double error = GradientCheck.Run(_network, workspace, inputs, targets, 8, seed);
            Assert.True(error < GradientTolerance, $"The gradients differ by {error}.");

            T[] together = Predict(inputs);
            T[] alone = [.. inputs.Chunk(_network.InputSize).SelectMany(Predict)];
            Assert.True(together.AsSpan().SequenceEqual(alone), "An example alone has other outputs than in a batch.");
            if (_network.OutputSize <= _network.InputSize)
            {
                _network.Predict(inputs, inputs.AsSpan(0, together.Length));
                Assert.True(together.AsSpan().SequenceEqual(inputs.AsSpan(0, together.Length)), "Outputs in the place of the inputs are others.");
            }
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

        public void TryThreads(int[] batches, int[] threads, int seed)
        {
            string[] names = ["outputs", "gradients", "parameters", "state"];
            T[][][] one = Train(batches, 1, seed);
            foreach (int count in threads)
            {
                T[][][] several = Train(batches, count, seed);
                for (int i = 0; i < batches.Length * names.Length; i++)
                {
                    (int batch, int what) = (i / names.Length, i % names.Length);
                    Assert.True(one[batch][what].AsSpan().SequenceEqual(several[batch][what]), $"{count} threads give other {names[what]} of {batches[batch]} examples than one.");
                }
            }
        }

        /// <summary>For each batch outputs and gradients, then parameters and state after four steps.</summary>
        private T[][][] Train(int[] batches, int threads, int seed)
        {
            TNetwork network = TNetwork.Create(7);
            Workspace<T> workspace = network.CreateWorkspace(batches.Max(), inputGradients: true, threads: threads);
            workspace.DividesAlways = true;
            Adam optimizer = new(0.01);
            return [.. batches.Select(batch => Train(network, workspace, optimizer, Inputs(batch, seed), Targets(batch, seed + 1)))];
        }

        private static T[][] Train(TNetwork network, Workspace<T> workspace, Adam optimizer, T[] inputs, T[] targets)
        {
            const int Steps = 4;
            T[] outputs = network.Forward(workspace, inputs).ToArray();
            network.Loss(workspace, targets);
            network.Backward(workspace);
            T[] gradients = [.. workspace.Gradients, .. workspace.InputGradients];
            for (int step = 0; step < Steps; step++)
            {
                outputs = [.. outputs, .. network.Forward(workspace, inputs)];
                network.Loss(workspace, targets);
                network.Step(workspace, optimizer);
            }

            return [outputs, gradients, network.Parameters.ToArray(), network.State.ToArray()];
        }

        private T[] Predict(T[] inputs)
        {
            T[] outputs = new T[inputs.Length / _network.InputSize * _network.OutputSize];
            _network.Predict(inputs, outputs);
            return outputs;
        }

        private T[] Inputs(int batch, int seed) => Values(batch * _network.InputSize, seed);

        private T[] Targets(int batch, int seed) => Array.ConvertAll(Values(batch * _network.OutputSize, seed), value => IsSigned ? T.CopySign(T.One, value) : T.Abs(value));

        private static T[] Values(int count, int seed)
        {
            System.Random random = new(seed);
            return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((float)(2 * random.NextDouble() - 1)))];
        }
    }
}
