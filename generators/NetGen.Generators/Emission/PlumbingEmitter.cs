using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>
/// Writes the members that carry no mathematics: access to parameters, memory, files. What they do does not depend on the network, so each is one
/// line that calls the runtime, and the interfaces have their documentation. Then what does depend on it: the description, by a writer of its own, and the layout.
/// </summary>
internal sealed class PlumbingEmitter(NetworkPlan plan, CodeWriter writer, Names names, string? targetType)
{
    private const string Include = "string path, string include = \"*\", global::NetGen.NameMap? names = null, bool strict = true";
    private const string IncludeSeveral = "string path, global::System.Collections.Generic.IEnumerable<string> include, global::NetGen.NameMap? names = null, bool strict = true";

    private string Name => plan.Spec.Type.Reference;

    private string T => plan.Scalar;

    private string ReadOnly => $"global::System.ReadOnlySpan<{T}>";

    private string Writable => $"global::System.Span<{T}>";

    private string WorkspaceType => $"global::NetGen.Workspace<{T}>";

    public void Write()
    {
        WriteConveniences();
        if (plan.Losses.Count > 0)
        {
            new LossEmitter(plan, writer, names).WriteEvaluation();
            new FitEmitter(plan, writer, names).Write();
        }

        WriteParameters();
        WriteState();
        WriteValues();
        WriteRates();
        WriteAdapt();
        WriteCopies();
        WriteFiles();
        new DescriptionEmitter(plan, writer).Write();
        WriteLayout();
        WriteInterface();
    }

    private void WriteConveniences()
    {
        if (plan.InputParts.Count > 0)
        {
            new SeveralInputsEmitter(plan, writer, names, targetType).Write();
        }
        else
        {
            Member($"public {T}[] Predict({ReadOnly} inputs) => {names.PredictMembers}.Predict(this, inputs);", "The outputs of any whole number of examples, in inference mode, in a new array.");
        }

        if (!plan.HasSeveralHeads)
        {
            new ClassifierEmitter(plan, writer, names).Write(plan.MeaningOf(plan.Output));
        }

        Member($"public {WorkspaceType} CreateWorkspace(int batchCapacity, bool inputGradients = false, bool parameterGradients = true, int threads = 1) => {names.WorkspaceMembers}.Create(this, batchCapacity, inputGradients, parameterGradients, threads);");
        writer.Line();
    }

    private void WriteParameters()
    {
        string buffer = names.ParameterBuffer;
        Member($"public {Writable} Parameters => _parameters.Span;");
        Member($"public void GetParameter(string name, {Writable} destination) => {buffer}.Get<{T}>(Description, Parameters, name, destination);");
        Member($"public void SetParameter(string name, {ReadOnly} source) => {buffer}.Set<{T}>(Description, Parameters, name, source);");
        Member($"public void GetGradient({WorkspaceType} workspace, string name, {Writable} destination) => {names.WorkspaceMembers}.GetGradient(this, workspace, Description, name, destination);");
        Member($"public void CopyParametersTo({Writable} packed) => {buffer}.Pack<{T}>(Description, Parameters, packed);");
        Member($"public void CopyParametersFrom({ReadOnly} packed) => {buffer}.Unpack<{T}>(Description, Parameters, packed);");
        writer.Line();
    }

    private void WriteState()
    {
        string buffer = names.ParameterBuffer;
        Member($"public {Writable} State => {(plan.StateLength > 0 ? "_state.Span" : "default")};");
        Member($"public void GetState(string name, {Writable} destination) => {buffer}.GetState<{T}>(Description, State, name, destination);");
        string set = $"{buffer}.SetState<{T}>(Description, State, name, source);", signature = $"public void SetState(string name, {ReadOnly} source)";
        if (!plan.IsAdaptable)
        {
            Member($"{signature} => {set}");
            writer.Line();
            return;
        }

        writer.Line("/// <inheritdoc/>");
        using (writer.Block(signature))
        {
            writer.Line(set);
            writer.Line("_fittedLayers.NoteTensor(name);");
        }

        writer.Line();
    }

    private void WriteValues()
    {
        foreach (string method in new[] { "GetOutput", "GetOutputGradient", "GetInputGradients" })
        {
            Member($"public void {method}({WorkspaceType} workspace, string name, {Writable} destination) => {names.WorkspaceMembers}.{method}(this, workspace, name, destination);");
        }

        writer.Line();
    }

