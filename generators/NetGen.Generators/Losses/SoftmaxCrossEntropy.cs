using NetGen.Generators.Emission;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Losses;

/// <summary>Softmax and cross-entropy in one: ℓ = −ln softmax(y)ₜ, ȳ = softmax(y) − onehot(t).</summary>
internal sealed class SoftmaxCrossEntropy : Loss
{
    public override bool TakesLabels => true;

    public override string? Probabilities => "Softmax";

    protected override int ElementsPerExample => 1;

    public override Kernel Kernel(string scalar)
    {
        string y = Output.Symbol, dy = Output.Gradient.Symbol;
        return new Kernel(MethodName, [Output.Data], [Output.Gradient], Write)
        {
            Equations = [$"Σ weight·(ln Σ exp({y} - max) - ({y}[label] - max)),  {Output.Bar} = weight·scale·(softmax({y}) - onehot(label))"],
            Arguments =
            [
                new KernelArgument("global::System.ReadOnlySpan<int>", "labels"),
                new KernelArgument($"global::System.ReadOnlySpan<{scalar}>", "weights"),
                KernelArgument.Rows,
                new KernelArgument(null, "scale"),
            ],
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4;
            code.Line("double sum = 0;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line($"// {dy} holds the exponentials first, for their sum");
                SoftmaxRow.WriteExponentials(code, y, dy, Output.Size, Output.Stride);
                code.Line($"double total = {code.Names.Sums}.Sum(ref {dy}Row, {Output.Size});");
                code.Line("double weight = weights.IsEmpty ? 1 : weights[r];");
                code.Line("int label = labels[r];");
                code.Line($"sum += weight * (global::NetGen.CompilerServices.ScalarMath.Log(total) - ((double){code.At($"{y}Row", "label")} - max));");
                code.Blank();
                code.Line("// then softmax - onehot");
                code.Line($"{scalar} factor = {code.Round("weight * scale")};");
                code.Line($"{vector} totals = {vector}.Broadcast({code.Round("total")}), factors = {vector}.Broadcast(factor);");
                code.FourLanes("o", Output.Stride, o => code.Store(vector, $"{vector}.Load(ref {dy}Row, {o}) / totals * factors", $"{dy}Row", o));

                code.Line($"{code.At($"{dy}Row", "label")} -= factor;");
            }

            code.Blank();
            code.Line("return sum;");
        }
    }

    protected override bool Check(ProblemReporter problems)
    {
        if (Output.Shape.Rank != 1)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "one axis", Output.Shape.ToString());
            return false;
        }

        if (Output.Size < 2)
        {
            problems.Report("NG0013", Spec.Attribute, Name, Output.Shape.ToString());
            return false;
        }

        return true;
    }
}
