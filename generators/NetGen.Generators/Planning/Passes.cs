using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;

namespace NetGen.Generators.Planning;

/// <summary>Makes the lists of kernels: down the stages for the forward pass, up the layers for the backward pass.</summary>
internal static class Passes
{
    public static void Plan(NetworkPlan plan)
    {
        NumberRandomLayers(plan);
        List<(Stage Stage, Kernel[] Kernels)> forward = [.. plan.Stages.Select(stage => (stage, Forward(stage, plan.Scalar)))];
        Kernel[] lengths = [.. plan.StepLengths.Select(lengths => lengths.Kernel())];
        plan.Forward = [.. lengths, .. forward.SelectMany(entry => entry.Kernels)];
        plan.Backward = new BackwardPlanner(plan).Plan();
        plan.LossKernels = [.. plan.Losses.Select(loss => loss.Kernel(plan.Scalar))];
        plan.Updates = Updates(plan);
        PlanInference(plan, lengths, forward);
    }

    /// <summary>The kernels of a stream, for one step of each sequence.</summary>
    public static void PlanStream(NetworkPlan plan)
    {
        List<(Stage Stage, Kernel[] Kernels)> steps = [.. plan.Stages.Select(stage => (stage, Step(stage)))];
        PlanInference(plan, [], steps);
        plan.OneSequence = OneSequencePlan.Choose(steps);
        foreach (Kernel kernel in plan.Inference.Concat(plan.OneSequence?.Own ?? []).SelectMany(kernel => kernel.Helpers.Append(kernel)))
        {
            kernel.Name = $"Stream{kernel.Name}";
        }
    }

    /// <summary>In the order of the workspace's layout, whatever else is called like them.</summary>
    private static void NumberRandomLayers(NetworkPlan plan)
    {
        foreach (IRandomLayer[] kind in plan.RandomLayers)
        {
            for (int i = 0; i < kind.Length; i++)
            {
                kind[i].Index = i;
            }
        }
    }

    /// <summary>A parameter changes as soon as nothing of the backward pass needs it, or writes its gradient, any more.</summary>
    private static List<Update> Updates(NetworkPlan plan)
    {
        HashSet<Buffer> written = [.. plan.Backward.SelectMany(kernel => kernel.Writes)];
        Dictionary<Buffer, int> lastUses = [];
        for (int i = 0; i < plan.Backward.Count; i++)
        {
            foreach (Buffer buffer in plan.Backward[i].Buffers)
            {
                lastUses[buffer] = i;
            }
        }

        return
        [
            .. plan.Parameters.Where(tensor => written.Contains(tensor.Gradient))
                .Select(tensor => (Tensor: tensor, Last: Math.Max(LastUse(tensor.Data), LastUse(tensor.Gradient))))
                .OrderBy(use => use.Last)
                .Select(use => new Update(use.Tensor, plan.Backward[use.Last])),
        ];

        int LastUse(Buffer buffer) => lastUses.TryGetValue(buffer, out int use) ? use : -1;
    }

    private static Kernel[] Forward(Stage stage, string scalar)
    {
        Kernel kernel = stage.Head is HeadLayer head ? head.Forward(stage) : ElementWise(stage);
        return
        [
            .. stage.Chain.Select(layer => layer.Fill(scalar)).OfType<RandomNumbers>().Select(Kernel.Fill),
            .. (stage.Head as HeadLayer)?.Prepare(stage) ?? [],
            .. stage.Chain.OfType<ChannelWiseLayer>().SelectMany(layer => layer.Spread(kernel)),
            kernel,
        ];
    }

    private static Kernel[] Step(Stage stage)
    {
        Kernel[] kernels = [.. stage.Head is HeadLayer head ? head.Step(stage) : [ElementWise(stage)]];
        return [.. stage.Chain.OfType<ChannelWiseLayer>().SelectMany(layer => layer.Spread(kernels[kernels.Length - 1])), .. kernels];
    }

    /// <summary>Predict leaves out the stages that only act in training: whoever reads their output reads their input instead.</summary>
    private static void PlanInference(NetworkPlan plan, Kernel[] lengths, IReadOnlyList<(Stage Stage, Kernel[] Kernels)> forward)
    {
        List<Kernel> kernels = [.. lengths];
        Dictionary<Buffer, Buffer> aliases = [];
        foreach ((Stage stage, Kernel[] all) in forward)
        {
            if (stage.IsTrainingOnly)
            {
                aliases[stage.Output.Data] = aliases.TryGetValue(stage.Input.Data, out Buffer input) ? input : stage.Input.Data;
            }
            else
            {
                kernels.AddRange(all);
            }
        }

        plan.Inference = kernels;
        plan.InferenceAliases = aliases;
        plan.OneImage = lengths.Length > 0 || plan.Stream is not null ? null : OneImagePlan.Choose(forward);
    }

    /// <summary>A stage without a head: one loop over the elements.</summary>
    private static Kernel ElementWise(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{stage.MethodName}Forward", [stage.Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(stage.Input.Symbol)],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            chain.WriteLoop(code);
        }
    }
}
