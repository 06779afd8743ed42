using NetGen.Generators.Emission;
using NetGen.Generators.Layers;

namespace NetGen.Generators.Planning;

/// <summary>
/// Where a kernel of the backward pass puts the gradient of a value: times the derivatives of the element-wise operations
/// that computed the value, so that what comes to stand in memory is the gradient that the stage before starts from.
/// </summary>
internal sealed class GradientSink(Value value, Value target, IReadOnlyList<ElementWiseLayer> factors, Condition condition)
{
    /// <summary>The value whose gradient comes to stand in memory.</summary>
    public Value Target { get; } = target;

    /// <summary>When that gradient is needed.</summary>
    public Condition Condition { get; } = condition;

    public IEnumerable<Buffer> Reads => factors.SelectMany(layer => layer.BackwardReads);

    public IEnumerable<KernelArgument> Arguments => factors.SelectMany(layer => layer.Arguments);

    public IReadOnlyList<ElementWiseLayer> Factors => factors;

    /// <summary>The equation, given that of the value's gradient; null where that stands in memory already.</summary>
    public string Equation(string? gradient) => factors.Count == 0
        ? $"{Target.Bar} = {gradient}"
        : $"{(gradient is null ? "" : $"{value.Bar} = {gradient},  ")}{Target.Bar} = {value.Bar} ⊙ {string.Join(" ⊙ ", factors.Select(layer => layer.DerivativeEquation))}";

    public void WriteLocals(KernelWriter code) => ElementChain.WriteLocals(code, factors);

    public void WriteStore(KernelWriter code, string vector, string gradient, string at) =>
        code.Store(vector, factors.Aggregate(gradient, (product, layer) => $"{product} * {layer.Derivative(vector, at)}"), Target.Gradient.Symbol, at);

    /// <summary>A derivative at the zeros of the padding may be anything: padding stays zero all the same.</summary>
    /// <param name="code">What to write to.</param>
    /// <param name="always">Whether the gradient itself may be anything there.</param>
    public void WriteClearPadding(KernelWriter code, bool always = false)
    {
        if ((always || factors.Count > 0) && Target.Size != Target.Stride)
        {
            code.Blank();
            code.Line($"{code.Names.Rows}.ClearPadding(ref {Target.Gradient.Symbol}, rows, {Target.Size}, {Target.Stride});");
        }
    }
}