    private void WriteRates()
    {
        foreach ((string kind, _) in plan.Penalties)
        {
            string field = $"_{kind.ToLowerInvariant()}Rate";
            Member($"public double {kind}Rate {{ get => {field}; set => {field} = {names.Guard}.PenaltyRate(value); }}",
                $"λ of the {kind} penalty, {(kind == "L1" ? "λ·Σ |w|" : "λ/2·Σ w²")} over the weights. The attribute gives the initial value.");
        }

        if (plan.HasLossWeights)
        {
            Member("public void SetClassWeights(string loss, global::System.ReadOnlySpan<double> weights) => _lossWeights.SetClasses(loss, weights);",
                "Sets the weights of the classes, or outputs, that a loss compares; none: all are 1. The attribute gives the first ones. The mean divides by Σ of the labels' weights.");
            Member("public void SetPositiveWeight(string loss, double weight) => _lossWeights.SetPositive(loss, [weight]);",
                "Sets the weight of targets that are yes, of all outputs of a binary loss. The attribute gives the first one.");
            Member("public void SetPositiveWeight(string loss, global::System.ReadOnlySpan<double> weights) => _lossWeights.SetPositive(loss, weights);",
                "Sets the weight of targets that are yes: one for each output of a binary loss; none: 1.");
        }

        string rates = plan.HasRates ? "_rates" : $"new global::NetGen.CompilerServices.LayerRates({CodeWriter.Literal(plan.ShortName)})";
        Member($"public void SetRate(string layer, double rate) => {rates}.Set(layer, rate);{(plan.HasRates ? "" : " // there is none: it throws")}");
        writer.Line();
    }

    private void WriteAdapt()
    {
        if (plan.IsAdaptable)
        {
            Member($"public void Adapt({ReadOnly} inputs) => _fittedLayers.Fit(inputs, InputSize, _state.Span);");
            Member("public void Adapt(global::NetGen.InputMoments moments) => _fittedLayers.Fit(moments, InputSize, _state.Span);");
            Member("public bool IsAdapted => _fittedLayers.AreAll(_state.Span);");
            writer.Line();
        }
    }

    private void WriteCopies()
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public void CopyFrom({Name} other)"))
        {
            writer.Line($"{names.NetworkMembers}.CopyFrom<{Name}, {T}>(this, other);");
            if (plan.IsAdaptable)
            {
                writer.Line("_fittedLayers.CopyFrom(other._fittedLayers);");
            }

            if (plan.HasRates)
            {
                writer.Line("_rates.CopyFrom(other._rates);");
            }

            if (plan.HasLossWeights)
            {
                writer.Line("_lossWeights.CopyFrom(other._lossWeights);");
            }

            foreach ((string kind, _) in plan.Penalties)
            {
                string field = $"_{kind.ToLowerInvariant()}Rate";
                writer.Line($"{field} = other.{field};");
            }
        }

        writer.Line();
        Member($"public {Name} Clone() => {names.NetworkMembers}.Clone<{Name}, {T}>(this, _seed);");
        writer.Line();
    }

    private void WriteFiles()
    {
        Member($"public void Save(string path) => {names.NetworkMembers}.Save<{Name}, {T}>(this, path);");
        foreach (string parameters in new[] { Include, IncludeSeveral })
        {
            Member($"public global::NetGen.LoadReport Load({parameters}) => {names.NetworkMembers}.Load<{Name}, {T}>(this, path, include, names, strict);");
            Member($"public static {Name} FromFile({parameters}) => {names.NetworkMembers}.FromFile<{Name}, {T}>(path, include, names, strict);");
        }

        Member($"public string ToSource() => {names.NetworkMembers}.ToSource<{Name}, {T}>(this, {CodeWriter.Literal(plan.Spec.Type.Namespace)}, {CodeWriter.Literal(plan.Spec.Type.FullName)});");
        writer.Line();
    }

