namespace NetGen;

/// <summary>
/// What the tensors of a network are called in a file that something else wrote: <c>net.Load("mlp.safetensors", names:
/// NameMap.ByOrder)</c> for the weights of a <c>torch.nn.Sequential</c>.
/// </summary>
public sealed class NameMap
{
    private readonly KeyValuePair<string, string>[]? _names;

    private NameMap(KeyValuePair<string, string>[]? names) => _names = names;

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
    /// </summary>
    /// <param name="names">The entries.</param>
    /// <exception cref="ArgumentException">A name has more than one star, or one side has one and the other not.</exception>
    public static NameMap From(IEnumerable<KeyValuePair<string, string>> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        KeyValuePair<string, string>[] entries = [.. names];
        foreach ((string own, string file) in entries)
        {
            if (own.Count(c => c == '*') is var stars && (stars > 1 || file.Count(c => c == '*') != stars))
                throw new ArgumentException($"Expected at most one star on each side, on both or on none, got '{own}' = '{file}'.", nameof(names));
        }

        return new NameMap(entries);
    }

    /// <summary>The name in the file.</summary>
    internal string NameInFile(string own)
    {
        foreach ((string pattern, string file) in _names!)
        {
            int star = pattern.IndexOf('*', StringComparison.Ordinal);
            if (star < 0 && pattern == own)
                return file;
            if (star < 0 || own.Length < pattern.Length - 1)
                continue;
            string before = pattern[..star], after = pattern[(star + 1)..];
            if (own.StartsWith(before, StringComparison.Ordinal) && own.EndsWith(after, StringComparison.Ordinal))
                return file.Replace("*", own[star..(own.Length - after.Length)], StringComparison.Ordinal);
        }

        return own;
    }
}
