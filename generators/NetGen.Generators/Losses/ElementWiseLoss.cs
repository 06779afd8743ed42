using NetGen.Generators.Emission;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Losses;

/// <summary>Any loss of single elements: what it computes is in the struct that its attribute names.</summary>
internal sealed class ElementWiseLoss : Loss
{
    public override bool TakesLabels => false;

    public override string? Probabilities => Spec.Operator!.Traits.Bool("IsBinaryClassification", false) ? "Sigmoid" : null;

    protected override int ElementsPerExample => Output.Size;

    protected override int DefaultReduction => Spec.Operator!.Traits.Int("DefaultReduction") ?? base.DefaultReduction;

    public override Kernel Kernel(string scalar)
    {
        string y = Output.Symbol, t = Target!.Symbol, dy = Output.Gradient.Symbol;
        string Equation(string trait, string otherwise) => (Spec.Operator!.Traits.Text(trait) ?? otherwise).Replace("{0}", y).Replace("{1}", t);
        return new Kernel(MethodName, [Output.Data, Target.Data], [Output.Gradient], Write)
        {
            Equations = [$"Σ weight·({Equation("Equation", "loss({0}, {1})")}),  {Output.Bar} = weight·scale·({Equation("Derivative", "loss′({0}, {1})")})"],
            Arguments = [new KernelArgument($"global::System.ReadOnlySpan<{scalar}>", "weights"), KernelArgument.Rows, new KernelArgument(null, "scale")],
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4;
            code.Line($"{Spec.Operator!.Type} loss = new();");
            code.Line("double sum = 0;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line("double weight = weights.IsEmpty ? 1 : weights[r];");
                code.Row($"{y}Row", y, $"r * {Output.Stride}");
                code.Row($"{t}Row", t, $"r * {Output.Stride}");
                code.Row($"{dy}Row", dy, $"r * {Output.Stride}");
                code.Line($"// {dy} holds the losses first, for their sum");
                code.FourLanes("o", Output.Stride, o => code.Store(vector, $"loss.Value({vector}.Load(ref {y}Row, {o}), {vector}.Load(ref {t}Row, {o}))", $"{dy}Row", o));
                code.Line($"sum += weight * {code.Names.Sums}.Sum(ref {dy}Row, {Output.Size});");
                code.Blank();
                code.Line("// then their derivatives");
                code.Line($"{vector} factor = {vector}.Broadcast({code.Round("weight * scale")});");
                code.FourLanes("o", Output.Stride, o => code.Store(vector, $"loss.Derivative({vector}.Load(ref {y}Row, {o}), {vector}.Load(ref {t}Row, {o})) * factor", $"{dy}Row", o));
            }

            code.Blank();
            if (Output.Size != Output.Stride)
            {
                code.Line($"{code.Names.Rows}.ClearPadding(ref {dy}, rows, {Output.Size}, {Output.Stride});");
            }

            code.Line("return sum;");
        }
    }
}
