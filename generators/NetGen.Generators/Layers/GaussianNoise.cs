using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>Gaussian noise: h = x + e in training, with e normal; h = x in inference.</summary>
internal sealed class GaussianNoise : ElementWiseLayer
{
    private Buffer? _noise;

    public double StandardDeviation => Spec.Arguments.Double("standardDeviation") ?? 0;

    public override string Declaration => $"GaussianNoise({Notation.Real(StandardDeviation)})";

    public override bool IsTrainingOnly => true;

    public override bool IsForwardCheap => true;

    public override bool IsDerivativeCheap => true;

    /// <summary>The noise, a value for each value of the input.</summary>
    public Buffer Noise => _noise ??= new Buffer("noise" + Number.ToString(CultureInfo.InvariantCulture), Place.PerExample, Input.Stride);

    /// <summary>The number among the network's layers of noise, from 0: where the workspace keeps its numbers.</summary>
    public int Index { get; set; }

    public override RandomNumbers Fill(string scalar) => new(Noise, $"frame.FillNoise({Index}, _rates.Noise({Index}), _seed, first, rows)");

    public override IEnumerable<Buffer> ForwardReads => [Noise];

    public override IEnumerable<Buffer> BackwardReads => [];

    public override IEnumerable<string> Locals => [];

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!(StandardDeviation >= 0) || double.IsInfinity(StandardDeviation))
        {
            problems.Report("NG0017", Spec.Attribute, Name, "the standard deviation", "a finite number of at least 0", Notation.Real(StandardDeviation));
            return null;
        }

        return input;
    }

    public override string OutputSymbol(Value input) => "noisy" + Number.ToString(CultureInfo.InvariantCulture);

    public override string Forward(string vector, string value, VectorPlace place) => $"({value} + {vector}.Load(ref {Noise.Symbol}, {place.At}))";

    public override string Equation(string input) => $"{input} + {Noise.Symbol}";

    public override string? Derivative(string vector, VectorPlace place) => null;

    public override string DerivativeEquation => "1";
}
