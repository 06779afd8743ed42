using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>A loss of normal distributions, element by element: two values of one shape are their means and the logarithms of their variances.</summary>
internal abstract class GaussianLoss : Loss
{
    public sealed override bool TakesLabels => false;

    public sealed override OutputMeaning Outputs => OutputMeaning.Numbers;

    protected sealed override int ElementsPerExample => Compared.Size;

    /// <summary>The means in the code.</summary>
    protected string M => Values[0].Symbol;

    /// <summary>The logarithms of the variances.</summary>
    protected string V => Values[1].Symbol;

    /// <summary>ℓ in the lectures' notation.</summary>
    protected abstract string ValueEquation { get; }

    /// <summary>∂ℓ/∂μ likewise.</summary>
    protected abstract string MeanDerivative { get; }

    /// <summary>∂ℓ/∂v likewise.</summary>
    protected abstract string VarianceDerivative { get; }

    /// <summary>Writes what ℓ of a vector takes, given those of means and logarithms at an offset in the row, and returns its expression.</summary>
    protected abstract string WriteValue(KernelWriter code, string vector, string mean, string logVariance, string at);

    /// <summary>Likewise for its derivatives.</summary>
    protected abstract (string Mean, string LogVariance) WriteDerivatives(KernelWriter code, string vector, string mean, string logVariance, string at);

    public sealed override Kernel Kernel(string scalar)
    {
        IEnumerable<Buffer> targets = Target is { } target ? [target.Data] : [], lengths = Lengths is { } some ? [some] : [];
        return new Kernel(MethodName, [.. Values.Select(value => value.Data), .. targets, .. lengths], Values.Select(value => value.Gradient), Write)
        {
            Equations =
            [
                .. Notation.Lines(
                [
                    $"sum = Σ weight·{ValueEquation}",
                    $"{Values[0].Bar} = weight·scale·{MeanDerivative}",
                    $"{Values[1].Bar} = weight·scale·{VarianceDerivative}",
                ]),
            ],
            Arguments = RowArguments(scalar),
            Returns = "double",
        };
    }

    private void Write(KernelWriter code)
    {
        string vector = code.Names.V4, dm = Values[0].Gradient.Symbol, dv = Values[1].Gradient.Symbol;
        string[] rows = [M, V, .. Target is { } target ? [target.Symbol] : Array.Empty<string>(), dm, dv];
        code.Line("double sum = 0;");
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Line("double weight = weights.IsEmpty ? 1 : weights[r];");
            foreach (string row in rows)
            {
                code.Row($"{row}Row", row, $"r * {Output.Stride}");
            }

            code.Line($"// {dm} holds the losses first, for their sum");
            code.FourLanes("o", Output.Stride, o => code.Store(vector, WriteValue(code, vector, Load(M, o), Load(V, o), o), $"{dm}Row", o));
            string count = Output.Size.ToString(CultureInfo.InvariantCulture);
            if (Lengths is { } lengths)
            {
                code.Line($"int count = {StepLengths.Of(code, lengths)} * {Output.Size / Output.Shape.Axes[0]}; // of steps that are no padding");
                count = "count";
            }

            code.Line($"sum += weight * {code.Names.Sums}.Sum(ref {dm}Row, {count});");
            code.Blank();
            code.Line("// then their derivatives");
            code.Line($"{vector} factor = {vector}.Broadcast({code.Round("weight * scale")});");
            code.FourLanes("o", Output.Stride, WriteGradients);
            if (Lengths is not null)
            {
                code.Line($"{code.Names.Rows}.Clear(ref {code.At($"{dm}Row", "count")}, {Output.Size} - count);");
                code.Line($"{code.Names.Rows}.Clear(ref {code.At($"{dv}Row", "count")}, {Output.Size} - count);");
            }
        }

        code.Blank();
        if (Output.Size != Output.Stride)
        {
            code.Line($"{code.Names.Rows}.ClearPadding(ref {dm}, rows, {Output.Size}, {Output.Stride});");
            code.Line($"{code.Names.Rows}.ClearPadding(ref {dv}, rows, {Output.Size}, {Output.Stride});");
        }

        code.Line("return sum;");

        string Load(string symbol, string o) => $"{vector}.Load(ref {symbol}Row, {o})";

        void WriteGradients(string o)
        {
            (string ofMean, string ofVariance) = WriteDerivatives(code, vector, Load(M, o), Load(V, o), o);
            code.Store(vector, $"{ofMean} * factor", $"{dm}Row", o);
            code.Store(vector, $"{ofVariance} * factor", $"{dv}Row", o);
        }
    }

    protected sealed override bool Check(ProblemReporter problems) => CheckShapes(problems);
}
