using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using NetGen.Generators.Tests.Harness;
using NetGen.Testing;
using Xunit.Abstractions;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>
/// Random architectures, generated, compiled and run: outputs and costs against a plain computation in double, gradients
/// against central differences, and single precision against double.
/// </summary>
public class RandomNetworkTests(ITestOutputHelper output)
{
    private const int NetworksPerCompilation = 25;

    // In double: central differences are good to about 1e-8 of a cost of at most a thousand.
    private const double GradientTolerance = 1e-6;
    private const double ForwardTolerance = 1e-10;

    // In single precision, of the largest element of a tensor.
    private const double SingleTolerance = 2e-3;

    // Every such network in a compilation also runs in single precision.
    private const int SinglePrecisionEvery = 5;

    // What an architecture is made of; the numbers that go through it depend on its own number alone.
    private static readonly Gen<uint[]> s_draws = Draws.AtMost(96);

    private readonly ConcurrentQueue<(int Index, string Text)> _failures = new();
    private int _compared;

    [Fact]
    public void Random_architectures_compute_what_the_equations_say()
    {
        int count = Number("NETGEN_RANDOM_NETS", 70), seed = Number("NETGEN_RANDOM_SEED", 2026);
        output.WriteLine($"{count} networks from seed {seed} (NETGEN_RANDOM_NETS, NETGEN_RANDOM_SEED)");

        IEnumerable<int[]> chunks = Enumerable.Range(0, count).Chunk(NetworksPerCompilation);
        Parallel.ForEach(chunks, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, chunk => TryAll(chunk, seed, index => Property.Case(s_draws, seed, index)));

        output.WriteLine($"{_compared} of them compared in single precision");
        if (!_failures.IsEmpty)
        {
            int first = _failures.Min(failure => failure.Index);
            string text = $"{_failures.Count} of {count} networks fail:\n{string.Join('\n', _failures.Take(10).Select(failure => failure.Text))}";
            Property.Fail(s_draws, seed, first, draws => TryOne(draws, first, seed), new InvalidOperationException(text), draws => Architecture.Choose(new Draws(draws)).ToString());
        }

        Assert.True(_compared >= count / SinglePrecisionEvery / 2, $"only {_compared} networks were compared in single precision");
    }

