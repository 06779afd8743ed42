using NetGen.Generators.Graph;
using NetGen.Generators.Layers;

namespace NetGen.Generators.Planning;

/// <summary>Decides which layers share a method, and which values come to stand in memory.</summary>
internal static class Fusion
{
    public static IReadOnlyList<Stage> Fuse(NetworkPlan plan)
    {
        List<Stage> stages = [];
        Dictionary<Value, int> computedBy = [];
        foreach (Layer layer in plan.Layers.Where(layer => layer is not ViewLayer))
        {
            int index = layer is ElementWiseLayer element && FindStage(element, stages, computedBy) is { } found ? found : stages.Count;
            if (index == stages.Count)
            {
                stages.Add(new Stage(layer as HeadLayer, layer.Input.Root));
            }

            if (layer is ElementWiseLayer operation)
            {
                stages[index].Chain.Add(operation);
            }

            computedBy[layer.Output] = index;
        }

        DecideStorage(plan, stages);
        return stages;
    }

    /// <summary>
    /// The stage that computes the layer's input, when the layer can join it. Dropout acts in training alone, so it does not
    /// join what Predict runs too; a loop knows one arrangement of channels; a named value or one with several readers ends its stage, for its gradient is needed as it
    /// is; and what the layer combines with must be there before the stage.
    /// </summary>
    private static int? FindStage(ElementWiseLayer layer, List<Stage> stages, Dictionary<Value, int> computedBy)
    {
        Value input = layer.Input.Root;
        return computedBy.TryGetValue(input, out int index)
            && stages[index].Output == input
            && stages[index].IsTrainingOnly == layer.IsTrainingOnly
            && (layer.Channels is null || stages[index].Channels is not { } channels || channels == layer.Channels)
            && input is { IsKept: false, Users.Count: 1 }
            && layer.Inputs.Skip(1).All(other => !computedBy.TryGetValue(other.Root, out int before) || before < index)
            ? index
            : null;
    }

    private static void DecideStorage(NetworkPlan plan, IEnumerable<Stage> stages)
    {
        plan.Input.IsStored = true;
        foreach (Stage stage in stages)
        {
            stage.Output.IsStored = true;
            if (stage.Head is HeadLayer head)
            {
                foreach (Value kept in head.Keeps)
                {
                    kept.IsStored = true;
                }
            }

            foreach (ElementWiseLayer layer in stage.Chain)
            {
                layer.Input.IsStored |= layer.KeepsInput;
                layer.Output.IsStored |= layer.KeepsOutput;
                foreach (Value other in layer.Inputs.Skip(1))
                {
                    other.IsStored = true;
                }
            }
        }
    }
}
