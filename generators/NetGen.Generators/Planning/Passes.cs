using NetGen.Generators.Emission;
using NetGen.Generators.Layers;

namespace NetGen.Generators.Planning;

/// <summary>Makes the lists of kernels: down the stages for the forward pass, up for the backward pass.</summary>
internal static class Passes
{
    public static void Plan(NetworkPlan plan)
    {
        plan.Forward = [.. plan.Stages.Select(Forward)];
        plan.LossKernel = plan.Loss?.Kernel(plan.Scalar);
        plan.Backward = Backward(plan);
        plan.Updates = Updates(plan);
        PlanInference(plan);
    }

    /// <summary>A parameter changes as soon as nothing of the backward pass needs it, or writes its gradient, any more.</summary>
    private static List<Update> Updates(NetworkPlan plan) =>
    [
        .. plan.Backward.SelectMany(kernel => plan.Parameters
            .Where(tensor => plan.Backward.Any(writer => writer.Writes.Contains(tensor.Gradient)))
            .Where(tensor => kernel == plan.Backward.Last(user => user.Buffers.Contains(tensor.Data) || user.Buffers.Contains(tensor.Gradient)))
            .Select(tensor => new Update(tensor, kernel))),
    ];

    private static Kernel Forward(Stage stage) => stage.Head?.Forward(stage) ?? ElementWise(stage);

    /// <summary>Predict leaves out the stages that only act in training: whoever reads their output reads their input instead.</summary>
    private static void PlanInference(NetworkPlan plan)
    {
        List<Kernel> kernels = [];
        Dictionary<Buffer, Buffer> aliases = [];
        for (int i = 0; i < plan.Stages.Count; i++)
        {
            Stage stage = plan.Stages[i];
            if (stage.IsTrainingOnly)
            {
                aliases[stage.Output.Data] = aliases.TryGetValue(stage.Input.Data, out Buffer input) ? input : stage.Input.Data;
            }
            else
            {
                kernels.Add(plan.Forward[i]);
            }
        }

        plan.Inference = kernels;
        plan.InferenceAliases = aliases;
    }

    /// <summary>A stage without a head: one loop over the elements.</summary>
    private static Kernel ElementWise(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{stage.MethodName}Forward", [stage.Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            IsGeneric = true,
            Equations = [.. chain.Equations(stage.Input.Symbol)],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            chain.WriteLoop(code);
        }
    }

    /// <summary>
    /// Up through the layers. <c>current</c> is the value whose gradient stands in memory: the output's at first, from the
    /// loss or from the caller.
    /// </summary>
    private static List<Kernel> Backward(NetworkPlan plan)
    {
        List<Kernel> kernels = [];
        Value current = plan.Output;
        foreach (Layer layer in plan.Layers.Reverse())
        {
            if (layer is HeadLayer head)
            {
                GradientSink sink = Sink(layer.Input);
                kernels.AddRange(head.Backward(sink, plan));
                current = sink.Target;
            }
            else if (layer.Output == current)
            {
                GradientSink sink = ElementWiseSink(current);
                kernels.Add(ElementWiseBackward(current, sink));
                current = sink.Target;
            }
        }

        return kernels;
    }

    /// <summary>The part of the backward pass of element-wise operations that the layer after could not take into its own.</summary>
    private static Kernel ElementWiseBackward(Value value, GradientSink sink)
    {
        return new Kernel($"{string.Concat(sink.Factors.Reverse().Select(layer => layer.MethodName))}Backward", [value.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            IsGeneric = true,
            Condition = sink.Condition,
            Equations = [sink.Equation(null)],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            sink.WriteLocals(code);
            using (code.ElementLoop("V", "at", value.Stride))
            {
                sink.WriteStore(code, "V", $"V.Load(ref {value.Gradient.Symbol}, at)", "at");
            }

            sink.WriteClearPadding(code);
        }
    }

    /// <summary>
    /// Where a layer's backward pass puts the gradient of its input: through the operations before, as long as their
    /// derivatives are a few operations and nobody asks for the gradient in between.
    /// </summary>
    private static GradientSink Sink(Value value)
    {
        List<ElementWiseLayer> factors = [];
        Value target = value;
        while (IsPassing(target) && target.Producer is ElementWiseLayer { IsDerivativeCheap: true } layer)
        {
            factors.Add(layer);
            target = layer.Input;
        }

        return new GradientSink(value, target, factors, ConditionFor(target));
    }

    /// <summary>Likewise for a loop over the elements, which takes any derivative, and at least one.</summary>
    private static GradientSink ElementWiseSink(Value value)
    {
        List<ElementWiseLayer> factors = [];
        Value target = value;
        while ((target == value || IsPassing(target)) && target.Producer is ElementWiseLayer layer)
        {
            factors.Add(layer);
            target = layer.Input;
        }

        return new GradientSink(value, target, factors, ConditionFor(target));
    }

    private static bool IsPassing(Value value) => value is { UserName: null, Users.Count: 1 };

    /// <summary>
    /// A gradient is needed if there are parameters on the way to it, or if the user named the value and may ask for it;
    /// else only when the inputs' are asked for.
    /// </summary>
    private static Condition ConditionFor(Value value)
    {
        if (value is { UserName: not null, Producer: not null })
        {
            return Condition.Always;
        }

        for (Layer? layer = value.Producer; layer is not null; layer = layer.Input.Producer)
        {
            if (layer.Parameters.Count > 0)
            {
                return Condition.Always;
            }
        }

        return Condition.InputGradients;
    }
}
