using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Losses;

/// <summary>Any loss of single elements: what it computes is in the struct that its attribute names.</summary>
internal class ElementWiseLoss : Loss
{
    public override bool TakesLabels => false;

    public override OutputMeaning Outputs => (OutputMeaning)(Spec.Operator!.Traits.Int("Outputs") ?? 0);

    public override TargetRange TargetRange => (TargetRange)(Spec.Operator!.Traits.Int("Targets") ?? 0);

    protected override int ElementsPerExample => Output.Size;

    protected override int DefaultReduction => Spec.Operator!.Traits.Int("DefaultReduction") ?? base.DefaultReduction;

    /// <summary>The full name of the struct.</summary>
    protected virtual string Struct => Spec.Operator!.Type;

    /// <summary>ℓ in the lectures' notation, {0} for the output and {1} for the target.</summary>
    protected virtual string ValueEquation => Spec.Operator!.Traits.Text("Equation") ?? "loss({0}, {1})";

    /// <summary>ℓ′ likewise.</summary>
    protected virtual string DerivativeEquation => Spec.Operator!.Traits.Text("Derivative") ?? "loss′({0}, {1})";

    /// <summary>The parameter with the weights of outputs, where there may be some.</summary>
    public const string WeightsParameter = "lossWeights";

    /// <summary>Parameters of the method besides those of all losses.</summary>
    protected virtual IEnumerable<KernelArgument> MoreArguments(string scalar) => [];

    /// <summary>Writes the loops over the rows.</summary>
    protected virtual void WriteBody(KernelWriter code) => WriteRows(code, (method, vector, y, t, at) => $"loss.{method}({y}, {t})");

    public override Kernel Kernel(string scalar)
    {
        string y = Output.Symbol, t = Target!.Symbol, dy = Output.Gradient.Symbol;
        string Equation(string format) => Formula.Factor(Formula.Of(format, name => Spec.Operator!.Property("loss", name), y, t));
        IEnumerable<Buffer> lengths = Lengths is { } some ? [some] : [];
        return new Kernel(MethodName, [Output.Data, Target.Data, .. lengths], [Output.Gradient], Write)
        {
            Equations = [.. Notation.Lines([$"sum = Σ weight·{Equation(ValueEquation)}", $"{Output.Bar} = weight·scale·{Equation(DerivativeEquation)}"])],
            Arguments = [new KernelArgument($"global::System.ReadOnlySpan<{scalar}>", "weights"), .. MoreArguments(scalar), KernelArgument.Rows, new KernelArgument(null, "scale")],
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            code.Line($"{Struct} loss = new(){Spec.Operator!.Initializer};");
            code.Line("double sum = 0;");
            WriteBody(code);
            if (Output.Size != Output.Stride)
            {
                code.Line($"{code.Names.Rows}.ClearPadding(ref {dy}, rows, {Output.Size}, {Output.Stride});");
            }

            code.Line("return sum;");
        }
    }

    /// <summary>Writes a loop over the rows: the losses and their sum, then their derivatives.</summary>
    /// <param name="code">The writer.</param>
    /// <param name="of">The value or the derivative (the name of the method) of a vector of outputs and one of targets, at an offset in the row.</param>
    protected void WriteRows(KernelWriter code, Func<string, string, string, string, string, string> of)
    {
        string y = Output.Symbol, t = Target!.Symbol, dy = Output.Gradient.Symbol, vector = code.Names.V4;
        string Load(string row, string at) => $"{vector}.Load(ref {row}Row, {at})";
        using (code.Block("for (int r = 0; r < rows; r++)"))
        {
            code.Line("double weight = weights.IsEmpty ? 1 : weights[r];");
            code.Row($"{y}Row", y, $"r * {Output.Stride}");
            code.Row($"{t}Row", t, $"r * {Output.Stride}");
            code.Row($"{dy}Row", dy, $"r * {Output.Stride}");
            code.Line($"// {dy} holds the losses first, for their sum");
            code.FourLanes("o", Output.Stride, o => code.Store(vector, of("Value", vector, Load(y, o), Load(t, o), o), $"{dy}Row", o));
            string count = Output.Size.ToString(CultureInfo.InvariantCulture);
            if (Lengths is { } buffer)
            {
                code.Line($"int count = {StepLengths.Of(code, buffer)} * {Output.Size / Output.Shape.Axes[0]}; // of steps that are no padding");
                count = "count";
            }

            code.Line($"sum += weight * {code.Names.Sums}.Sum(ref {dy}Row, {count});");
            code.Blank();
            code.Line("// then their derivatives");
            code.Line($"{vector} factor = {vector}.Broadcast({code.Round("weight * scale")});");
            code.FourLanes("o", Output.Stride, o => code.Store(vector, $"{of("Derivative", vector, Load(y, o), Load(t, o), o)} * factor", $"{dy}Row", o));
            if (Lengths is not null)
            {
                code.Line($"{code.Names.Rows}.Clear(ref {code.At($"{dy}Row", "count")}, {Output.Size} - count);");
            }
        }

        code.Blank();
    }
}
