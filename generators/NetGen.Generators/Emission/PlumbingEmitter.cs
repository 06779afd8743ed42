using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes the members that carry no mathematics: access to parameters, memory, the description.</summary>
internal sealed class PlumbingEmitter(NetworkPlan plan, CodeWriter writer, Names names, string? targetType)
{
    private string Name => plan.Spec.Type.Reference;

    private string ShortName => plan.Spec.Type.Name.TrimStart('@');

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
        }

        if (plan.Loss is not null)
        {
            new FitEmitter(plan, writer, targetType!).Write();
        }

        WriteParameters();
        WriteState();
        WriteValues();
        WriteRates();
        WriteAdapt();
        WriteCopies();
        WriteFiles();
        WriteDescription();
        WriteLayout();
        WriteInterface();
    }

    private void WriteConveniences()
    {
        if (plan.InputParts.Count > 0)
        {
            new SeveralInputsEmitter(plan, writer, names, targetType).Write(plan.Loss is null ? [] : ClassifierEmitter.Members(plan.Loss.Outputs));
        }
        else
        {
            Member("The outputs of any whole number of examples, in inference mode, in a new array.", $"public {T}[] Predict({ReadOnly} inputs)", () =>
            {
                writer.Line($"{T}[] outputs = new {T}[{names.Guard}.Examples(inputs.Length, InputSize, {names.NameOf("inputs")}) * OutputSize];");
                writer.Line("Predict(inputs, outputs);");
                writer.Line("return outputs;");
            });
        }

        if (plan.Loss is { } loss && loss.Output.Root == plan.Output.Root)
        {
            new ClassifierEmitter(plan, writer, names).Write(loss.Outputs);
        }

        Member("Takes the memory for training, once: Forward, Loss and Backward allocate nothing after the first call. Nothing to dispose.", $"public {WorkspaceType} CreateWorkspace(int batchCapacity, bool inputGradients = false, bool parameterGradients = true, int threads = 1)", () =>
            writer.Line($"return global::NetGen.CompilerServices.WorkspaceFactory.Create<{T}>(this, s_layout, batchCapacity, inputGradients, parameterGradients, threads);"),
            ("batchCapacity", "The largest number of examples in one batch, at least 1."),
            ("inputGradients", "Whether Backward also computes the gradients of the inputs."),
            ("parameterGradients", "Whether Backward computes the gradients of the parameters."),
            ("threads", $"The number of threads that batches large enough ({plan.LeastSharedExamples(false)} examples, in Backward {plan.LeastSharedExamples(true)}) are divided among. It does not change a bit of any result."));
    }

    private void WriteParameters()
    {
        Member("All parameters, padding included, in a layout that does not depend on the machine: a view, not a copy. Padding is zero and stays so.", $"public {Writable} Parameters", () =>
            writer.Line("get { return _parameters.Span; }"));
        Member("Copies a parameter out, in row-major order of its canonical shape: a dense weight is [outputs, inputs].", $"public void GetParameter(string name, {Writable} destination)", () =>
            writer.Line($"global::NetGen.CompilerServices.ParameterBuffer.Get<{T}>(Description, Parameters, name, destination);"),
            ParameterName(), ("destination", "Receives the values."));
        Member("Copies a parameter in, in row-major order of its canonical shape.", $"public void SetParameter(string name, {ReadOnly} source)", () =>
            writer.Line($"global::NetGen.CompilerServices.ParameterBuffer.Set<{T}>(Description, Parameters, name, source);"),
            ParameterName(), ("source", "The values."));
        Member("Copies the gradient of a parameter, as the last Backward left it.", $"public void GetGradient({WorkspaceType} workspace, string name, {Writable} destination)", () =>
        {
            NullCheck("workspace");
            writer.Line(Names.UseOfWorkspace(T));
            writer.Line($"global::NetGen.CompilerServices.ParameterBuffer.Get<{T}>(Description, frame.GradientsOf(this), name, destination);");
        }, ("workspace", "The workspace of the Backward."), ParameterName(), ("destination", "Receives the values."));
        Member("Copies all parameters out, one tensor after the other in canonical order, without padding: ParameterCount values.", $"public void CopyParametersTo({Writable} packed)", () =>
            writer.Line($"global::NetGen.CompilerServices.ParameterBuffer.Pack<{T}>(Description, Parameters, packed);"), ("packed", "Receives the values."));
        Member("Copies all parameters in: the inverse of CopyParametersTo.", $"public void CopyParametersFrom({ReadOnly} packed)", () =>
            writer.Line($"global::NetGen.CompilerServices.ParameterBuffer.Unpack<{T}>(Description, Parameters, packed);"), ("packed", "The values."));
    }

    private void WriteState()
    {
        string state = plan.StateLength > 0 ? "_state.Span" : "default";
        Member("What is kept between steps but not trained, such as running statistics, padding included: a view, not a copy; empty where there is none.", $"public {Writable} State", () =>
            writer.Line($"get {{ return {state}; }}"));
        Member("Copies a tensor of the state out.", $"public void GetState(string name, {Writable} destination)", () =>
            writer.Line($"global::NetGen.CompilerServices.ParameterBuffer.GetState<{T}>(Description, State, name, destination);"),
            StateName(), ("destination", "Receives the values."));
        Member("Copies a tensor of the state in.", $"public void SetState(string name, {ReadOnly} source)", () =>
        {
            writer.Line($"global::NetGen.CompilerServices.ParameterBuffer.SetState<{T}>(Description, State, name, source);");
            if (plan.Normalizations.Any())
            {
                writer.Line("_fittedLayers.NoteTensor(name);");
            }
        }, StateName(), ("source", "The values."));
    }

    private (string Name, string Text) StateName() =>
        ("name", plan.States.FirstOrDefault() is { } first ? $"The tensor's name, for instance {first.Name}." : "The tensor's name; this network has none.");

    private (string Name, string Text) ParameterName() =>
        ("name", plan.Parameters.FirstOrDefault() is { } first ? $"The parameter's name, for instance {first.Name}." : "The parameter's name.");

    private void WriteValues()
    {
        Member("Copies a named value of the last Forward, one row for each example.", $"public void GetOutput({WorkspaceType} workspace, string name, {Writable} destination)", () =>
        {
            NullCheck("workspace");
            writer.Line(Names.UseOfWorkspace(T));
            writer.Line("frame.GetOutput(this, name, destination);");
        }, ("workspace", "The workspace of the Forward."), ("name", "The value's name."), ("destination", "Receives the values."));
        Member("Copies the gradient of a named value, as the last Backward left it.", $"public void GetOutputGradient({WorkspaceType} workspace, string name, {Writable} destination)", () =>
        {
            NullCheck("workspace");
            writer.Line(Names.UseOfWorkspace(T));
            writer.Line("frame.GetOutputGradient(this, name, destination);");
        }, ("workspace", "The workspace of the Backward."), ("name", "The value's name."), ("destination", "Receives the values."));
        Member("Copies the gradient of an input, as the last Backward left it, in a workspace with inputGradients: true.", $"public void GetInputGradients({WorkspaceType} workspace, string name, {Writable} destination)", () =>
        {
            NullCheck("workspace");
            writer.Line(Names.UseOfWorkspace(T));
            writer.Line("frame.GetInputGradients(this, name, destination);");
        }, ("workspace", "The workspace of the Backward."), ("name", $"The input's name: {string.Join(" or ", plan.DeclaredInputs.Select(input => input.Name))}."), ("destination", "Receives the values."));
    }

    private void WriteRates()
    {
        foreach ((string kind, _) in plan.Penalties)
        {
            string field = $"_{kind.ToLowerInvariant()}Rate";
            Member($"λ of the {kind} penalty, {(kind == "L1" ? "λ·Σ |w|" : "λ/2·Σ w²")} over the weights. The attribute gives the initial value.", $"public double {kind}Rate", () =>
            {
                writer.Line($"get {{ return {field}; }}");
                writer.Line($"set {{ {field} = {names.Guard}.PenaltyRate(value); }}");
            });
        }

        string summary = plan.Noises.Any() ? "Sets the rate of a dropout layer, or the standard deviation of Gaussian noise." : "Sets the rate of a dropout layer.";
        Member($"{summary} The attribute gives the initial value.", "public void SetRate(string layer, double rate)", () =>
        {
            foreach (GaussianNoise noise in plan.Noises)
            {
                writer.Line($"if (layer == {CodeWriter.Literal(noise.Name)}) {{ _{noise.LocalName}Deviation = {names.Guard}.NoiseDeviation(rate); return; }}");
            }

            writer.Line($"{names.Guard}.DropoutRate(rate);");
            if (plan.Dropouts.Any())
            {
                using (writer.Block("switch (layer)"))
                {
                    foreach (Dropout dropout in plan.Dropouts)
                    {
                        writer.Line($"case {CodeWriter.Literal(dropout.Name)}: _{dropout.LocalName}Rate = rate; return;");
                    }
                }
            }

            string[] rated = [.. plan.Dropouts.Select(dropout => dropout.Name), .. plan.Noises.Select(noise => noise.Name)];
            string known = rated.Length > 0 ? string.Join(", ", rated) : "it has none";
            writer.Line($"throw new global::System.ArgumentException($\"{ShortName} has no layer '{{layer}}' with a rate: {known}.\", {names.NameOf("layer")});");
        });
    }

    private void WriteAdapt()
    {
        if (!plan.Normalizations.Any())
        {
            return;
        }

        Member("Fits the mean and variance of [Normalization] to examples: those of the training part, and of no other.", $"public void Adapt({ReadOnly} inputs)", () =>
        {
            writer.Line("global::NetGen.InputMoments moments = new(InputSize);");
            writer.Line("moments.Add(inputs);");
            writer.Line("Adapt(moments);");
        }, ("inputs", "At least one example, of finite values."));
        Member("Fits the mean and variance of [Normalization] to moments that were gathered batch by batch.", "public void Adapt(global::NetGen.InputMoments moments)", () =>
        {
            writer.Line($"{names.Guard}.Moments(moments, InputSize);");
            writer.Line($"{Writable} state = _state.Span.ToArray(); // all of it changes, or nothing");
            foreach (Normalization layer in plan.Normalizations)
            {
                writer.Line(layer.Fit());
            }

            writer.Line("state.CopyTo(_state.Span);");
            writer.Line("_fittedLayers.NoteAll();");
        }, ("moments", "The moments of at least one example."));
        Member("Whether [Normalization] has its mean and variance: fitted, set, loaded, or copied from a network that has. Training needs them.", "public bool IsAdapted", () =>
            writer.Line("get { return _fittedLayers.AreAll(_state.Span); }"));
    }

    private void WriteCopies()
    {
        Member("Copies the parameters, the state and the rates of another network of this class.", $"public void CopyFrom({Name} other)", () =>
        {
            NullCheck("other");
            writer.Line("other.Parameters.CopyTo(Parameters);");
            if (plan.StateLength > 0)
            {
                writer.Line("other.State.CopyTo(State);");
            }

            if (plan.Normalizations.Any())
            {
                writer.Line("_fittedLayers.CopyFrom(other._fittedLayers);");
            }

            foreach (Dropout dropout in plan.Dropouts)
            {
                writer.Line($"_{dropout.LocalName}Rate = other._{dropout.LocalName}Rate;");
            }

            foreach (GaussianNoise noise in plan.Noises)
            {
                writer.Line($"_{noise.LocalName}Deviation = other._{noise.LocalName}Deviation;");
            }

            foreach ((string kind, _) in plan.Penalties)
            {
                string field = $"_{kind.ToLowerInvariant()}Rate";
                writer.Line($"{field} = other.{field};");
            }
        });
        Member("A network with the same parameters, state, rates and seed.", $"public {Name} Clone()", () =>
        {
            writer.Line($"{Name} clone = new(unchecked((long)_seed));");
            writer.Line("clone.CopyFrom(this);");
            writer.Line("return clone;");
        });
    }

    private void WriteFiles()
    {
        const string File = "global::NetGen.ModelFile";
        Member("Writes parameters and state to a safetensors file, by their names and in PyTorch's shapes. The file appears when it is complete and on the disk.", "public void Save(string path)", () =>
            writer.Line($"{File}.Save<{Name}, {T}>(this, path);"),
            ("path", "The file; one that is there is replaced."));
        WriteLoad("string include = \"*\"", "Which tensors of this network, * standing for any text: backbone.* loads a part, out of a file that may hold more.", File);
        WriteLoad("global::System.Collections.Generic.IEnumerable<string> include", "Which tensors of this network, by several patterns.", File);
        Member("The weights as a C# file, for programs that carry them along: constants, and a method that creates the network with them.", "public string ToSource()", () =>
            writer.Line($"return global::NetGen.CompilerServices.SourceFile.Write<{Name}, {T}>(this, {CodeWriter.Literal(plan.Spec.Type.Namespace)}, {CodeWriter.Literal(plan.Spec.Type.FullName)});"));
    }

    private void WriteLoad(string include, string meaning, string file)
    {
        (string, string)[] documentation =
        [
            ("path", "The file."),
            ("include", meaning),
            ("names", "What the file calls them, where another program wrote it."),
            ("strict", "False: what file and network have in common is loaded, and the rest stays."),
        ];
        string parameters = $"string path, {include}, global::NetGen.NameMap? names = null, bool strict = true";
        Member("Reads parameters and state from a safetensors file or a checkpoint, and says which. When it fails, the network is as it was.", $"public global::NetGen.LoadReport Load({parameters})", () =>
            writer.Line($"return {file}.Load<{Name}, {T}>(this, path, include, names, strict);"), documentation);
        Member("A network with the parameters and the state of a safetensors file or a checkpoint; those that are not loaded are a new network's.", $"public static {Name} FromFile({parameters})", () =>
        {
            writer.Line($"{Name} network = new(0L);");
            writer.Line("network.Load(path, include, names, strict);");
            writer.Line("return network;");
        }, documentation);
    }

    private void WriteDescription()
    {
        writer.Line("/// <summary>The layers, shapes, parameters and costs.</summary>");
        writer.Line("public static global::NetGen.NetworkDescription Description { get; } = new(");
        using (writer.Indent())
        {
            writer.Line($"{CodeWriter.Literal(ShortName)}, {CodeWriter.Literal(T)},");
            writer.Line("[");
            using (writer.Indent())
            {
                foreach (InputPart input in plan.DeclaredInputs)
                {
                    writer.Line(Layer(input.Name, $"Input({input.Shape})", [], input.Shape.ToString(), 0, 0));
                }

                foreach (Layer layer in plan.DeclaredLayers)
                {
                    writer.Line(Layer(layer.Name, layer.Declaration, layer.Inputs, layer.Output.Shape.ToString(), layer.OwnParameters.Sum(parameter => parameter.Count), layer.Flops));
                }

                foreach (Loss loss in plan.Losses)
                {
                    writer.Line(Layer(loss.Name, loss.Declaration, [loss.Output], "", 0, 0));
                }
            }

            writer.Line("],");
            WriteTensors(plan.Parameters, ",");
            string heads = plan.Losses.Count > 0 ? $"heads: [{string.Join(", ", plan.Losses.Select(Head))}]);" : ");";
            if (plan.StateLength > 0)
            {
                writer.Line($"{plan.ExampleLength * plan.ScalarBytes},");
                WriteTensors(plan.States, plan.Losses.Count > 0 ? "," : heads);
            }
            else
            {
                writer.Line($"{plan.ExampleLength * plan.ScalarBytes}{(plan.Losses.Count > 0 ? "," : heads)}");
            }

            if (plan.Losses.Count > 0)
            {
                writer.Line(heads);
            }
        }

        writer.Line();

        static string Layer(string name, string declaration, IEnumerable<Value> inputs, string shape, int parameters, long flops) =>
            $"new({CodeWriter.Literal(name)}, {CodeWriter.Literal(declaration)}, [{string.Join(", ", inputs.Select(input => CodeWriter.Literal(input.Name)))}], [{shape.Replace("x", ", ")}], {parameters}, {flops}),";
    }

    private string Head(Loss loss)
    {
        string from = loss.Compared.Root == plan.Output.Root ? "" : $", {CodeWriter.Literal(loss.Compared.Name)}";
        return $"new(global::NetGen.OutputMeaning.{loss.Outputs}, [{string.Join(", ", loss.Compared.Shape.Axes)}], {(loss.TakesLabels ? "true" : "false")}{from})";
    }

    private void WriteTensors(IEnumerable<ParameterTensor> tensors, string end)
    {
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (ParameterTensor tensor in tensors)
            {
                writer.Line($"new({CodeWriter.Literal(tensor.Name)}, [{string.Join(", ", tensor.Axes)}], {tensor.Data.Offset}, [{string.Join(", ", tensor.Strides)}], {(tensor.IsWeight ? "true" : "false")}{(tensor.IsTrainable ? "" : ", false")}),");
            }
        }

        writer.Line("]" + end);
    }

    private void WriteLayout()
    {
        writer.Line("// Where the workspace keeps what is asked for by name, in elements per example.");
        writer.Line("private static readonly global::NetGen.CompilerServices.WorkspaceLayout s_layout = new()");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"Network = {CodeWriter.Literal(ShortName)},");
            writer.Line($"Input = {Entry("input", plan.Input, plan.Input.Data, -1)},");
            writer.Line($"Output = {Entry("output", plan.Output, plan.Output.Data, plan.OutputAdjoint.Gradient.Offset)},");
            if (plan.Losses.Count > 0)
            {
                writer.Line($"Targets = [{string.Join(", ", plan.Losses.Select(loss => loss.Target is { } target ? Entry("target", target, target.Data, -1) : "null"))}],");
            }

            writer.Line($"ExampleLength = {plan.ExampleLength},");
            writer.Line($"FixedLength = {plan.FixedLength},");
            writer.Line($"FixedLengthForInputGradients = {plan.FixedLengthForInputGradients},");
            writer.Line($"ParameterLength = {plan.ParameterLength},");
            if (plan.HasLanes)
            {
                writer.Line("HasLanes = true,");
            }

            if (plan.Dropouts.Any())
            {
                writer.Line($"DropoutMasks = [{string.Join(", ", plan.Dropouts.Select(dropout => Entry(dropout.Name, dropout.Input, dropout.Mask, -1)))}],");
            }

            if (plan.Noises.Any())
            {
                writer.Line($"Noises = [{string.Join(", ", plan.Noises.Select(noise => Entry(noise.Name, noise.Input, noise.Noise, -1)))}],");
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

        writer.Line("};");
        writer.Line();

        static bool IsKeptAndSaturates(Activation layer, HashSet<Buffer> ofBackward) =>
            layer.Saturates && layer.Kept is { IsStored: true, Data.Place: Place.PerExample } kept && ofBackward.Contains(kept.Data);

        static int GradientOffset(Value value) => value.Gradient.Place == Place.PerExample ? value.Gradient.Offset : -1;

        string InputEntry(InputPart input) =>
            $"new({CodeWriter.Literal(input.Name)}, {input.Size}, {plan.Input.Stride}, {plan.Input.Data.Offset}{(input.Start == 0 ? "" : $", start: {input.Start}")})";

        static string Entry(string name, Value value, Buffer buffer, int gradientOffset) =>
            $"new({CodeWriter.Literal(name)}, {value.Size}, {value.Stride}, {buffer.Offset}{(gradientOffset < 0 ? "" : $", {gradientOffset}")}{(value.IsInLanes ? ", isInLanes: true" : "")})";
    }

    private void WriteInterface()
    {
        writer.Line($"static {Name} global::NetGen.INetwork<{Name}, {T}>.Create(long seed) => new(seed);");
        writer.Line();
        writer.Line($"int global::NetGen.IPredictor<{T}>.InputSize => InputSize;");
        writer.Line();
        writer.Line($"int global::NetGen.IPredictor<{T}>.OutputSize => OutputSize;");
        if (plan.Normalizations.Any())
        {
            writer.Line();
            writer.Line($"global::NetGen.CompilerServices.FittedLayers<{T}> global::NetGen.IAdaptable<{T}>.FittedLayers => _fittedLayers;");
        }

        if (plan.InputParts.Count > 0)
        {
            new SeveralInputsEmitter(plan, writer, names, targetType).WriteInterfaces(Name);
        }
    }

    private void Member(string summary, string signature, Action body, params (string Name, string Text)[] parameters)
    {
        writer.Line($"/// <summary>{summary}</summary>");
        foreach ((string name, string text) in parameters)
        {
            writer.Line($"/// <param name=\"{name}\">{text}</param>");
        }

        using (writer.Block(signature))
        {
            body();
        }

        writer.Line();
    }

    private void NullCheck(string parameter) => writer.Line($"global::System.ArgumentNullException.ThrowIfNull({parameter});");
}
