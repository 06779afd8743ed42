using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>
/// Plans the stream of a network of sequences: the same layers on values of one step, which a layer with a memory continues from what it keeps.
/// There is one where every layer works step by step.
/// </summary>
internal static class StreamPlanner
{
    public static void Plan(NetworkPlan plan)
    {
        if (StepsOf(plan.Spec) is not { } steps || plan.HasSeveralHeads)
        {
            return;
        }

        plan.StreamObstacle = plan.DeclaredLayers.FirstOrDefault(layer => !layer.WorksStepByStep);
        if (plan.StreamObstacle is not null)
        {
            return;
        }

        NetworkSpec step = plan.Spec with
        {
            Inputs = plan.Spec.Inputs.Select(StepOf).ToEquatableArray(),
            Losses = default,
            Penalties = default,
        };
        NetworkPlan stream = new(step) { Stream = new StreamSteps(steps) { Head = plan.Output.Root == plan.End.Root ? null : plan.Output.Name } };
        if (!NetworkPlanner.BindStream(stream))
        {
            return;
        }

        stream.Stages = Fusion.Fuse(stream);
        Passes.PlanStream(stream);
        MemoryPlanner.PlanStream(stream);
        plan.StreamPlan = stream;
    }

    /// <summary>The steps of sequences: of tokens, or of features; null where an input is none, or they differ.</summary>
    private static int? StepsOf(NetworkSpec spec)
    {
        bool areSequences = spec.Inputs.All(input => input.IsTokens || input.Axes.Count == 2);
        int[] steps = [.. spec.Inputs.Select(input => input.Axes[0]).Distinct()];
        return areSequences && steps.Length == 1 ? steps[0] : null;
    }

    /// <summary>One step, which is no padding.</summary>
    private static InputSpec StepOf(InputSpec input) => input with { Axes = input.Axes.Select((length, axis) => axis == 0 ? 1 : length).ToEquatableArray(), Padding = null };
}
