using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes the public members of a network.</summary>
internal sealed class SurfaceEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private string Name => plan.Spec.Type.Reference;

    private string T => plan.Scalar;

    private string ReadOnly => $"global::System.ReadOnlySpan<{T}>";

    private string Writable => $"global::System.Span<{T}>";

    private string WorkspaceType => $"global::NetGen.Workspace<{T}>";

    /// <summary>The type of a target; null without a loss that takes one. A wrong architecture has the losses it declares, as far as they are known.</summary>
    private string? TargetType
    {
        get
        {
            if (plan.IsValid)
            {
                return plan.LossesWithTargets.Count > 0 ? plan.TargetType : null;
            }

            LossSpec[] declared = [.. plan.Spec.Losses.Where(Loss.DeclaresTarget)];
            return declared.Length == 0 ? null : declared.Length == 1 && Loss.DeclaresLabels(declared[0]) ? "int" : T;
        }
    }

    public string Interface => TargetType is null
        ? $"global::NetGen.INetwork<{Name}, {T}>{(plan.Spec.Losses.Count > 0 ? $", global::NetGen.CompilerServices.ITrainingSteps<{T}, {T}>" : "")}{Adaptable}{Passes}"
        : $"global::NetGen.ITrainableNetwork<{Name}, {T}, {TargetType}>{Adaptable}{Passes}";

    private string Adaptable => plan.IsAdaptable ? $", global::NetGen.IAdaptable<{T}>" : "";

    /// <summary>What a workspace runs; a wrong architecture has none.</summary>
    private string Passes => (plan.IsValid ? $", global::NetGen.CompilerServices.IPasses<{T}>" : "") + (plan.StreamPlan is not null ? $", global::NetGen.CompilerServices.IStreamPasses<{T}>" : "");

    public void WriteConstants()
    {
        WriteSizes(plan.Input.Size, plan.OutputSize, plan.ParameterCount);
        writer.Line($"private readonly global::NetGen.CompilerServices.AlignedBuffer<{T}> _parameters = new({plan.ParameterLength});");
        if (plan.StateLength > 0)
        {
            writer.Line($"private readonly global::NetGen.CompilerServices.AlignedBuffer<{T}> _state = new({plan.StateLength});");
        }

        if (plan.IsAdaptable)
        {
            writer.Line($"private readonly global::NetGen.CompilerServices.FittedLayers<{T}> _fittedLayers = new([{string.Join(", ", plan.FittedLayers.Select(layer => layer.Fitting))}]);");
        }

        writer.Line("private readonly ulong _seed;");
        if (plan.HasRates)
        {
            writer.Line($"private readonly global::NetGen.CompilerServices.LayerRates _rates = new({Rates});");
        }

        if (plan.HasLossWeights)
        {
            writer.Line($"private readonly global::NetGen.CompilerServices.LossWeights<{T}> _lossWeights = new global::NetGen.CompilerServices.LossWeights<{T}>({CodeWriter.Literal(plan.ShortName)}){string.Concat(plan.Losses.Where(loss => loss.HasClassWeights).Select(WeightsOf))};");
        }

        foreach ((string kind, double rate) in plan.Penalties)
        {
            writer.Line($"private double _{kind.ToLowerInvariant()}Rate = {CodeWriter.Literal(rate)};");
        }

        writer.Line();
        WriteConstructor();
    }

    /// <summary>The weights that the attribute of a loss gives classes, or outputs.</summary>
    private string WeightsOf(Loss loss)
    {
        string Numbers(string name, EquatableArray<double>? numbers) => numbers is { } given ? $", {name}: [{string.Join(", ", given.Select(CodeWriter.Literal))}]" : "";
        string start = $".With({CodeWriter.Literal(plan.NameOf(loss))}, {CodeWriter.Literal(loss.Name)}, ";
        return loss is BinaryCrossEntropy binary
            ? $"{start}{loss.Output.Size}{Numbers("classes", loss.ClassWeights)}, stride: {loss.Output.Stride}{Numbers("positive", binary.PositiveWeight)})"
            : $"{start}{loss.Output.Shape.Last}{Numbers("classes", loss.ClassWeights)})";
    }

    /// <summary>The arguments of the table of rates.</summary>
    private string Rates => string.Join(", ", plan.RandomLayers.Select(RatesOf).Prepend(CodeWriter.Literal(plan.ShortName)));

    private static string RatesOf(IRandomLayer[] kind) =>
        $"{kind[0].RatesOfKind}: [{string.Join(", ", kind.Select(layer => $"({CodeWriter.Literal(layer.Name)}, {CodeWriter.Literal(layer.Rate)})"))}]";

    private void WriteSizes(int inputs, int outputs, int parameters)
    {
        writer.Line("/// <summary>The number of inputs of one example.</summary>");
        writer.Line($"public const int InputSize = {inputs};");
        writer.Line();
        writer.Line($"/// <summary>The number of outputs of one example{(plan.HasSeveralHeads ? ", of all heads" : "")}.</summary>");
        writer.Line($"public const int OutputSize = {outputs};");
        writer.Line();
        writer.Line("/// <summary>The number of parameters, without padding.</summary>");
        writer.Line($"public const int ParameterCount = {parameters};");
        writer.Line();
    }

    private void WriteConstructor()
    {
        writer.Line("/// <summary>A network with initialized parameters: the same seed gives the same bits.</summary>");
        writer.Line("/// <param name=\"seed\">Where the random numbers of the initialization and of dropout start.</param>");
        using (writer.Block($"public {plan.Spec.Type.Name}(long seed = 0)"))
        {
            writer.Line("_seed = unchecked((ulong)seed);");
            writer.Line($"{Writable} parameters = _parameters.Span;");
            if (plan.Parameters.Any(parameter => parameter.Initialization.Initializer == "Zeros"))
            {
                writer.Line("// what is not filled here starts at 0");
            }

            int tensor = 0;
            foreach (ParameterTensor parameter in plan.Parameters)
            {
                WriteInitialization("parameters", parameter, tensor++);
            }

            if (plan.States.Any(state => state.Initialization.Initializer != "Zeros"))
            {
                writer.Line($"{Writable} state = _state.Span;");
            }

            foreach (ParameterTensor state in plan.States)
            {
                WriteInitialization("state", state, tensor++);
            }
        }

        writer.Line();
    }

    private void WriteInitialization(string buffer, ParameterTensor tensor, int index)
    {
        Initialization start = tensor.Initialization;
        if (start.Initializer != "Zeros" && tensor.Groups > 1)
        {
            writer.Line($"global::NetGen.CompilerServices.Initializer.FillGroups({buffer}.Slice({tensor.Data.Offset}, {tensor.Data.Length}), groups: {tensor.Groups}, groupStride: {tensor.GroupStride}, fanIn: {start.FanIn}, fanOut: {start.FanOut}, rows: {tensor.Rows}, columns: {tensor.Columns}, global::NetGen.Init.{start.Initializer}, {CodeWriter.Literal(start.Scale)}, _seed, {index}); // {tensor.Name}");
        }
        else if (start.Initializer != "Zeros")
        {
            writer.Line($"global::NetGen.CompilerServices.Initializer.Fill({buffer}.Slice({tensor.Data.Offset}, {tensor.Data.Length}), fanIn: {start.FanIn}, fanOut: {start.FanOut}, rows: {tensor.Rows}, columns: {tensor.Columns}, stride: {tensor.Stride}, global::NetGen.Init.{start.Initializer}, {CodeWriter.Literal(start.Scale)}, _seed, {index}); // {tensor.Name}");
        }

        if (start.GroupOfOnes is { } group)
        {
            writer.Line($"{buffer}.Slice({tensor.Data.Offset + group * tensor.GroupStride}, {tensor.Columns}).Fill(1); // {tensor.Name}, of the forget gate");
        }
    }

    public void WritePasses(PassEmitter passes)
    {
        WritePredict(passes);
        WriteForward(passes);
        if (plan.Losses.Count > 0)
        {
            new LossEmitter(plan, writer, names).WriteLoss();
            if (plan.Penalties.Any())
            {
                WritePenalty();
            }
        }

        WriteBackward(passes);
        if (plan.StreamPlan is not null)
        {
            writer.Line();
            new StreamEmitter(plan, writer, names).Write();
        }
    }

    private void WritePredict(PassEmitter passes)
    {
        OneExampleEmitter? oneExample = plan.OneExample is null ? null : new(plan, writer, names);
        string call = $"{names.PredictMembers}.Predict(this, inputs, outputs)";
        writer.Line(plan.InputParts.Count > 0 ? InputsAsRows("The outputs") : "/// <inheritdoc/>");
        string signature = $"{plan.Access} void Predict({ReadOnly} inputs, {Writable} outputs)";
        if (oneExample is null)
        {
            writer.Line($"{signature} => {call};");
        }
        else
        {
            using (writer.Block(signature))
            {
                oneExample.WriteCall();
                writer.Line($"{call};");
            }
        }

        writer.Line();
        if (plan.HasSeveralHeads)
        {
            new HeadsEmitter(plan, writer, names).WritePredict();
        }

        oneExample?.WriteMethods();
        passes.WriteInference();
        writer.Line();
    }

    private string InputsAsRows(string what) =>
        $"/// <summary>{what} for {(plan.InputParts.Count > 1 ? "inputs that lie side by side" : "tokens as numbers of the network's precision")}.</summary>";

    private void WriteForward(PassEmitter passes)
    {
        writer.Line(plan.InputParts.Count > 0 ? InputsAsRows("Forward") : "/// <inheritdoc/>");
        writer.Line(names.HotMethod);
        writer.Line($"{plan.Access} {ReadOnly} Forward({WorkspaceType} workspace, {ReadOnly} inputs, bool training = true) => {names.WorkspaceMembers}.Forward(this, workspace, inputs, training);");
        writer.Line();
        passes.WriteRun();
        passes.WriteForward();
        writer.Line();
    }

    private static string Sum(string penalty) => penalty == "L1" ? "magnitudes" : "squares";

    private void WritePenalty()
    {
        string equation = string.Join(" + ", plan.Penalties.Select(penalty => penalty.Kind == "L1" ? "λ·Σ |w|" : "λ/2·Σ w²"));
        writer.Line($"// {equation} over the weights");
        writer.Line(names.HotMethod);
        using (writer.Block("private double Penalty()"))
        {
            writer.Line($"ref {T} parameters = ref _parameters.Origin;");
            writer.Line($"double {string.Join(", ", plan.Penalties.Select(penalty => $"{Sum(penalty.Kind)} = 0"))};");
            foreach (ParameterTensor weight in plan.Parameters.Where(parameter => parameter is { IsWeight: true, IsTrainable: true }))
            {
                string origin = weight.Data.Offset == 0 ? "parameters" : $"{names.Unsafe}.Add(ref parameters, {weight.Data.Offset})";
                foreach ((string kind, _) in plan.Penalties)
                {
                    writer.Line($"{Sum(kind)} += {names.Sums}.{(kind == "L1" ? "SumOfMagnitudes" : "SumOfSquares")}(ref {origin}, {weight.Data.Length}); // {weight.Symbol}");
                }
            }

            writer.Line($"return {string.Join(" + ", plan.Penalties.Select(penalty => penalty.Kind == "L1" ? $"_l1Rate * {Sum("L1")}" : $"0.5 * _l2Rate * {Sum("L2")}"))};");
        }

        writer.Line();
    }

    private void WriteBackward(PassEmitter passes)
    {
        string step = $"public void Step({WorkspaceType} workspace, global::NetGen.Optimizer optimizer) => {names.WorkspaceMembers}.Step(this, workspace, optimizer, Description, _parameters);";
        string ofLosses = $"public void Backward({WorkspaceType} workspace) => {names.WorkspaceMembers}.Backward(this, workspace);";
        writer.Line();
        if (plan.Losses.Count > 0)
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line(names.HotMethod);
            writer.Line(ofLosses);
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            writer.Line(names.HotMethod);
            writer.Line(step);
            writer.Line();
        }

        if (plan.HasSeveralHeads)
        {
            new HeadsEmitter(plan, writer, names).WriteBackward();
        }

        writer.Line("/// <inheritdoc/>");
        writer.Line($"public void Backward({WorkspaceType} workspace, {ReadOnly} outputGradients) => {names.WorkspaceMembers}.Backward(this, workspace, outputGradients);");
        writer.Line();
        passes.WriteBackward();
    }

    public void WritePlumbing() => new PlumbingEmitter(plan, writer, names, TargetType).Write();

    /// <summary>The public surface of a network that cannot be generated, so that the user sees one error, the real one.</summary>
    public void WriteStandIns(string wrong)
    {
        NetworkSpec spec = plan.Spec;
        bool hasSeveralInputs = spec.Inputs.Count > 1 || spec.Inputs.Any(input => input.IsTokens);
        LossSpec[] targeted = [.. spec.Losses.Where(Loss.DeclaresTarget)];
        string[] heads = [.. targeted.Select(loss => loss.Arguments.Text("From") ?? "outputs").Distinct()];
        WriteSizes(0, 0, 0);
        Write(StandIns.Constructor, !spec.Problems.Any(problem => problem is { Id: "NG0022", Subject: Problem.PrimaryConstructor or Problem.BaseType }));
        Write(StandIns.Text, true);
        Write(StandIns.Losses, spec.Losses.Count > 0);
        Write(StandIns.Trainable, TargetType is not null);
        Write(StandIns.Adaptable, plan.IsAdaptable);
        Write(StandIns.Streams, spec.Inputs.All(input => input.IsTokens || input.Axes.Count == 2));
        Write(StandIns.SeveralInputs, hasSeveralInputs);
        Write(StandIns.SeveralInputsTrainable, hasSeveralInputs && targeted.Length == 1);
        Write(StandIns.SeveralTargets, targeted.Length > 1);
        Write(StandIns.Heads, heads.Length > 1);
        Write(StandIns.Untargeted, targeted.Length == 0 && spec.Losses.Count > 0);
        Write(StandIns.Arrays, spec.Losses.Count > 0 && (spec.Inputs.Count > 1 || targeted.Length != 1));
        Write(StandIns.TokensTrainable, spec.Inputs is { Count: 1 } only && only[0].IsTokens && TargetType is not null);

        void Write(string members, bool isThere)
        {
            if (isThere)
            {
                string targets = Spans("targets", targeted.Select(loss => ($"{loss.Arguments.Text("From") ?? Names.CamelCase(loss.Kind)}Targets", Loss.DeclaresLabels(loss) ? "int" : T)));
                writer.Lines((targeted.Length > 0 ? members : members.Replace(", {Targets}", "")).Replace("{Inputs}", Spans("inputs", spec.Inputs.Select(input => (input.Name, input.IsTokens ? "int" : T))))
                    .Replace("{Targets}", targets)
                    .Replace("{Outputs}", string.Join(", ", heads.Select((_, i) => $"global::System.Span<{T}> outputs{i + 1}"))).Replace("{Gradients}", string.Join(", ", heads.Select((_, i) => $"global::System.ReadOnlySpan<{T}> gradients{i + 1}")))
                    .Replace("{InputArrays}", string.Join(", ", spec.Inputs.Select((input, i) => $"{(input.IsTokens ? "int" : T)}[] inputs{i + 1}"))).Replace("{TargetArrays}", string.Concat(targeted.Select((loss, i) => $", {(Loss.DeclaresLabels(loss) ? "int" : T)}[] targets{i + 1}")))
                    .Replace("{Input}", spec.Inputs.Count == 1 && spec.Inputs[0].IsTokens ? "int" : T).Replace("{Class}", spec.Type.Name).Replace("{Name}", Name).Replace("{T}", T).Replace("{Target}", TargetType).Replace("{body}", "=> throw Wrong();"));
            }
        }

        // One goes by its usual name; several by their own, where those are names and differ.
        static string Spans(string only, IEnumerable<(string Name, string Type)> several)
        {
            (string Name, string Type)[] all = [.. several];
            IReadOnlyList<string> parameters = SeveralInputsEmitter.ParameterNames(all.Select(one => one.Name));
            bool areNames = all.Select(one => one.Name).Distinct().Count() == all.Length && all.All(one => SyntaxFacts.IsValidIdentifier(one.Name));
            return all.Length <= 1
                ? $"global::System.ReadOnlySpan<{(all.Length == 1 ? all[0].Type : "{T}")}> {only}"
                : string.Join(", ", all.Select((one, i) => $"global::System.ReadOnlySpan<{one.Type}> {(areNames ? parameters[i] : $"{only}{i + 1}")}"));
        }

        writer.Line();
        writer.Line($"private static global::System.InvalidOperationException Wrong() => new({CodeWriter.Literal(wrong)});");
    }
}
