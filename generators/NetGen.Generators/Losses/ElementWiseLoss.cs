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

    /// <summary>Members of the class that the method reads.</summary>
    protected virtual IEnumerable<string> Constants(string scalar) => [];

    /// <summary>Local variables of the method besides the struct.</summary>
    protected virtual IEnumerable<string> Locals(string scalar) => [];

    /// <summary>ℓ of a vector of outputs and one of targets, at an offset in the row.</summary>
    protected virtual string LossOf(string vector, string y, string t, string at) => $"loss.Value({y}, {t})";

    /// <summary>ℓ′ likewise.</summary>
    protected virtual string DerivativeOf(string vector, string y, string t, string at) => $"loss.Derivative({y}, {t})";

    public override Kernel Kernel(string scalar)
    {
        string y = Output.Symbol, t = Target!.Symbol, dy = Output.Gradient.Symbol;
        string Equation(string format) => Formula.Factor(Formula.Of(format, name => Spec.Operator!.Property("loss", name), y, t));
        IEnumerable<Buffer> lengths = Lengths is { } some ? [some] : [];
        return new Kernel(MethodName, [Output.Data, Target.Data, .. lengths], [Output.Gradient], Write)
        {
            Constants = [.. Constants(scalar)],
            Equations = [.. Notation.Lines([$"sum = Σ weight·{Equation(ValueEquation)}", $"{Output.Bar} = weight·scale·{Equation(DerivativeEquation)}"])],
            Arguments = [new KernelArgument($"global::System.ReadOnlySpan<{scalar}>", "weights"), KernelArgument.Rows, new KernelArgument(null, "scale")],
            Returns = "double",
        };

        void Write(KernelWriter code)
        {
            string vector = code.Names.V4;
            string Load(string row, string at) => $"{vector}.Load(ref {row}Row, {at})";
            code.Line($"{Struct} loss = new(){Spec.Operator!.Initializer};");
            foreach (string local in Locals(scalar))
            {
                code.Line(local);
            }

            code.Line("double sum = 0;");
            using (code.Block("for (int r = 0; r < rows; r++)"))
            {
                code.Line("double weight = weights.IsEmpty ? 1 : weights[r];");
                code.Row($"{y}Row", y, $"r * {Output.Stride}");
                code.Row($"{t}Row", t, $"r * {Output.Stride}");
                code.Row($"{dy}Row", dy, $"r * {Output.Stride}");
                code.Line($"// {dy} holds the losses first, for their sum");
                code.FourLanes("o", Output.Stride, o => code.Store(vector, LossOf(vector, Load(y, o), Load(t, o), o), $"{dy}Row", o));
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
                code.FourLanes("o", Output.Stride, o => code.Store(vector, $"{DerivativeOf(vector, Load(y, o), Load(t, o), o)} * factor", $"{dy}Row", o));
                if (Lengths is not null)
                {
                    code.Line($"{code.Names.Rows}.Clear(ref {code.At($"{dy}Row", "count")}, {Output.Size} - count);");
                }
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
