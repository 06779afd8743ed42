using System.Globalization;

namespace NetGen.Tests;

/// <summary>Reductions along an axis, and what takes two matrices, straight from the formulas.</summary>
internal static class NaiveAxes
{
    /// <summary>The output of such a layer for its inputs; null for other layers.</summary>
    public static double[]? Apply(LayerDescription layer, IReadOnlyList<(double[] Data, IReadOnlyList<int> Shape)> inputs)
    {
        string[] declaration = layer.Operation.Split('(', ')');
        (double[] x, IReadOnlyList<int> shape) = inputs[0];
        return declaration[0] switch
        {
            "Sum" => Reduce(values => values.Sum()),
            "Mean" => Reduce(values => values.Average()),
            "Max" => Reduce(values => values.Max()),
            "Transpose" => [.. Enumerable.Range(0, x.Length).Select(i => x[i % shape[0] * shape[1] + i / shape[0]])],
            "Add" => Combine((a, b) => a + b),
            "Subtract" => Combine((a, b) => a - b),
            "Multiply" => Combine((a, b) => a * b),
            "Sampling" => x,
            "MatMul" => MatMul(x, inputs[1].Data, shape[1], inputs[1].Shape[1]),
            _ => null,
        };

        double[] Combine(Func<double, double, double> operation) =>
            inputs.Skip(1).Aggregate(x, (whole, other) => [.. whole.Select((value, i) => operation(value, other.Data[Place(i, other.Shape)]))]);

        // Of an element, its place in a value whose axes are the last ones, or of one element.
        int Place(int i, IReadOnlyList<int> axes)
        {
            int place = 0, step = 1;
            for (int axis = shape.Count - 1, own = axes.Count - 1; own >= 0; axis--, own--)
            {
                place += axes[own] == 1 ? 0 : i % shape[axis] * step;
                step *= axes[own];
                i /= shape[axis];
            }

            return place;
        }

        double[] Reduce(Func<IEnumerable<double>, double> reduction)
        {
            int axis = int.Parse(declaration[1], CultureInfo.InvariantCulture), count = shape[axis], after = shape.Skip(axis + 1).Aggregate(1, (product, length) => product * length);
            return [.. Enumerable.Range(0, x.Length / count).Select(j => reduction(Enumerable.Range(0, count).Select(i => x[(j / after * count + i) * after + j % after])))];
        }
    }

    private static double[] MatMul(double[] x, double[] a, int terms, int columns) =>
        [.. Enumerable.Range(0, x.Length / terms * columns).Select(i => Enumerable.Range(0, terms).Sum(k => x[i / columns * terms + k] * a[k * columns + i % columns]))];
}
