using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>The table of a network's layers, for the head of the file and for the class's documentation.</summary>
internal static class HeaderTable
{
    public static string Title(NetworkPlan plan) =>
        $"{plan.Spec.Type.Name}: {plan.Input.Shape} -> {plan.Output.Shape}, {plan.Scalar}, {Notation.Number(plan.ParameterCount)} parameters, {Notation.Number(plan.Layers.Sum(layer => layer.Flops))} FLOP and {Notation.Number((long)plan.ExampleLength * plan.ScalarBytes)} bytes of workspace per example";

    public static IEnumerable<string> Lines(NetworkPlan plan)
    {
        List<string[]> lines = [["layer", "operation", "output", "parameters", "offset", "kept for backward", "FLOP", "computed by"]];
        lines.AddRange(plan.DeclaredInputs.Select(input => new[] { input.Name, $"Input({input.Shape})", input.Shape.ToString(), "", "", "", "", "" }));
        Value before = plan.Input;
        Dictionary<Layer, Stage> stages = plan.Stages.SelectMany(stage => stage.Layers, (stage, layer) => (stage, layer)).ToDictionary(entry => entry.layer, entry => entry.stage);
        foreach (Layer layer in plan.DeclaredLayers)
        {
            lines.Add(
            [
                layer.Name,
                layer.Declaration + (layer.Input == before ? "" : $" of {layer.Input.Name}"),
                layer.Output.Shape.ToString(),
                layer.OwnParameters.Count == 0 ? "" : Notation.Number(layer.OwnParameters.Sum(parameter => parameter.Count)),
                layer.OwnParameters.Count == 0 ? "" : Notation.Number(layer.OwnParameters[0].Data.Offset),
                string.Join(", ", Kept(layer)),
                Notation.Number(layer.Flops),
                layer is ElementWiseLayer ? PlaceOf(layer, stages) : layer.Plan,
            ]);
            before = layer.Output;
        }

        lines.AddRange(plan.Losses.Select(loss => new[] { loss.Name, loss.Declaration, "", "", "", "", "", "" }));

        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        return lines.Select(line => string.Join("  ", line.Select((cell, column) => column is 3 or 4 or 6 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>Where the planner put an element-wise operation.</summary>
    private static string PlaceOf(Layer layer, Dictionary<Layer, Stage> stages)
    {
        stages.TryGetValue(layer, out Stage? stage);
        return stage is { IsChainInTile: true, Head.StoresThroughChain: true } ? "the same tile"
            : stage?.Chain[0] == layer ? "a pass"
            : "the same pass";
    }

    /// <summary>The buffers that the backward pass reads for a layer.</summary>
    private static IEnumerable<string> Kept(Layer layer) => layer switch
    {
        HeadLayer head => head.Keeps.Select(value => value.Symbol).Concat(head.KeptBesides.Select(buffer => buffer.Symbol)),
        ElementWiseLayer element => element.BackwardReads.Select(buffer => buffer.Symbol),
        _ => [],
    };
}