    private void WriteLayout()
    {
        writer.Line("private static global::NetGen.CompilerServices.WorkspaceLayout? s_layout;");
        writer.Line();
        writer.Line("// Where the workspace keeps what is asked for by name, in elements per example, and what is worth how many examples.");
        writer.Line($"global::NetGen.CompilerServices.WorkspaceLayout global::NetGen.CompilerServices.IPasses<{T}>.Layout => s_layout ??= new global::NetGen.CompilerServices.WorkspaceLayout()");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"Network = {CodeWriter.Literal(plan.ShortName)},");
            writer.Line($"Input = {Entry("input", plan.Input, plan.Input.Data, -1)},");
            InputPart[] tokens = [.. plan.InputParts.Where(part => part.IsTokens)];
            if (tokens.Length > 0)
            {
                writer.Line($"Tokens = [{string.Join(", ", tokens.Select(part => $"new({CodeWriter.Literal(part.Name)}, {part.Start}, {part.Size}, {part.Vocabulary})"))}],");
            }

            writer.Line($"Output = {Entry("output", plan.Output, plan.Output.Data, plan.OutputAdjoint.Gradient.Offset)},");
            if (plan.HasSeveralHeads)
            {
                writer.Line($"Heads = [{string.Join(", ", plan.Heads.Select(HeadEntry))}],");
            }

            if (plan.Losses.Count > 0)
            {
                writer.Line($"Targets = [{string.Join(", ", plan.Losses.Select(loss => loss.Target is { } target ? Entry("target", target, target.Data, -1) : "null"))}],");
            }

            if (plan.StepLengths.Count > 0)
            {
                writer.Line($"Padding = [{string.Join(", ", plan.StepLengths.Select(lengths => $"new({lengths.Columns})"))}],");
            }

            if (plan.Losses.Any(loss => loss.LabelsPerExample > 1 || loss.HasIgnoredLabels))
            {
                writer.Line($"Labels = [{string.Join(", ", plan.Losses.Select(LabelsOf))}],");
            }

            Value[] ofHeads = [.. plan.Heads.Select(plan.AdjointOf)];
            Value[] ofLosses = [.. plan.Losses.SelectMany(loss => loss.Values).Where(value => !ofHeads.Contains(value)).Distinct()];
            if (ofLosses.Length > 0)
            {
                writer.Line($"GradientsOfLosses = [{string.Join(", ", ofLosses.Select(value => Entry(value.Name, value, value.Gradient, -1)))}],");
            }

            writer.Line($"LeastSharedForward = {plan.LeastSharedExamples(false)},");
            writer.Line($"LeastSharedBackward = {plan.LeastSharedExamples(true)},");
            writer.Line($"PredictBatch = {plan.PredictBatch},");
            if (plan.OneImage is { } one)
            {
                writer.Line($"PredictOneByOne = {one.Few},");
                writer.Line($"PredictLanes = {Math.Min(plan.PredictBatch, VectorPlan.MaxLanes)},");
            }

            writer.Line($"ExampleLength = {plan.ExampleLength},");
            writer.Line($"FixedLength = {plan.FixedLength},");
            writer.Line($"FixedLengthForInputGradients = {plan.FixedLengthForInputGradients},");
            writer.Line($"ParameterLength = {plan.ParameterLength},");
            if (plan.HasLanes)
            {
                writer.Line("HasLanes = true,");
            }

            foreach (IRandomLayer[] kind in plan.RandomLayers)
            {
                writer.Line($"{kind[0].NumbersOfKind} = [{string.Join(", ", kind.Select(layer => Entry(layer.Name, layer.Input, layer.Numbers, -1)))}],");
            }

