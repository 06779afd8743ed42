using NetGen.Tool.Graphs;
using Onnx;

namespace NetGen.Tool.Onnx;

/// <summary>
/// The shape of an input: which axis counts the examples, and how long the others are. It is the axis whose parameter is called
/// after the batch, else the first, but for <c>[9, n, 5]</c>, where only another one is open.
/// </summary>
internal sealed class InputShape(string path, string name, TensorShapeProto? shape)
{
    /// <summary>The sizes with the number of examples at one axis, and how many examples the file fixed; 0 for none.</summary>
    /// <param name="given">The sizes that the user gave; null for none.</param>
    public (long[] Shape, long Fixed) Read(long[]? given)
    {
        TensorShapeProto.Types.Dimension[] axes = [.. shape?.Dim ?? []];
        if (axes.Length == 0 || (given is not null && given.Length != axes.Length))
            throw new ToolException($"{path}: input {Shown.Quoted(name)}: expected {(given is null ? "a batch of examples" : $"{given.Length} axes")}, got a shape of {axes.Length} axes.");
        long[] sizes = [.. axes.Select(axis => axis.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && axis.DimValue != -1 && axis.DimValue != 0 ? axis.DimValue : 0)];
        int batch = BatchAxis(axes, sizes);
        for (int i = 0; i < sizes.Length; i++)
        {
            if (i == batch)
                continue;
            if (sizes[i] == 0 && given is not null)
                sizes[i] = given[i];
            if (sizes[i] == 0)
                throw new ToolException($"{path}: input {Shown.Quoted(name)}: expected a size of axis {i}{(axes[i].DimParam.Length > 0 ? $" ({Shown.Plain(axes[i].DimParam)})" : "")}, which the file leaves open. Give it: --shape {Shown.Plain(name)}={string.Join(',', sizes.Select((size, at) => at == batch ? "batch" : size == 0 ? "16" : $"{size}"))}");
            if (sizes[i] < 0 || sizes[i] > int.MaxValue)
                throw new ToolException($"{path}: input {Shown.Quoted(name)}: expected sizes from 1 to {int.MaxValue}, got {sizes[i]} of axis {i}.");
        }

        long examples = sizes[batch];
        if (examples < 0 || examples > int.MaxValue)
            throw new ToolException($"{path}: input {Shown.Quoted(name)}: expected sizes from 1 to {int.MaxValue}, got {examples} of axis {batch}.");
        sizes[batch] = 1;
        Tensor.Count(sizes);
        sizes[batch] = Batch.Size;
        return (sizes, examples);
    }

    private static int BatchAxis(TensorShapeProto.Types.Dimension[] axes, long[] sizes)
    {
        int named = Array.FindIndex(axes, axis => axis.DimParam.Contains("batch", StringComparison.OrdinalIgnoreCase) || axis.DimParam is "N" or "n" or "B");
        if (named >= 0)
            return named;
        int[] open = [.. Enumerable.Range(0, sizes.Length).Where(i => sizes[i] == 0)];
        return open.Length == 1 && sizes[0] > 1 ? open[0] : 0;
    }
}
