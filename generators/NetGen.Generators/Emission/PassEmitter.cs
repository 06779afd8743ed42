using System.Text;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>
/// Writes the passes: methods that name the pieces of memory and call the kernels, one after the other. No loop over
/// layers, no decision at run time but for the width of the machine's vectors and for what the caller asked for.
/// </summary>
internal sealed class PassEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private const string Pass = "global::NetGen.CompilerServices.Pass";
    private const string Share = "global::NetGen.CompilerServices.Share";

    private string Scalar => plan.Scalar;

    /// <summary>What each thread of a workspace runs; without further threads, once.</summary>
    public void WriteRun()
    {
        string type = $"global::NetGen.CompilerServices.WorkspaceFrame<{Scalar}>";
        Kernel[] kernels = [.. plan.Forward, .. plan.Backward];
        bool generic = NetworkPlan.IsGeneric(kernels);
        writer.Line("/// <summary>One thread's share of a pass.</summary>");
        writer.Line(names.HotMethod);
        using (writer.Block($"void global::NetGen.CompilerServices.IPasses<{Scalar}>.Run({Pass} pass, {type} frame, {Share} share)"))
        {
            WriteDispatch(generic, vector => $"Run<{vector}>(pass, frame, share);");
        }

        writer.Line();
        writer.Line(names.HotMethod);
        writer.Line($"private void Run{(generic ? "<V>" : "")}({Pass} pass, {type} frame, {Share} share)");
        WriteConstraint(generic);
        using (writer.Block())
        {
            writer.Line($"if (pass == {Pass}.Forward)");
            using (writer.Indent())
            {
                writer.Line($"ForwardPass{(NetworkPlan.IsGeneric(plan.Forward) ? "<V>" : "")}(frame, share);");
            }

            writer.Line("else");
            using (writer.Indent())
            {
                writer.Line($"BackwardPass{(NetworkPlan.IsGeneric(plan.Backward) ? "<V>" : "")}(frame, share{(plan.Updates.Count > 0 ? $", update: pass == {Pass}.Step" : "")});");
            }
        }

        writer.Line();
    }

    public void WriteForward()
    {
        writer.Line("/// <summary>All layers, in order, keeping what Backward needs.</summary>");
        using (Method("ForwardPass", $"global::NetGen.CompilerServices.WorkspaceFrame<{Scalar}> frame, {Share} share", NetworkPlan.IsGeneric(plan.Forward)))
        {
            SharedCalls calls = new(plan, writer, names, plan.ForwardSteps);
            DeclareTraining(plan.Forward);
            if (plan.ForwardExamples is not { } examples)
            {
                calls.WriteExamples();
                WriteForwardKernels(calls);
                return;
            }

            writer.Line("int batch = frame.BatchSize;");
            writer.Line($"int rows, end = {SharedCalls.FirstExample(plan)} + {SharedCalls.ExampleCount(plan)}; // of this thread's examples");
            using (writer.Block($"for (int first = {SharedCalls.FirstExample(plan)}; first < end; first += rows)"))
            {
                writer.Line($"rows = end - first < {examples * 3 / 2} ? end - first : {examples}; // so few stay in the first cache for all layers");
                WriteForwardKernels(calls);
            }
        }
    }

    private void WriteForwardKernels(SharedCalls calls)
    {
        DeclareBuffers(plan.Forward, calls);
        calls.Write();
    }

    public void WriteInference()
    {
        writer.Line("/// <summary>All layers, in order, without what only acts in training.</summary>");
        writer.Line("/// <returns>The outputs, in rows padded to a multiple of four, in memory that the next call on this thread overwrites.</returns>");
        string name = NetworkPlan.IsGeneric(plan.Inference) ? "InferencePass" : "Infer";
        string dispatchTo = $"global::System.ReadOnlySpan<{Scalar}> inputs, int rows";
        if (NetworkPlan.IsGeneric(plan.Inference))
        {
            using (writer.Block($"private ref {Scalar} Infer({dispatchTo})"))
            {
                if (plan.OneImage is not null)
                {
                    using (writer.Block("if (rows == 1)"))
                    {
                        WriteDispatch(true, vector => $"return ref InferencePassOfOne<{vector}>(inputs);");
                    }

                    writer.Line();
                }

                WriteDispatch(NetworkPlan.IsGeneric(plan.Inference), vector => $"return ref InferencePass<{vector}>(inputs, rows);", narrowFor: plan.HasLanes ? "rows" : null);
            }

            writer.Line();
        }

        using (Method(name, dispatchTo, NetworkPlan.IsGeneric(plan.Inference), $"ref {Scalar}"))
        {
            writer.Line("int n = global::NetGen.CompilerServices.ThreadScratch.Examples(rows); // so many have room");
            WriteInferenceBody(plan.Inference, plan.InferenceAliases, "rows", "n");
        }

        if (plan.OneImage is { } one)
        {
            writer.Line();
            writer.Line("/// <summary>Likewise for one example; the same bits as in a batch.</summary>");
            using (Method("InferencePassOfOne", $"global::System.ReadOnlySpan<{Scalar}> inputs", generic: true, $"ref {Scalar}"))
            {
                WriteInferenceBody(one.Kernels, one.Aliases, "1", NetworkEmitter.Number(NetworkPlan.FewestExamples));
            }
        }
    }

    private void WriteInferenceBody(IReadOnlyList<Kernel> kernels, IReadOnlyDictionary<Buffer, Buffer> aliases, string rows, string room)
    {
        string span = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference(inputs)";
        writer.Line($"ref {Scalar} scratch = ref global::NetGen.CompilerServices.ThreadScratch.Take<{Scalar}>({plan.ScratchLength}, {room}, {plan.ScratchFixedLength});");
        if (plan.ReadsInputsInPlace)
        {
            writer.Line($"ref {Scalar} x = ref {span};");
        }
        else
        {
            writer.Line($"ref {Scalar} x = ref {At("scratch", Scratch(plan.Input.Data.ScratchOffset, room))};");
            writer.Line($"{names.Rows}.Pad(inputs, {plan.Input.Size}, ref x, {plan.Input.Stride});");
        }

        DeclareInferenceBuffers(kernels, aliases, buffer => InScratch(buffer, room));
        foreach (Kernel kernel in kernels)
        {
            writer.Line($"{kernel.CallWith(Argument)};");
        }

        writer.Line($"return ref {plan.Output.Symbol};");

        string Argument(string name) =>
            name == KernelArgument.Training.Name ? "training: false" : name == KernelArgument.Rows.Name ? rows : name;
    }

    public void WriteBackward()
    {
        writer.Line("/// <summary>The layers upside down, from the gradient of the outputs. In a step, each parameter is updated right after its gradient.</summary>");
        string update = plan.Updates.Count > 0 ? ", bool update" : "";
        using (Method("BackwardPass", $"global::NetGen.CompilerServices.WorkspaceFrame<{Scalar}> frame, {Share} share{update}", NetworkPlan.IsGeneric(plan.Backward)))
        {
            SharedCalls calls = new(plan, writer, names, plan.BackwardSteps);
            calls.WriteExamples();
            foreach ((string kind, _) in plan.Penalties.Where(_ => plan.Backward.Any(kernel => kernel.Condition == Condition.ParameterGradients)))
            {
                string rate = kind.ToLowerInvariant() + "Rate";
                writer.Line($"{Scalar} {rate} = {Round("_" + rate)};");
            }

            DeclareTraining(plan.Backward);
            HashSet<KernelArgument> taken = [.. plan.Backward.SelectMany(kernel => kernel.Arguments)];
            foreach (KernelArgument argument in plan.Layers.OfType<ElementWiseLayer>().SelectMany(layer => layer.Arguments).Where(argument => argument.InBackward is not null && taken.Contains(argument)))
            {
                writer.Line($"{Scalar} {argument.Name} = {Round(argument.InBackward!)};");
            }

            DeclareBuffers(plan.Backward, calls);
            calls.Write();

            if (plan.UpdatesAtEnd)
            {
                calls.WriteUpdateAtEnd();
            }
        }
    }

    /// <summary>The choice of the widest vectors; folded to one call by the JIT.</summary>
    /// <param name="generic">Whether there are versions for several widths at all.</param>
    /// <param name="call">The call, given the type of vectors.</param>
    /// <param name="narrowFor">The number of examples, where they lie in lanes: of a few, narrower vectors leave fewer lanes empty.</param>
    private void WriteDispatch(bool generic, Func<string, string> call, string? narrowFor = null)
    {
        if (!generic)
        {
            writer.Line(call("").Replace("<>", ""));
            return;
        }

        string[] types = Scalar == "float" ? ["Float32x16", "Float32x8", "Float32x4"] : ["Float64x8", "Float64x4", "Float64x2"];
        string[] conditions = narrowFor is null
            ? [$"if ({names.Simd}.VectorBits == 512)", $"else if ({names.Simd}.VectorBits == 256)", "else"]
            : [$"if ({names.Simd}.VectorBits == 512 && {narrowFor} > {(Scalar == "float" ? 8 : 4)})", $"else if ({names.Simd}.VectorBits >= 256 && {narrowFor} > {(Scalar == "float" ? 4 : 2)})", "else"];
        for (int i = 0; i < types.Length; i++)
        {
            writer.Line(conditions[i]);
            using (writer.Indent())
            {
                writer.Line(call($"global::NetGen.{types[i]}"));
            }
        }
    }

    private CodeWriter.Scope Method(string name, string parameters, bool generic, string returns = "void")
    {
        writer.Line(names.HotMethod);
        writer.Line($"private {returns} {name}{(generic ? "<V>" : "")}({parameters})");
        WriteConstraint(generic);
        return writer.Block();
    }

    private void WriteConstraint(bool generic)
    {
        if (generic)
        {
            writer.Line($"    where V : struct, global::NetGen.ISimd<V, {Scalar}>");
        }
    }

    private void DeclareBuffers(IEnumerable<Kernel> kernels, SharedCalls calls)
    {
        Buffer[] buffers = [.. kernels.SelectMany(kernel => kernel.Buffers).Distinct()];
        if (buffers.Any(buffer => buffer.Place == Place.Parameters))
        {
            writer.Line($"ref {Scalar} parameters = ref _parameters.Origin;");
        }

        DeclareState(buffers);
        writer.Line($"ref {Scalar} arena = ref frame.Arena;");
        writer.Line("int n = frame.RowCapacity;");

        if (buffers.Any(buffer => buffer.Place == Place.Gradients))
        {
            writer.Line($"ref {Scalar} gradients = ref (frame.HasParameterGradients ? ref frame.GradientOrigin : ref arena);");
        }

        Declare(buffers.Where(buffer => buffer.Place != Place.InputGradients), Start);
        foreach (Buffer buffer in buffers.Where(buffer => buffer.Place == Place.InputGradients))
        {
            writer.Line($"ref {Scalar} {buffer.Symbol} = ref {Start(buffer)}; // used only when asked for");
        }

        writer.Line();

        string Start(Buffer buffer)
        {
            string location = Location(buffer, buffer.Offset);
            return calls.IsDeclaredAtFirst(buffer) ? FromFirst(location, buffer.Length) : location;
        }
    }

    /// <summary>Names for pieces of memory, several in a line: values, then parameters and their gradients, each in the order of their use.</summary>
    private void Declare(IEnumerable<Buffer> buffers, Func<Buffer, string> location)
    {
        const int MostColumns = 160;
        foreach (IGrouping<Place, Buffer> place in buffers.GroupBy(buffer => buffer.Place).OrderBy(place => place.Key))
        {
            StringBuilder line = new();
            foreach (Buffer buffer in place)
            {
                string name = $"{buffer.Symbol} = ref {location(buffer)}";
                if (line.Length > 0 && line.Length + name.Length > MostColumns)
                {
                    writer.Line($"{line};");
                    line.Clear();
                }

                line.Append(line.Length == 0 ? $"ref {Scalar} " : ", ").Append(name);
            }

            writer.Line($"{line};");
        }
    }

    /// <summary>From the thread's first example on.</summary>
    private string FromFirst(string location, int stride)
    {
        string prefix = $"{names.Unsafe}.Add(ref ";
        return location.StartsWith(prefix, StringComparison.Ordinal) && location.EndsWith(" * n)", StringComparison.Ordinal)
            ? $"{location.Substring(0, location.Length - 1)} + {stride} * first)"
            : At(location, $"{stride} * first");
    }

    private string InScratch(Buffer buffer, string room) => buffer.Place switch
    {
        Place.Parameters or Place.State => Location(buffer, buffer.Offset),
        Place.PerWorkspace => At("scratch", KernelWriter.Sum($"{plan.ScratchLength} * {room}", $"{buffer.ScratchOffset}")),
        _ => At("scratch", Scratch(buffer.ScratchOffset, room)),
    };

    /// <summary>Writes what computes one step of each sequence of a stream; this is the emitter of the stream's plan.</summary>
    public void WriteStream()
    {
        const string Interface = "global::NetGen.CompilerServices.IStreamPasses";
        writer.Line("/// <summary>All layers, in order, for the next step of each sequence.</summary>");
        using (writer.Block($"void {Interface}<{Scalar}>.Step(ref {Scalar} memory, int n, int rows)"))
        {
            if (plan.OneSequence is { } one)
            {
                using (writer.Block("if (rows == 1)"))
                {
                    WriteDispatch(NetworkPlan.IsGeneric(one.Kernels), vector => $"StreamPassOfOne<{vector}>(ref memory);");
                    writer.Line("return;");
                }

                writer.Line();
            }

            WriteDispatch(NetworkPlan.IsGeneric(plan.Inference), vector => $"StreamPass<{vector}>(ref memory, n, rows);");
        }

        writer.Line();
        WriteStreamPass("StreamPass", ", int n, int rows", plan.Inference, "n", "rows");
        if (plan.OneSequence is not null)
        {
            writer.Line("/// <summary>Likewise for a stream of one sequence; the same bits as of several.</summary>");
            WriteStreamPass("StreamPassOfOne", "", plan.OneSequence.Kernels, NetworkEmitter.Number(NetworkPlan.FewestExamples), "1");
        }
    }

    private void WriteStreamPass(string name, string parameters, IReadOnlyList<Kernel> kernels, string room, string rows)
    {
        using (Method(name, $"ref {Scalar} memory{parameters}", NetworkPlan.IsGeneric(kernels)))
        {
            writer.Line($"ref {Scalar} x = ref {InStream(plan.Input.Data, room)};");
            DeclareInferenceBuffers(kernels, plan.InferenceAliases, buffer => InStream(buffer, room));
            foreach (Kernel kernel in kernels)
            {
                writer.Line($"{kernel.CallWith(argument => argument == KernelArgument.Training.Name ? "training: false" : argument == KernelArgument.Rows.Name ? rows : argument)};");
            }
        }

        writer.Line();
    }

    /// <summary>Values of a step, what is kept of each sequence, and what does not depend on them, one after the other.</summary>
    private string InStream(Buffer buffer, string room) => buffer.Place switch
    {
        Place.Parameters or Place.State => Location(buffer, buffer.Offset),
        Place.PerSequence => At("memory", Scratch(plan.ScratchLength + buffer.ScratchOffset, room)),
        Place.PerWorkspace => At("memory", KernelWriter.Sum($"{plan.ScratchLength + plan.Stream!.States.Sum(state => state.Length)} * {room}", $"{buffer.ScratchOffset}")),
        _ => At("memory", Scratch(buffer.ScratchOffset, room)),
    };

    private void DeclareInferenceBuffers(IReadOnlyList<Kernel> kernels, IReadOnlyDictionary<Buffer, Buffer> aliases, Func<Buffer, string> location)
    {
        Buffer[] buffers = [.. kernels.SelectMany(kernel => kernel.Buffers).Append(plan.Output.Data).Distinct()];
        if (buffers.Any(buffer => buffer.Place == Place.Parameters))
        {
            writer.Line($"ref {Scalar} parameters = ref _parameters.Origin;");
        }

        DeclareState(buffers);
        Declare(buffers.Where(buffer => buffer != plan.Input.Data && !aliases.ContainsKey(buffer)), location);

        HashSet<Buffer> used = [.. buffers];
        foreach (KeyValuePair<Buffer, Buffer> alias in aliases.Where(alias => used.Contains(alias.Key)))
        {
            string why = plan.InferenceAliases.ContainsKey(alias.Key) ? "nothing is dropped in inference" : "read as it comes";
            writer.Line($"ref {Scalar} {alias.Key.Symbol} = ref {alias.Value.Symbol}; // {why}");
        }

        writer.Line();
    }

    private void DeclareTraining(IEnumerable<Kernel> kernels)
    {
        if (kernels.Any(kernel => kernel.Arguments.Contains(KernelArgument.Training)))
        {
            writer.Line("bool training = frame.IsTraining;");
        }
    }

    private void DeclareState(Buffer[] buffers)
    {
        if (buffers.Any(buffer => buffer.Place == Place.State))
        {
            writer.Line($"ref {Scalar} state = ref _state.Origin;");
        }
    }

    private string Location(Buffer buffer, int offset) => buffer.Place switch
    {
        Place.Parameters => At("parameters", $"{offset}"),
        Place.State => At("state", $"{offset}"),
        Place.Gradients => At("gradients", $"{offset}"),
        Place.PerWorkspace => At("arena", $"{plan.ExampleLength} * n{(offset == 0 ? "" : $" + {offset}")}"),
        Place.InputGradients => $"(frame.HasInputGradients ? ref frame.InputGradientOrigin : ref arena)",
        _ => At("arena", offset == 0 ? "0" : $"{offset} * n"),
    };

    private string Round(string expression) => Scalar == "double" ? expression : $"({Scalar}){expression}";

    private static string Scratch(int offset, string room) => offset == 0 ? "0" : $"{offset} * {room}";

    private string At(string symbol, string offset) => offset == "0" ? symbol : $"{names.Unsafe}.Add(ref {symbol}, {offset})";
}
