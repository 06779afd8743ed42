using System.Globalization;

namespace NetGen.Generators.Text;

/// <summary>The plain statement of a kernel's loops, for its comment: <c>for each example and o: z1[o] = b1[o] + Σ x[i]·W1[i][o], over i from 0 to 3 in order</c>.</summary>
internal static class PlainLoop
{
    /// <summary>What a statement is for each of: <c>for each example, o and i: </c>, without variables that have one value.</summary>
    public static string Each(string? unit, params PlainIndex[] indices)
    {
        string[] names = [.. unit is null ? [] : new[] { unit }, .. indices.Where(index => index.Count > 1).Select(index => index.Name)];
        return names.Length == 0 ? "" : $"for each {And(names)}: ";
    }

    /// <summary>A sum of a term in order: <c>Σ x[i], over i from 0 to 3 in order</c>; the term where there is one.</summary>
    public static string Sum(string term, params PlainIndex[] indices)
    {
        string[] ranges = Ranges(indices);
        return ranges.Length == 0 ? term : $"Σ {term}, over {And(ranges)} in order";
    }

    /// <summary>The values of variables: <c>i from 0 to 3 and j from 0 to 3</c>.</summary>
    public static string Range(params PlainIndex[] indices) => And(Ranges(indices));

    private static string[] Ranges(PlainIndex[] indices) =>
        [.. indices.Where(index => index.Count > 1).Select(index => string.Format(CultureInfo.InvariantCulture, "{0} from 0 to {1}", index.Name, index.Count - 1))];

    private static string And(string[] parts) => parts.Length < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Length - 1))} and {parts[parts.Length - 1]}";
}

/// <summary>A variable of a loop, from 0 to one less than so many.</summary>
internal readonly record struct PlainIndex(string Name, int Count)
{
    /// <summary>As an index: 0 where it has no other value.</summary>
    public override string ToString() => Count == 1 ? "0" : Name;
}
