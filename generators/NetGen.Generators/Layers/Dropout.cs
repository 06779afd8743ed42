using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>Inverted dropout: h = m ⊙ x / (1 − p) in training, with a mask m of zeros and ones; h = x in inference.</summary>
internal sealed class Dropout : ElementWiseLayer
{
    private Buffer? _mask;

    public double Rate => Spec.Arguments.Double("rate") ?? 0;

    public override string Declaration => $"Dropout({Rate.ToString("R", CultureInfo.InvariantCulture)})";

    public override bool IsTrainingOnly => true;

    public override bool IsForwardCheap => true;

    public override bool IsDerivativeCheap => true;

    /// <summary>The mask, a value for each value of the input.</summary>
    public Buffer Mask => _mask ??= new Buffer("m" + Number.ToString(CultureInfo.InvariantCulture), Place.PerExample, Input.Stride);

    /// <summary>The local variable that holds 1 / (1 − p) in a pass.</summary>
    public string Scale => LocalName + "Scale";

    /// <summary>The number among the network's dropout layers, from 0: where the workspace keeps its mask and scale.</summary>
    public int Index { get; set; }

    public override RandomNumbers Fill(string scalar)
    {
        string scale = $"frame.FillDropoutMask({Index}, _rates.Dropout({Index}), _seed, first, rows)";
        return new RandomNumbers(Mask, $"{scalar} {Scale} = {(scalar == "double" ? "" : $"({scalar})")}{scale}");
    }

    public override IEnumerable<Buffer> ForwardReads => [Mask];

    public override IEnumerable<Buffer> BackwardReads => [Mask];

    public override string DerivativeEquation => $"{Mask.Symbol}·{Scale}";

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (!(Rate >= 0 && Rate < 1))
        {
            problems.Report("NG0006", Spec.Attribute, Name, Rate.ToString("R", CultureInfo.InvariantCulture));
            return null;
        }

        return input;
    }

    public override string OutputSymbol(Value input) => "k" + Number.ToString(CultureInfo.InvariantCulture);

    public override IEnumerable<KernelArgument> Arguments => [new KernelArgument(null, Scale)];

    public override IEnumerable<string> Locals => [];

    public override string Forward(string vector, string value, VectorPlace place) => $"{value} * {Derivative(vector, place)}";

    public override string Derivative(string vector, VectorPlace place) => $"({vector}.Load(ref {Mask.Symbol}, {place.At}) * {vector}.Broadcast({Scale}))";

    public override string Equation(string input) => $"{input} ⊙ {DerivativeEquation}";
}