    private static void TryOne(uint[] draws, int index, int seed)
    {
        RandomNetworkTests alone = new(null!);
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
            _failures.Enqueue((indices[0], $"{Architecture.Choose(new Draws(drawsOf(indices[0])))}\n    {failure.GetBaseException().Message.ReplaceLineEndings(" ")}"));
        }
    }

    private void TryTogether(int[] indices, int seed, Func<int, uint[]> drawsOf)
    {
        Architecture[] architectures = [.. indices.Select(index => Architecture.Choose(new Draws(drawsOf(index))))];
        IEnumerable<string> declarations = architectures.SelectMany((architecture, i) =>
            i % SinglePrecisionEvery == 0 ? new[] { architecture.Source($"Net{i}", "double"), architecture.Source($"Single{i}", "float") } : [architecture.Source($"Net{i}", "double")]);
        using NetworkAssembly assembly = NetworkAssembly.Load($"using NetGen;\n{string.Join('\n', declarations)}");
        for (int i = 0; i < architectures.Length; i++)
        {
            try
            {
                Try(assembly, architectures[i], i, new System.Random(seed + indices[i]));
            }
            catch (Exception failure)
            {
                _failures.Enqueue((indices[i], $"{architectures[i]}\n    {failure.Message.ReplaceLineEndings(" ")}"));
            }
        }
    }

    private void Try(NetworkAssembly assembly, Architecture architecture, int i, System.Random random)
    {
        ITrial trial = Trial.Create(assembly.Type($"Net{i}"), architecture, typeof(double));
        Dictionary<string, double[]> masks = Masks(architecture, random);
        trial.SetMasks(masks);
        MoveBiases(trial, random);
        Tame(trial, architecture, masks, random);

        // Central differences are wrong where a kink lies between the two points: such an architecture has a few points to
        // try. A wrong gradient is wrong at all of them.
        double worst = double.PositiveInfinity;
        Point point = null!;
        for (int attempt = 0; attempt < (architecture.HasKinks ? 6 : 1) && !(worst < GradientTolerance); attempt++)
        {
            point = Choose(architecture, trial, masks, random);
            CompareForward(architecture, trial, masks, point);
            worst = trial.CheckGradients(point.Inputs, point.Targets, samples: 12, seed: i);
        }

        Assert.True(worst < GradientTolerance, $"The gradients differ by {worst}.");
        CompareBackward(architecture, trial, masks, point);
        if (i % SinglePrecisionEvery == 0 && point.NearestKink > 1e-4)
        {
            CompareSingle(assembly, architecture, i, trial, masks, point);
            Interlocked.Increment(ref _compared);
        }
    }

    private static void CompareForward(Architecture architecture, ITrial trial, Dictionary<string, double[]> masks, Point point)
    {
        Reference reference = new(architecture, trial.Parameters, masks);
        double[] expected = reference.Forward(point.Inputs, training: true);
        Outcome actual = trial.Run(point.Inputs, point.Targets);
        Close(expected, actual.Outputs, ForwardTolerance, "The outputs");
        Close([reference.Cost(expected, point.Targets)], [actual.Cost], ForwardTolerance, "The cost");
        foreach ((string name, double[] value) in reference.Named)
        {
            Close(value, actual.Named[name], ForwardTolerance, $"The value '{name}'");
        }

        double[] together = trial.Predict(point.Inputs);
        Close(reference.Forward(point.Inputs, training: false), together, ForwardTolerance, "The predictions");
        Assert.Equal(together, point.Inputs.Chunk(architecture.Inputs).SelectMany(trial.Predict));
    }

    /// <summary>Backward from the derivatives of the outputs gives what Backward after Loss gives.</summary>
    private static void CompareBackward(Architecture architecture, ITrial trial, Dictionary<string, double[]> masks, Point point)
    {
        Reference reference = new(architecture, trial.Parameters, masks);
        IReadOnlyDictionary<string, double[]> expected = trial.Run(point.Inputs, point.Targets).Gradients;
        double[] outputs = reference.Forward(point.Inputs, training: true);
        double[] outputGradients = [.. outputs.Select((_, i) => Slope(reference, outputs, point.Targets, i))];
        CompareTensors(expected, trial.Backward(point.Inputs, outputGradients), 1e-5, "from the outputs' gradients");
    }

    private static double Slope(Reference reference, double[] outputs, double[] targets, int i)
    {
        const double Step = 1e-5;
        double[] above = [.. outputs], below = [.. outputs];
        above[i] += Step;
        below[i] -= Step;
        return (reference.Cost(above, targets) - reference.Cost(below, targets)) / (above[i] - below[i]);
    }

    private static void CompareSingle(NetworkAssembly assembly, Architecture architecture, int i, ITrial trial, Dictionary<string, double[]> masks, Point point)
    {
        ITrial single = Trial.Create(assembly.Type($"Single{i}"), architecture, typeof(float));
        single.SetMasks(masks);
        single.SetParameters(trial.Parameters);
        Outcome expected = trial.Run(point.Inputs, point.Targets), actual = single.Run(point.Inputs, point.Targets);
        Close(expected.Outputs, actual.Outputs, SingleTolerance, "The outputs in single precision");
        Close([expected.Cost], [actual.Cost], SingleTolerance, "The cost in single precision");
        CompareTensors(expected.Gradients, actual.Gradients, SingleTolerance, "in single precision");
    }

    private static void CompareTensors(IReadOnlyDictionary<string, double[]> expected, IReadOnlyDictionary<string, double[]> actual, double tolerance, string how)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((string name, double[] tensor) in expected)
        {
            Close(tensor, actual[name], tolerance, $"The gradient of {name} {how}");
        }
    }

    /// <summary>Compares relative to the largest element, or to 1.</summary>
    private static void Close(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = expected.Select(Math.Abs).Append(1).Max();
        double error = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Append(0).Max() / scale;
        Assert.True(error <= tolerance, $"{what} differ by {error} of {scale}.");
    }

    /// <summary>Of several random points the one farthest from kinks.</summary>
    private static Point Choose(Architecture architecture, ITrial trial, Dictionary<string, double[]> masks, System.Random random) =>
        Enumerable.Range(0, architecture.HasKinks ? 20 : 1).Select(_ => RandomPoint(architecture, trial, masks, random)).MaxBy(point => point.NearestKink)!;

    private static Point RandomPoint(Architecture architecture, ITrial trial, Dictionary<string, double[]> masks, System.Random random)
    {
        // Inputs that single precision has too.
        double[] inputs = [.. Enumerable.Range(0, architecture.Batch * architecture.Inputs).Select(_ => (double)(float)(2 * random.NextDouble() - 1))];
        double[] targets = architecture.Loss.Targets(random, architecture.Batch, architecture.Outputs);
        Reference reference = new(architecture, trial.Parameters, masks);
        double[] outputs = reference.Forward(inputs, training: true);
        return new Point(inputs, targets, Math.Min(reference.NearestKink, architecture.Loss.NearestKink(outputs, targets, architecture.Outputs)));
    }

    /// <summary>Biases that start at 0 would put a kink exactly under the units whose inputs are all 0.</summary>
    private static void MoveBiases(ITrial trial, System.Random random) =>
        trial.SetParameters(trial.Parameters.ToDictionary(p => p.Key, p => p.Key.EndsWith("bias", StringComparison.Ordinal)
            ? Array.ConvertAll(p.Value, value => value + random.NextDouble() - 0.5)
            : p.Value));

    /// <summary>Shrinks the parameters of a network whose cost is too large for central differences to be good.</summary>
    private static void Tame(ITrial trial, Architecture architecture, Dictionary<string, double[]> masks, System.Random random)
    {
        Point point = RandomPoint(architecture, trial, masks, random);
        for (int i = 0; i < 100; i++)
        {
            Reference reference = new(architecture, trial.Parameters, masks);
            double[] outputs = reference.Forward(point.Inputs, training: true);
            if (outputs.All(value => Math.Abs(value) < 8) && reference.Cost(outputs, point.Targets) < 1000)
            {
                break;
            }

            trial.SetParameters(trial.Parameters.ToDictionary(p => p.Key, p => Array.ConvertAll(p.Value, value => 0.8 * value)));
        }

        // Parameters that single precision has too.
        trial.SetParameters(trial.Parameters.ToDictionary(p => p.Key, p => Array.ConvertAll(p.Value, value => (double)(float)value)));
    }

    private static Dictionary<string, double[]> Masks(Architecture architecture, System.Random random)
    {
        int number = 0;
        Dictionary<string, double[]> masks = [];
        foreach (Operation layer in architecture.Layers.Where(layer => layer.Kind == "Dropout"))
        {
            number++;
            masks[layer.Name ?? $"dropout{number}"] = [.. Enumerable.Range(0, architecture.Batch * layer.Outputs).Select(_ => random.NextDouble() < layer.Number ? 0.0 : 1.0)];
        }

        return masks;
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed record Point(double[] Inputs, double[] Targets, double NearestKink);
}
