namespace NetGen;

/// <summary>
/// What the tensors of a network are called in a file that something else wrote: <c>net.Load("mlp.safetensors", names:
/// NameMap.ByOrder)</c> for the weights of a <c>torch.nn.Sequential</c>.
/// </summary>
public sealed class NameMap
{
    private readonly (string Own, string InFile, RowRange? Rows)[]? _names;

    private NameMap((string Own, string InFile, RowRange? Rows)[]? names) => _names = names;

    /// <summary>
    /// The n-th layer that has parameters is the n-th module of the file, whatever their names. Modules are what stands
    /// before the last dot, in the order of their texts and numbers (<c>2.weight</c> before <c>10.weight</c>). Within a
    /// module names count: weight, bias, running_mean, running_var; what PyTorch counts in num_batches_tracked is left.
    /// State of layers without parameters is not looked for and stays.
    /// </summary>
    public static NameMap ByOrder { get; } = new(null);

    internal bool IsByOrder => _names is null;

    /// <summary>
    /// A map from the network's names to the file's, <c>{ ["dense1.*"] = "fc1.*", ["dense2.weight"] = "head.W" }</c>: the
    /// first entry that fits counts; a <c>*</c> stands for any text, the same on both sides. Other names are as they are.
    /// Rows in brackets, from the first to before the last as Python writes them, take a part of a tensor: the projections that
    /// <c>torch.nn.MultiheadAttention</c> keeps in one are <c>{ ["multiHeadAttention1.query.*"] = "attn.in_proj_*[:64]",
    /// ["multiHeadAttention1.key.*"] = "attn.in_proj_*[64:128]", ["multiHeadAttention1.value.*"] = "attn.in_proj_*[128:]" }</c>.
    /// </summary>
    /// <param name="names">The entries.</param>
    /// <exception cref="ArgumentException">
    /// A name has more than one star, one side has one and the other not, or rows end where they begin or before.
    /// </exception>
    public static NameMap From(IEnumerable<KeyValuePair<string, string>> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        List<(string, string, RowRange?)> entries = [];
        foreach ((string own, string file) in names)
        {
            if (own.Count(c => c == '*') is var stars && (stars > 1 || file.Count(c => c == '*') != stars))
                throw new ArgumentException($"Expected at most one star on each side, on both or on none, got '{own}' = '{file}'.", nameof(names));
            RowRange? rows = RowRange.Parse(file, out string whole);
            if (rows is { End: { } end } && end <= rows.Value.First)
                throw new ArgumentException($"Expected rows that end after they begin, got '{own}' = '{file}'.", nameof(names));
            entries.Add((own, whole, rows));
        }

        return new NameMap([.. entries]);
    }

    /// <summary>The name in the file, and which rows of the tensor are meant: null for all.</summary>
    internal string NameInFile(string own, out RowRange? rows)
    {
        foreach ((string pattern, string file, RowRange? part) in _names!)
        {
            rows = part;
            int star = pattern.IndexOf('*', StringComparison.Ordinal);
            if (star < 0 && pattern == own)
                return file;
            if (star < 0 || own.Length < pattern.Length - 1)
                continue;
            string before = pattern[..star], after = pattern[(star + 1)..];
            if (own.StartsWith(before, StringComparison.Ordinal) && own.EndsWith(after, StringComparison.Ordinal))
                return file.Replace("*", own[star..(own.Length - after.Length)], StringComparison.Ordinal);
        }

        rows = null;
        return own;
    }
}
