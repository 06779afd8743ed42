using System.Globalization;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>
/// Cross-entropy with a target q that is not one class alone: ℓ = −Σ a·ln softmax(y) with a = w·q, and
/// ȳ = (Σ a)·softmax(y) − a. All terms of ℓ = (Σ a)·ln Σ exp(y − max) + Σ a·(max − y) are positive: nothing cancels.
/// </summary>
internal sealed class SoftTargets(SoftmaxCrossEntropy loss, ClassLoss rows)
{
    private readonly string _y = loss.Output.Symbol;
    private readonly string _dy = loss.Output.Gradient.Symbol;
    private readonly string? _w = loss.ClassWeights is null ? null : Loss.ClassWeightsParameter;
    private readonly int _size = loss.Output.Shape.Last;

    public IReadOnlyList<string> Equations =>
    [
        $"a = {(_w is null ? "" : $"{_w} ⊙ ")}{Target},  sum = Σ weight·((Σ a)·ln Σ exp({_y} - max {_y}) + Σ a·(max {_y} - {_y}))",
        $"{loss.Output.Bar} = weight·scale·((Σ a)·softmax({_y}) - a)",
    ];

    /// <summary>q in the lectures' notation.</summary>
    private string Target
    {
        get
        {
            string target = loss.TakesLabels ? "onehot(label)" : loss.Target!.Symbol;
            return loss.Smoothing == 0 ? target : $"({Text(1 - loss.Smoothing)}·{target} + {Text(loss.Smoothing)}/{_size})";
        }
    }

    /// <summary>Writes the loss and the gradient of row r.</summary>
    public void Write(KernelWriter code)
    {
        string vector = code.Names.V4;
        code.Line($"// {_dy} holds the exponentials first, for their sum");
        SoftmaxRow.WriteExponentials(code, rows.Outputs, rows.Gradient, $"r * {rows.Stride}", _size);
        code.Line($"double total = {code.Names.Sums}.Sum(ref {rows.Gradient}Row, {_size});");
        code.Line($"double all = 0, rest = 0; // Σ a and Σ a·(max - {_y})");
        if (!loss.TakesLabels)
        {
            code.Row($"{rows.Targets}Row", rows.Targets, $"r * {rows.Stride}");
        }

        string a = Element(code);
        using (code.Block($"for (int o = 0; o < {_size}; o++)"))
        {
            code.Line($"double a = {a};");
            code.Line("all += a;");
            code.Line($"rest += a * ((double)max - {code.At($"{rows.Outputs}Row", "o")});");
        }

        code.Blank();
        code.Line($"sum += weight * (all * global::NetGen.CompilerServices.ScalarMath.LogOfTotal(ref {rows.Gradient}Row, {_size}, total) + rest);");
        code.Blank();
        code.Line($"// then (Σ a)·softmax({_y}) - a");
        code.Line("double factor = weight * scale;");
        code.Line($"{vector} totals = {vector}.Broadcast({code.Round("total")}), factors = {vector}.Broadcast({code.Round("all * factor")});");
        code.FourLanes("o", rows.Stride, o => code.Store(vector, $"{vector}.Load(ref {rows.Gradient}Row, {o}) / totals * factors", $"{rows.Gradient}Row", o));
        using (code.Block($"for (int o = 0; o < {_size}; o++)"))
        {
            code.Line($"{code.At($"{rows.Gradient}Row", "o")} -= {code.Round($"factor * {a}")};");
        }
    }

    /// <summary>a of class o.</summary>
    private string Element(KernelWriter code)
    {
        double spread = loss.Smoothing / _size, kept = 1 - loss.Smoothing;
        string target = loss.TakesLabels ? $"(o == label ? {CodeWriter.Literal(kept + spread)} : {CodeWriter.Literal(spread)})"
            : loss.Smoothing == 0 ? code.At($"{rows.Targets}Row", "o")
            : $"({CodeWriter.Literal(kept)} * {code.At($"{rows.Targets}Row", "o")} + {CodeWriter.Literal(spread)})";
        return $"({Loss.ClassWeightsParameter}.IsEmpty ? 1 : {Loss.ClassWeightsParameter}[o]) * {target}";
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
