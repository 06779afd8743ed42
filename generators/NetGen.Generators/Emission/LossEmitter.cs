using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Graph;
using NetGen.Generators.Losses;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes Loss, Evaluate and CheckGradients: with a span of targets for each loss, and the weighted sum of several.</summary>
internal sealed class LossEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private string T => plan.Scalar;

    private string ReadOnly => $"global::System.ReadOnlySpan<{T}>";

    private string WorkspaceType => $"global::NetGen.Workspace<{T}>";

    private bool IsOnly => plan.Losses.Count == 1;

    private string TargetParameters => string.Concat(plan.LossesWithTargets.Select(loss => $"global::System.ReadOnlySpan<{(loss.TakesLabels ? "int" : T)}> {Parameter(loss)}, "));

    /// <summary>Whether a row holds the targets of several losses, or of none, so that the interfaces' members are others.</summary>
    private bool HasRowsOfTargets => plan.OnlyTarget is null;

    public void WriteLoss()
    {
        writer.Line($"/// <summary>The cost of the last Forward: {Declarations} over the batch{(plan.Penalties.Any() ? ", plus the penalty" : "")}.</summary>");
        writer.Line("/// <param name=\"workspace\">The workspace of the Forward.</param>");
        foreach (Loss loss in plan.LossesWithTargets)
        {
            string ignored = loss.IgnoreLabel is { } label ? $"; {label.ToString(CultureInfo.InvariantCulture)} does not count" : "";
            string what = loss.TakesLabels ? $"A class label for each {(loss.LabelsPerExample == 1 ? "example" : "step of each example")}, from 0 to {loss.Output.Shape.Last - 1}{ignored}." : $"{Notation.Values(loss.Target!.Size)} for each example{Allowed(loss.TargetRange)}.";
            writer.Line($"/// <param name=\"{Parameter(loss).TrimStart('@')}\">{what}</param>");
        }

        writer.Line("/// <param name=\"weights\">A weight for each example, finite: Σ weight·loss / N. Empty: all are 1.</param>");
        writer.Line(names.HotMethod);
        using (writer.Block($"public {T} Loss({WorkspaceType} workspace, {TargetParameters}{ReadOnly} weights = default)"))
        {
            WriteBegin();
            if (IsOnly)
            {
                WriteCost(0);
                WriteOutputWithoutLoss();
                writer.Line($"return frame.EndLoss(sum * scale, {Penalty}, sum, {(plan.Losses[0].Divisor("", "") is not null ? "divisor" : "null")});");
            }
            else
            {
                writer.Line("return Cost(frame, rows);");
            }
        }

        writer.Line();
        if (HasRowsOfTargets)
        {
            WriteLossOfRows();
        }

        if (!IsOnly)
        {
            WriteCosts();
        }
    }

    private string Penalty => plan.Penalties.Any() ? "Penalty()" : "0";

    /// <summary>The checks and copies of all targets; where there are none, of the weights alone.</summary>
    private void WriteBegin()
    {
        writer.Line(names.UseOfWorkspace(T));
        if (plan.LossesWithTargets.Count == 0)
        {
            writer.Line("int rows = frame.BeginLoss(this, weights);");
        }

        foreach (Loss loss in plan.LossesWithTargets)
        {
            int index = IndexOf(loss);
            string labels = loss.TakesLabels ? $", {Classes(loss)}" : loss.TargetRange == TargetRange.Numbers ? "" : $", {Range(loss)}";
            writer.Line($"{(loss == plan.LossesWithTargets[0] ? "int rows = " : "")}frame.BeginLoss(this, {Parameter(loss)}, weights{labels}{(index == 0 ? "" : $", index: {index}")});");
        }
    }

    /// <summary>What a trainer calls, for which the targets of all losses lie in one row for each example.</summary>
    private void WriteLossOfRows()
    {
        string none = plan.LossesWithTargets.Count == 0 ? "no targets, for no loss takes one" : "a row for each example with the targets of all losses";
        writer.Line($"// {none}");
        writer.Line(names.HotMethod);
        using (writer.Block($"{T} global::NetGen.CompilerServices.ITrainingSteps<{T}, {T}>.Loss({WorkspaceType} workspace, {ReadOnly} targets, {ReadOnly} weights)"))
        {
            if (plan.LossesWithTargets.Count == 0)
            {
                writer.Line($"{names.Guard}.Length(targets.Length, 0, {names.NameOf("targets")});");
                writer.Line("return Loss(workspace, weights);");
            }
            else
            {
                writer.Line(names.UseOfWorkspace(T));
                writer.Line("int rows = frame.BeginLosses(this, targets, weights);");
                writer.Line("return Cost(frame, rows);");
            }
        }

        writer.Line();
    }

    /// <summary>Of several losses, the weighted sum, and a method for each.</summary>
    private void WriteCosts()
    {
        writer.Line(names.HotMethod);
        using (writer.Block($"private {T} Cost(global::NetGen.CompilerServices.WorkspaceFrame<{T}> frame, int rows)"))
        {
            WriteOutputWithoutLoss();
            writer.Line($"double cost = {string.Join(" + ", plan.Losses.Select(loss => $"{CostMethod(loss)}(frame, rows)"))};");
            writer.Line($"return frame.EndLoss(cost, {Penalty});");
        }

        writer.Line();
        for (int i = 0; i < plan.Losses.Count; i++)
        {
            Loss loss = plan.Losses[i];
            writer.Line($"// {loss.Declaration} of {string.Join(", ", loss.Values.Select(value => value.Name))}");
            writer.Line(names.HotMethod);
            using (writer.Block($"private double {CostMethod(loss)}(global::NetGen.CompilerServices.WorkspaceFrame<{T}> frame, int rows)"))
            {
                WriteCost(i);
                writer.Line($"frame.NoteLoss({i}, sum, {(loss.Divisor("", "") is not null ? "divisor" : "null")});");
                writer.Line("return sum * scale;");
            }

            writer.Line();
        }
    }

    private int IndexOf(Loss loss) => plan.Losses.TakeWhile(other => other != loss).Count();

    private void WriteOutputWithoutLoss()
    {
        if (!plan.IsOutputInLoss)
        {
            WriteClear(plan.OutputAdjoint, "rows");
        }
    }

    private void WriteClear(Value value, string rows) =>
        writer.Line($"{names.Rows}.Clear(ref {Arena(value.Gradient)}, {rows} * {value.Stride}); // {value.Bar}");

    /// <summary>The sum over the batch, what it is multiplied by, and the gradient where the backward pass begins.</summary>
    private void WriteCost(int index)
    {
        Loss loss = plan.Losses[index];
        string labels = index == 0 ? "frame.Labels" : $"frame.LabelsOf({index})";
        foreach (Buffer buffer in plan.LossKernels[index].Buffers)
        {
            writer.Line($"ref {T} {buffer.Symbol} = ref {Arena(buffer)};");
        }

        string weight = CodeWriter.Literal(loss.CostFactor); // 1.0 unless the user weighs it
        string factor = IsOnly ? "" : $" * frame.FactorOf({index.ToString(CultureInfo.InvariantCulture)})";
        if (loss.Divisor("rows", labels) is { } divisor)
        {
            writer.Line($"double divisor = {WithWeights(loss, divisor)};");
            writer.Line($"double scale = {loss.Divided(weight, "divisor")}{factor};");
        }
        else
        {
            writer.Line($"double scale = {weight}{factor};");
        }

        bool takesDouble = plan.LossKernels[index].Arguments.Contains(new KernelArgument("double", "scale"));
        string call = plan.LossKernels[index].CallWith(argument => argument switch
        {
            "labels" => labels,
            "weights" => "frame.ExampleWeights",
            Loss.ClassWeightsParameter or ElementWiseLoss.WeightsParameter => WithWeights(loss, argument),
            "scale" when T != "double" && !takesDouble => $"({T})scale",
            _ => argument,
        });
        writer.Line($"double sum = {call};");
    }

    public void WriteEvaluation()
    {
        bool isInherited = !HasRowsOfTargets && plan.InputParts.Count == 0;
        string targets = TargetParameters.TrimEnd(',', ' '), followed = targets.Length == 0 ? "" : ", " + targets;
        writer.Line(isInherited ? "/// <inheritdoc/>" : "/// <summary>L, the loss of any number of examples in inference mode, reduced as in Loss, without penalties.</summary>");
        using (writer.Block($"{plan.Access} {T} Evaluate({ReadOnly} inputs{followed})"))
        {
            WriteEvaluate();
        }

        writer.Line();
        writer.Line(isInherited ? "/// <inheritdoc/>" : "/// <summary>The largest |a − b| / max(1, |a|, |b|) between entries a of the gradient and central differences b of the cost: a test, meant for double precision.</summary>");
        WriteCheck($"{plan.Access} double CheckGradients({WorkspaceType} workspace, {ReadOnly} inputs{followed}, int samples = 200, long seed = 0)");
        writer.Line();
    }

    private void WriteEvaluate()
    {
        int batch = plan.PredictBatch;
        writer.Line($"int rows = {names.Guard}.Examples(inputs.Length, InputSize, {names.NameOf("inputs")});");
        if (plan.InputParts.Any(part => part.IsTokens))
        {
            writer.Line($"{names.PredictMembers}.CheckTokens(this, inputs);");
        }

        foreach (Loss loss in plan.LossesWithTargets)
        {
            writer.Line($"{names.Guard}.Outputs({Parameter(loss)}.Length, rows, {PerExample(loss)}, {names.NameOf(Parameter(loss))});");
            if (loss.TakesLabels)
            {
                string ignored = loss.IgnoreLabel is { } label ? $", ignored: {label.ToString(CultureInfo.InvariantCulture)}" : "";
                writer.Line($"{names.Guard}.Labels({Parameter(loss)}, {Classes(loss)}, {names.NameOf(Parameter(loss))}{ignored});");
            }
            else
            {
                writer.Line($"{names.Guard}.Targets({Parameter(loss)}, {(loss.Target!.Size == loss.Output.Size ? Size(loss) : loss.Target.Size.ToString(CultureInfo.InvariantCulture))}, {Range(loss)}, {names.NameOf(Parameter(loss))});");
            }
        }

        IEnumerable<string> divisors = plan.Losses.Select((loss, i) => (loss, i)).Where(entry => entry.loss.HasVaryingDivisor).Select(entry => Divisor(entry.i));
        writer.Line($"double {string.Join(", ", plan.Losses.Select((_, i) => Sum(i)).Concat(divisors).Select(name => $"{name} = 0"))};");
        using (writer.Block($"for (int row = 0; row < rows; row += {batch})"))
        {
            writer.Line($"int count = global::System.Math.Min({batch}, rows - row);");
            writer.Line($"ref {T} {plan.Output.Symbol} = ref Infer(inputs.Slice(row * InputSize, count * InputSize), count);");
            WriteScratch();
            foreach (Buffer buffer in plan.LossKernels.SelectMany(kernel => kernel.Buffers).Distinct().Where(buffer => buffer != plan.Output.Data))
            {
                Buffer place = plan.InferenceAliases.TryGetValue(buffer, out Buffer alias) ? alias : buffer;
                writer.Line($"ref {T} {buffer.Symbol} = ref {(place.ScratchOffset == 0 ? "scratch" : $"{names.Unsafe}.Add(ref scratch, {place.ScratchOffset} * n)")};");
            }

            for (int i = 0; i < plan.Losses.Count; i++)
            {
                Loss loss = plan.Losses[i];
                string slice = !loss.TakesTarget ? "" : PerExample(loss) == 1 ? $"{Parameter(loss)}.Slice(row, count)" : $"{Parameter(loss)}.Slice(row * {PerExample(loss)}, count * {PerExample(loss)})";
                if (loss.Target is { } target)
                {
                    writer.Line($"{names.Rows}.Pad({slice}, {target.Size}, ref {target.Symbol}, {target.Stride});");
                }

                if (loss.HasIgnoredLabels)
                {
                    string ignored = loss.IgnoreLabel is { } label ? label.ToString(CultureInfo.InvariantCulture) : "null";
                    string lengths = loss.Lengths is { } buffer ? $", ref {(buffer.ScratchOffset == 0 ? "scratch" : $"{names.Unsafe}.Add(ref scratch, {buffer.ScratchOffset} * n)")}" : "";
                    writer.Line($"using global::NetGen.CompilerServices.CountedLabels counted{i + 1} = {(lengths.Length == 0 ? "new" : "global::NetGen.CompilerServices.CountedLabels.Of")}({slice}, {loss.LabelsPerExample}, {ignored}{lengths});");
                    slice = $"counted{i + 1}.Values";
                }

                string call = plan.LossKernels[i].CallWith(argument => argument switch { "labels" => slice, "weights" => "default", "rows" => "count", "scale" => "1", _ => WithWeights(loss, argument) });
                writer.Line($"{Sum(i)} += {call};");
                if (loss.HasVaryingDivisor)
                {
                    writer.Line($"{Divisor(i)} += {WithWeights(loss, loss.Divisor("count", slice)!)};");
                }
            }
        }

        string total = string.Join(" + ", plan.Losses.Select(Reduced));
        writer.Line(total.Contains(' ') ? $"return ({T})({total});" : $"return ({T}){total};");
    }

    /// <summary>Where the values lie that Predict leaves: it may have taken other memory than the call before or after.</summary>
    private void WriteScratch()
    {
        Buffer output = plan.InferenceAliases.TryGetValue(plan.Output.Data, out Buffer alias) ? alias : plan.Output.Data;
        writer.Line("int n = global::NetGen.CompilerServices.ThreadScratch.Examples(count);");
        writer.Line($"ref {T} scratch = ref {(output.ScratchOffset == 0 ? plan.Output.Symbol : $"{names.Unsafe}.Subtract(ref {plan.Output.Symbol}, {output.ScratchOffset} * n)")};");
    }

    private void WriteCheck(string signature)
    {
        const string Check = "global::NetGen.CompilerServices.GradientCheck.Run";
        if (plan.Losses.FirstOrDefault(loss => !loss.IsDifferentiable) is { } rule)
        {
            writer.Line($"{signature} => throw new global::System.NotSupportedException({CodeWriter.Literal($"{rule.Spec.Kind} is a learning rule, not the derivative of its loss: there is no gradient to check.")});");
            return;
        }

        if (!HasRowsOfTargets)
        {
            writer.Line($"{signature} => {Check}(this, workspace, inputs, targets, samples, seed);");
            return;
        }

        using (writer.Block(signature))
        {
            for (int i = 0; i < plan.LossesWithTargets.Count; i++)
            {
                Loss loss = plan.LossesWithTargets[i];
                writer.Line($"{(loss.TakesLabels ? "int" : T)}[] copy{i + 1} = {Parameter(loss)}.ToArray();");
            }

            string copies = string.Concat(plan.LossesWithTargets.Select((_, i) => $", copy{i + 1}"));
            writer.Line($"return {Check}(this, workspace, inputs, used => Loss(used{copies}), used => Backward(used), samples, seed);");
        }
    }

    private static string Allowed(TargetRange range) => range switch
    {
        TargetRange.Shares => ", from 0 to 1",
        TargetRange.NonNegative => ", of at least 0",
        TargetRange.ZeroOrOne => ", 0 or 1",
        TargetRange.Signs => ", -1 or 1",
        _ => "",
    };

    private string Declarations => string.Join(" plus ", plan.Losses.Select(loss => loss.Declaration));

    private string Reduced(Loss loss, int index)
    {
        string reduced = loss.HasVaryingDivisor ? loss.Divided(Sum(index), Divisor(index)) : loss.Reduced(Sum(index), "rows", labels: "");
        return loss.CostFactor == 1 ? reduced : $"{CodeWriter.Literal(loss.CostFactor)} * {reduced}";
    }

    /// <summary>An expression that reads the weights that were set for a loss.</summary>
    private string WithWeights(Loss loss, string expression)
    {
        int index = plan.Losses.Where(other => other.HasClassWeights).TakeWhile(other => other != loss).Count();
        string number = index.ToString(CultureInfo.InvariantCulture);
        return expression == ElementWiseLoss.WeightsParameter ? $"_lossWeights.Of({number})" : expression.Replace(Loss.ClassWeightsParameter, $"_lossWeights.Classes({number})");
    }

    private string Sum(int index) => IsOnly ? "sum" : "sum" + (index + 1).ToString(CultureInfo.InvariantCulture);

    private string Divisor(int index) => IsOnly ? "divisor" : "divisor" + (index + 1).ToString(CultureInfo.InvariantCulture);

    private string Classes(Loss loss) => loss.LabelsPerExample == 1 ? Size(loss) : loss.Output.Shape.Last.ToString(CultureInfo.InvariantCulture);

    private string Size(Loss loss) => !plan.HasSeveralHeads && loss.Output.Root == plan.Output.Root ? "OutputSize" : loss.Output.Size.ToString(CultureInfo.InvariantCulture);

    private static string Range(Loss loss) => $"global::NetGen.TargetRange.{loss.TargetRange}";

    private static int PerExample(Loss loss) => NetworkPlan.TargetSizeOf(loss);

    private static string CostMethod(Loss loss) => char.ToUpperInvariant(loss.Name[0]) + loss.Name.Substring(1) + "Cost";

    /// <summary>The parameter for a loss's targets: after the value it compares, where there are several.</summary>
    private string Parameter(Loss loss)
    {
        IReadOnlyList<Loss> losses = plan.LossesWithTargets;
        return Parameters(plan)[losses.TakeWhile(other => other != loss).Count()];
    }

    /// <summary>The parameters for the targets of all losses that take some.</summary>
    public static IReadOnlyList<string> Parameters(NetworkPlan plan)
    {
        IReadOnlyList<Loss> losses = plan.LossesWithTargets;
        IReadOnlyList<string> inputs = SeveralInputsEmitter.ParameterNames(plan.InputParts.Select(part => part.Name));
        return losses.Count == 1 ? ["targets"] : [.. Names.Distinct(inputs.Concat(losses.Select(Compared))).Skip(inputs.Count)];

        // After the value that it alone compares, else after the loss.
        string Compared(Loss one) => (plan.IsAloneOnItsHead(one) && SyntaxFacts.IsValidIdentifier(one.Compared.Name) ? one.Compared.Name : one.Name) + "Targets";
    }

    /// <summary>What the interfaces ask for, with the targets of several losses in one row for each example.</summary>
    public void WriteInterface(string name)
    {
        if (plan.LossesWithTargets.Count < 2)
        {
            return;
        }

        string parts = string.Join(", ", plan.LossesWithTargets.Select(loss => $"rows.{(loss.TakesLabels ? "Labels" : "Numbers")}({IndexOf(loss)})"));
        using (writer.Block($"{T} global::NetGen.ITrainableNetwork<{name}, {T}, {T}>.Evaluate({ReadOnly} inputs, {ReadOnly} targets)"))
        {
            writer.Line($"global::NetGen.CompilerServices.TargetRows<{T}> rows = new(this, targets);");
            writer.Line($"return Evaluate(inputs, {parts});");
        }

        writer.Line();
        using (writer.Block($"double global::NetGen.ITrainableNetwork<{name}, {T}, {T}>.CheckGradients({WorkspaceType} workspace, {ReadOnly} inputs, {ReadOnly} targets, int samples, long seed)"))
        {
            writer.Line($"global::NetGen.CompilerServices.TargetRows<{T}> rows = new(this, targets);");
            writer.Line($"return CheckGradients(workspace, inputs, {parts}, samples, seed);");
        }

        writer.Line();
    }

    private string Arena(Buffer buffer) =>
        buffer.Offset == 0 ? "frame.Arena" : $"{names.Unsafe}.Add(ref frame.Arena, {buffer.Offset} * frame.RowCapacity)";
}
