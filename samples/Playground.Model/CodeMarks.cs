namespace Playground;

/// <summary>Finds a weight in the generated code of a network of the family.</summary>
public static class CodeMarks
{
    /// <summary>The lines that read the weight where one example is predicted, and that begin its gradient; by their numbers from 0.</summary>
    /// <param name="text">The generated file.</param>
    /// <param name="place">The weight.</param>
    /// <param name="units">The units of its layer.</param>
    public static IReadOnlyList<int> Find(string text, WeightPlace place, int units)
    {
        // Rows of weights are padded to a multiple of four; one load takes those of one input to all units.
        int stride = (units + 3) / 4 * 4;
        string read = place.IsBias ? $".Load(ref b{place.Layer}, 0)" : $", in W{place.Layer}, {place.Input * stride}, ", gradient = $"ref dW{place.Layer}, ref db{place.Layer}, batch);";
        string[] lines = text.Split('\n');
        int predict = Array.FindIndex(lines, line => line.Contains("void PredictOne(", StringComparison.Ordinal));
        int first = predict < 0 ? -1 : Array.FindIndex(lines, predict, line => line.Contains(read, StringComparison.Ordinal));
        int second = Array.FindIndex(lines, line => line.Contains(gradient, StringComparison.Ordinal));
        return [.. new[] { first, second }.Where(line => line >= 0)];
    }
}
