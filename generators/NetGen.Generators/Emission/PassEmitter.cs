using NetGen.Generators.Layers;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>
/// Writes the passes: methods that name the pieces of memory and call the kernels, one after the other. No loop over
/// layers, no decision at run time but for the width of the machine's vectors and for what the caller asked for.
/// </summary>
internal sealed class PassEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private string Scalar => plan.Scalar;

    public void WriteForward()
    {
        writer.Line("/// <summary>All layers, in order, keeping what Backward needs.</summary>");
        string arguments = $"global::NetGen.Workspace<{Scalar}> workspace, int rows{(plan.Dropouts.Any() ? ", bool training" : "")}";
        using (Method("ForwardPass", arguments, plan.Forward))
        {
            DeclareBuffers(plan.Forward);
            int dropout = 0;
            foreach (Kernel kernel in plan.Forward)
            {
                foreach (Dropout layer in plan.Dropouts.Where(layer => kernel.Buffers.Contains(layer.Mask)))
                {
                    writer.Line($"{Scalar} {layer.Scale} = {Round($"workspace.FillDropoutMask({dropout++}, _{layer.LocalName}Rate, _seed, training)")};");
                }

                writer.Line($"{kernel.Call};");
            }
        }
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
                WriteDispatch(plan.Inference, vector => $"return ref InferencePass<{vector}>(inputs, rows);");
            }

            writer.Line();
        }

        using (Method(name, dispatchTo, plan.Inference, $"ref {Scalar}"))
        {
            string span = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference(inputs)";
            writer.Line($"ref {Scalar} scratch = ref global::NetGen.CompilerServices.ThreadScratch.Take<{Scalar}>({Scratch(plan.ScratchLength)});");
            if (plan.ReadsInputsInPlace)
            {
                writer.Line($"ref {Scalar} x = ref {span};");
            }
            else
            {
                writer.Line($"ref {Scalar} x = ref {At("scratch", Scratch(plan.Input.Data.ScratchOffset))};");
                writer.Line($"{names.Rows}.Pad(inputs, {plan.Input.Size}, ref x, {plan.Input.Stride});");
            }

            DeclareInferenceBuffers();
            foreach (Kernel kernel in plan.Inference)
            {
                writer.Line($"{kernel.Call};");
            }

            writer.Line($"return ref {plan.Output.Symbol};");
        }
    }

    public void WriteBackward()
    {
        writer.Line("/// <summary>The layers upside down, from the gradient of the outputs.</summary>");
        using (Method("BackwardPass", $"global::NetGen.Workspace<{Scalar}> workspace, int rows", plan.Backward))
        {
            if (plan.L2 is not null && plan.Backward.Any(kernel => kernel.Condition == Condition.ParameterGradients))
            {
                writer.Line($"{Scalar} l2Rate = {Round("_l2Rate")};");
            }

            int dropout = 0;
            foreach (Dropout layer in plan.Dropouts)
            {
                int index = dropout++;
                if (plan.Backward.Any(kernel => kernel.Buffers.Contains(layer.Mask)))
                {
                    writer.Line($"{Scalar} {layer.Scale} = {Round($"workspace.GetDropoutScale({index})")};");
                }
            }

            DeclareBuffers(plan.Backward);
            foreach (Kernel kernel in plan.Backward)
            {
                writer.Line(kernel.Condition switch
                {
                    Condition.ParameterGradients => $"if (workspace.HasParameterGradients) {kernel.Call};",
                    Condition.InputGradients => $"if (workspace.HasInputGradients) {kernel.Call};",
                    _ => $"{kernel.Call};",
                });
            }
        }
    }

    /// <summary>The choice of the widest vectors; folded to one call by the JIT.</summary>
    public void WriteDispatch(IEnumerable<Kernel> kernels, Func<string, string> call)
    {
        if (!NetworkPlan.IsGeneric(kernels))
        {
            writer.Line(call("").Replace("<>", ""));
            return;
        }

        string[] types = Scalar == "float" ? ["Float32x16", "Float32x8", "Float32x4"] : ["Float64x8", "Float64x4", "Float64x2"];
        string[] conditions = [$"if ({names.Simd}.VectorBits == 512)", $"else if ({names.Simd}.VectorBits == 256)", "else"];
        for (int i = 0; i < types.Length; i++)
        {
            writer.Line(conditions[i]);
            using (writer.Indent())
            {
                writer.Line(call($"global::NetGen.{types[i]}"));
            }
        }
    }

    private CodeWriter.Scope Method(string name, string parameters, IEnumerable<Kernel> kernels, string returns = "void")
    {
        bool generic = NetworkPlan.IsGeneric(kernels);
        writer.Line(names.HotMethod);
        writer.Line($"private {returns} {name}{(generic ? "<V>" : "")}({parameters})");
        if (generic)
        {
            writer.Line($"    where V : struct, global::NetGen.ISimd<V, {Scalar}>");
        }

        return writer.Block();
    }

    private void DeclareBuffers(IEnumerable<Kernel> kernels)
    {
        Buffer[] buffers = [.. kernels.SelectMany(kernel => kernel.Buffers).Distinct()];
        if (buffers.Any(buffer => buffer.Place == Place.Parameters))
        {
            writer.Line($"ref {Scalar} parameters = ref _parameters.Origin;");
        }

        DeclareState(buffers);
        writer.Line($"ref {Scalar} arena = ref workspace.Arena;");
        writer.Line("int n = workspace.RowCapacity;");

        if (buffers.Any(buffer => buffer.Place == Place.Gradients))
        {
            writer.Line($"ref {Scalar} gradients = ref (workspace.HasParameterGradients ? ref workspace.GradientOrigin : ref arena);");
        }

        foreach (Buffer buffer in buffers)
        {
            string comment = buffer.Place == Place.InputGradients ? " // used only when asked for" : "";
            writer.Line($"ref {Scalar} {buffer.Symbol} = ref {Location(buffer, buffer.Offset)};{comment}");
        }

        writer.Line();
    }

    private void DeclareInferenceBuffers()
    {
        Buffer[] buffers = [.. plan.Inference.SelectMany(kernel => kernel.Buffers).Append(plan.Output.Data).Distinct()];
        if (buffers.Any(buffer => buffer.Place == Place.Parameters))
        {
            writer.Line($"ref {Scalar} parameters = ref _parameters.Origin;");
        }

        DeclareState(buffers);
        foreach (Buffer buffer in buffers.Where(buffer => buffer != plan.Input.Data && !plan.InferenceAliases.ContainsKey(buffer)))
        {
            string location = buffer.Place is Place.Parameters or Place.State ? Location(buffer, buffer.Offset) : At("scratch", Scratch(buffer.ScratchOffset));
            writer.Line($"ref {Scalar} {buffer.Symbol} = ref {location};");
        }

        foreach (KeyValuePair<Buffer, Buffer> alias in plan.InferenceAliases.Where(alias => buffers.Contains(alias.Key)))
        {
            writer.Line($"ref {Scalar} {alias.Key.Symbol} = ref {alias.Value.Symbol}; // nothing is dropped in inference");
        }

        writer.Line();
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
        Place.InputGradients => $"(workspace.HasInputGradients ? ref workspace.InputGradientOrigin : ref arena)",
        _ => At("arena", offset == 0 ? "0" : $"{offset} * n"),
    };

    private string Round(string expression) => Scalar == "double" ? expression : $"({Scalar}){expression}";

    private static string Scratch(int offset) => offset == 0 ? "0" : $"{offset * NetworkPlan.PredictBatch}";

    private string At(string symbol, string offset) => offset == "0" ? symbol : $"{names.Unsafe}.Add(ref {symbol}, {offset})";
}
