using System.Globalization;
using NetGen.Generators.Graph;

namespace NetGen.Generators.Layers;

/// <summary>Inverted dropout: h = m ⊙ x / (1 − p) in training, with a mask m of zeros and ones; h = x in inference.</summary>
internal sealed class Dropout : RandomLayer
{
    public override double Rate => Spec.Arguments.Double("rate") ?? 0;

    public override string Declaration => $"Dropout({Rate.ToString("R", CultureInfo.InvariantCulture)})";

    public override string RatesOfKind => "dropout";

    public override string NumbersOfKind => "DropoutMasks";

    protected override string NumbersSymbol => "m";

    protected override (string Id, string[] Arguments)? WrongRate => Rate >= 0 && Rate < 1 ? null : ("NG0006", [Rate.ToString("R", CultureInfo.InvariantCulture)]);

    public override RandomNumbers Fill(string scalar)
    {
        string scale = $"frame.FillDropoutMask({Index}, _rates.Dropout({Index}), _seed, first, rows)";
        return new RandomNumbers(Numbers, $"{scalar} {Scale} = {(scalar == "double" ? "" : $"({scalar})")}{scale}");
    }

    /// <summary>The local variable that holds 1 / (1 − p) in a pass.</summary>
    private string Scale => LocalName + "Scale";

    public override IEnumerable<KernelArgument> Arguments => [new KernelArgument(null, Scale) { InBackward = $"frame.GetDropoutScale({Index})" }];

    public override IEnumerable<Buffer> BackwardReads => [Numbers];

    public override string DerivativeEquation => $"{Numbers.Symbol}·{Scale}";

    public override string OutputSymbol(Value input) => "k" + Number.ToString(CultureInfo.InvariantCulture);

    public override string Forward(string vector, string value, VectorPlace place) => $"{value} * {Derivative(vector, place)}";

    public override string Derivative(string vector, VectorPlace place) => $"({vector}.Load(ref {Numbers.Symbol}, {place.At}) * {vector}.Broadcast({Scale}))";

    public override string Equation(string input) => $"{input} ⊙ {DerivativeEquation}";
}
