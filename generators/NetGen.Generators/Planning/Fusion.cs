using NetGen.Generators.Layers;

namespace NetGen.Generators.Planning;

/// <summary>Decides which layers share a method, and which values come to stand in memory.</summary>
internal static class Fusion
{
    public static IReadOnlyList<Stage> Fuse(NetworkPlan plan)
    {
        List<Stage> stages = [];
        foreach (Layer layer in plan.Layers)
        {
            if (layer is ElementWiseLayer element)
            {
                if (stages.Count == 0 || !CanJoin(stages[stages.Count - 1], element))
                {
                    stages.Add(new Stage(null, layer.Input));
                }

                stages[stages.Count - 1].Chain.Add(element);
            }
            else
            {
                stages.Add(new Stage((HeadLayer)layer, layer.Input));
            }
        }

        DecideStorage(plan, stages);
        return stages;
    }

    /// <summary>
    /// Dropout acts in training alone, so it does not join what Predict runs too; a named value or one with several
    /// readers ends its stage, for its gradient is needed as it is.
    /// </summary>
    private static bool CanJoin(Stage stage, ElementWiseLayer layer) =>
        stage.Output == layer.Input
        && stage.IsTrainingOnly == layer.IsTrainingOnly
        && layer.Input.UserName is null
        && layer.Input.Users.Count == 1;

    private static void DecideStorage(NetworkPlan plan, IEnumerable<Stage> stages)
    {
        plan.Input.IsStored = true;
        foreach (Stage stage in stages)
        {
            stage.Output.IsStored = true;
            if (stage.Head is not null)
            {
                foreach (Value kept in stage.Head.Keeps)
                {
                    kept.IsStored = true;
                }
            }

            foreach (ElementWiseLayer layer in stage.Chain)
            {
                layer.Input.IsStored |= layer.KeepsInput;
                layer.Output.IsStored |= layer.KeepsOutput;
            }
        }
    }
}
