using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>The table of a network's layers, for the head of the file and for the class's documentation.</summary>
internal static class HeaderTable
{
    public static string Title(NetworkPlan plan) =>
        $"{plan.Spec.Type.Name}: {plan.Input.Shape} -> {string.Join(", ", plan.Heads.Select(head => head.Shape))}, {plan.Scalar}, {Notation.Number(plan.ParameterCount)} parameters, {Notation.Number(plan.Layers.Sum(layer => layer.Flops))} FLOP and {Notation.Number((long)plan.ExampleLength * plan.ScalarBytes)} bytes of workspace per example";

    private const int InTheCodeColumn = 2;

    /// <summary>The table's lines; in documentation without the column that speaks of private methods.</summary>
    public static IEnumerable<string> Lines(NetworkPlan plan, bool isDocumentation = false)
    {
        List<string[]> lines = [["layer", "operation", "in the code", "output", "parameters", "offset", "kept for backward", "FLOP", "computed by"]];
        lines.AddRange(plan.DeclaredInputs.Select(input => new[] { input.Name, $"Input({input.Shape})", SymbolOf(plan, input), input.Shape.ToString(), "", "", "", "", "" }));
        Value before = plan.Input;
        Dictionary<Layer, Stage> stages = plan.Stages.SelectMany(stage => stage.Layers, (stage, layer) => (stage, layer)).ToDictionary(entry => entry.layer, entry => entry.stage);
        Dictionary<string, string> methods = plan.Forward.Concat(plan.LossKernels).Where(kernel => kernel.Routine is not null)
            .GroupBy(kernel => kernel.Name).ToDictionary(kernels => kernels.Key, kernels => kernels.First().Routine!.Kernel.Name);
        Dictionary<Layer, string> prefixes = [];
        foreach (Stage stage in plan.Stages)
        {
            string prefix = Methods(stage, methods); // once, for the name of a long chain is made of all its layers
            foreach (Layer layer in stage.Layers)
            {
                prefixes[layer] = prefix;
            }
        }

        foreach (Layer layer in plan.DeclaredLayers)
        {
            lines.Add(
            [
                layer.Name,
                layer.Declaration + (WithoutBorder(layer.Input) == WithoutBorder(before) ? "" : $" of {layer.Input.Name}"),
                InTheCode(layer, prefixes),
                layer.Output.Shape.ToString(),
                layer.OwnParameters.Count == 0 ? "" : Notation.Number(layer.OwnParameters.Sum(parameter => parameter.Count)),
                layer.OwnParameters.Count == 0 ? "" : Notation.Number(layer.OwnParameters[0].Data.Offset),
                string.Join(", ", Kept(layer)),
                Notation.Number(layer.Flops),
                layer is ElementWiseLayer ? PlaceOf(layer, stages) : layer.Plan,
            ]);
            before = layer.Output;
        }

        lines.AddRange(plan.Losses.Select(loss => new[] { loss.Name, loss.Declaration, $"{(methods.TryGetValue(loss.MethodName, out string method) ? method : loss.MethodName)}, {string.Join(", ", loss.Values.Select(value => value.Bar))}", "", "", "", "", "", "" }));

        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        return lines.Select(line => string.Join("  ", line.Select((cell, column) => column is 4 or 5 or 7 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))
            .Where((_, column) => !isDocumentation || column != InTheCodeColumn)).TrimEnd());
    }

    /// <summary>
    /// The methods of a layer and what it computes: <c>Dense1, z1 = W1·x + b1</c>. They are its own, those of the layer before it, or those of
    /// an equal one.
    /// </summary>
    private static string InTheCode(Layer layer, Dictionary<Layer, string> prefixes) =>
        layer is ViewLayer ? layer.Output.Symbol
        : $"{(prefixes.TryGetValue(layer, out string prefix) ? $"{prefix}, " : "")}{layer.Output.Symbol} = {layer.Definition}";

    private static string Methods(Stage stage, Dictionary<string, string> methods)
    {
        const string Forward = "Forward";
        return methods.TryGetValue(stage.MethodName + Forward, out string method) ? method.Substring(0, method.Length - Forward.Length) : stage.MethodName;
    }

    /// <summary>x, or its part; several have a letter and a number.</summary>
    private static string SymbolOf(NetworkPlan plan, InputPart input) =>
        plan.Layers.FirstOrDefault(layer => layer.IsInput && layer.Name == input.Name)?.Output.Symbol ?? plan.Input.Symbol;

    /// <summary>The value in the layout that its layer gave it.</summary>
    private static Value WithoutBorder(Value value) => value.Producer is Border border ? border.Input : value;

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
        ElementWiseLayer element => element.BackwardReads.Where(buffer => buffer.Place != Place.Parameters).Concat(element.KeepsInput ? [element.Input.Data] : []).Select(buffer => buffer.Symbol).Distinct(),
        _ => [],
    };
}