            IEnumerable<string> values = plan.NamedValues.Select(named => Entry(named.Name, named.Value, named.Value.Data, GradientOffset(named.Value)));
            writer.Line($"NamedValues = [{string.Join(", ", plan.DeclaredInputs.Select(InputEntry).Concat(values))}],");
            HashSet<Buffer> ofBackward = [.. plan.Backward.SelectMany(kernel => kernel.Buffers)];
            string[] saturating = [.. plan.Layers.OfType<Activation>().Where(layer => IsKeptAndSaturates(layer, ofBackward)).Select(layer => Entry(layer.Name, layer.Kept!, layer.Kept!.Data, -1))];
            if (saturating.Length > 0)
            {
                writer.Line($"Saturating = [{string.Join(", ", saturating)}],");
            }
        }

        for (int i = 0; i < plan.Losses.Count; i++)
        {
            writer.Line($"{(i == 0 ? "}" : "")}.{LossEntry(plan.Losses[i])}{(i == plan.Losses.Count - 1 ? ";" : "")}");
        }

        if (plan.Losses.Count == 0)
        {
            writer.Line("};");
        }

        writer.Line();

        static bool IsKeptAndSaturates(Activation layer, HashSet<Buffer> ofBackward) =>
            layer.Saturates && layer.Kept is { IsStored: true, Data.Place: Place.PerExample } kept && ofBackward.Contains(kept.Data);

        static string LabelsOf(Loss loss)
        {
            string ignored = loss.IgnoreLabel is { } label ? $", ignored: {label}" : "", lengths = loss is { HasIgnoredLabels: true, Lengths: { } buffer } ? $", lengths: {buffer.Offset}" : "";
            return loss.TakesLabels ? $"new({loss.LabelsPerExample}{ignored}{lengths})" : "null";
        }

        string HeadEntry(Value head)
        {
            Buffer place = plan.InferenceAliases.TryGetValue(head.Data, out Buffer alias) ? alias : head.Data;
            int start = plan.Heads.TakeWhile(other => other != head).Sum(other => other.Size);
            return $"new({Entry(head.Name, head, head.Data, plan.AdjointOf(head).Gradient.Offset)}, start: {start}, scratch: {place.ScratchOffset})".Replace("new(new(", "new(new global::NetGen.CompilerServices.ArenaValue(");
        }

        string LossEntry(Loss loss)
        {
            int targets = loss.TakesTarget ? NetworkPlan.TargetSizeOf(loss) : 0, start = loss.TakesTarget ? plan.TargetStartOf(loss) : 0;
            string classes = loss.TakesLabels ? $", classes: {loss.Output.Shape.Last}" : "", weight = loss.CostFactor == 1 ? "" : $", weight: {CodeWriter.Literal(loss.CostFactor)}";
            string range = loss.TakesLabels || loss.TargetRange == TargetRange.Numbers ? "" : $", range: global::NetGen.TargetRange.{loss.TargetRange}";
            string steps = loss is { TakesLabels: false, Lengths: { } lengths } ? $", paddedSteps: new({loss.Compared.Shape.Axes[0]}, lengths: {lengths.Offset})" : "";
            return $"WithLoss({CodeWriter.Literal(plan.NameOf(loss))}, {CodeWriter.Literal(loss.Name)}, {targets}{(start == 0 ? "" : $", {start}")}{classes}{weight}{range}{steps})";
        }

        static int GradientOffset(Value value) => value.Gradient.Place == Place.PerExample ? value.Gradient.Offset : -1;

        string InputEntry(InputPart input) =>
            $"new({CodeWriter.Literal(input.Name)}, {input.Size}, {plan.Input.Stride}, {plan.Input.Data.Offset}{(input.Start == 0 ? "" : $", start: {input.Start}")})";

        static string Entry(string name, Value value, Buffer buffer, int gradientOffset) =>
            $"new({CodeWriter.Literal(name)}, {value.Size}, {value.Stride}, {buffer.Offset}{(gradientOffset < 0 ? "" : $", {gradientOffset}")}{(value.IsInLanes ? ", isInLanes: true" : "")})";
    }

    private void WriteInterface()
    {
        writer.Line($"static {Name} global::NetGen.INetwork<{Name}, {T}>.Create(long seed) => new(seed);");
        writer.Line($"int global::NetGen.IPredictor<{T}>.InputSize => InputSize;");
        writer.Line($"int global::NetGen.IPredictor<{T}>.OutputSize => OutputSize;");
        writer.Line($"ref {T} global::NetGen.CompilerServices.IPasses<{T}>.Infer({ReadOnly} inputs, int rows) => ref Infer(inputs, rows);");
        if (plan.IsAdaptable)
        {
            writer.Line($"global::NetGen.CompilerServices.FittedLayers<{T}> global::NetGen.IAdaptable<{T}>.FittedLayers => _fittedLayers;");
        }

        if (plan.InputParts.Count > 0)
        {
            new SeveralInputsEmitter(plan, writer, names, targetType).WriteInterfaces(Name);
            if (plan.InputParts.Count == 1 && targetType is not null)
            {
                new FitEmitter(plan, writer, names).WriteInterface();
            }
        }

        new LossEmitter(plan, writer, names).WriteInterface(Name);
    }

    /// <summary>A member in one line; without a summary of its own it has an interface's.</summary>
    private void Member(string line, string? summary = null)
    {
        writer.Line(summary is null ? "/// <inheritdoc/>" : $"/// <summary>{summary}</summary>");
        writer.Line(line);
    }
}
