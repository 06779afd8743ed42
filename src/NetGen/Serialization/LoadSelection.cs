namespace NetGen;

/// <summary>What is asked of a file: which tensors of a network, by which names, and whether it must hold these and no others.</summary>
internal sealed class LoadSelection
{
    private readonly string[] _include;

    public LoadSelection(IEnumerable<string> include, NameMap? names, bool strict)
    {
        ArgumentNullException.ThrowIfNull(include);
        _include = [.. include];
        if (_include.Length == 0 || _include.Contains(null))
            throw new ArgumentException($"Expected at least one pattern of names, got {(_include.Length == 0 ? "none" : "null")}.", nameof(include));
        (Names, Strict) = (names, strict);
    }

    /// <summary>All tensors by their own names, and no others.</summary>
    public static LoadSelection All { get; } = new(["*"], null, strict: true);

    public NameMap? Names { get; }

    public bool Strict { get; }

    /// <summary>Whether the caller named what to load: then the file may hold more, even where it is the whole network.</summary>
    public bool IsPart => _include is not ["*"];

    /// <summary>The tensors that a pattern fits.</summary>
    /// <exception cref="ArgumentException">A pattern fits none.</exception>
    public ModelTensor[] Choose(NetworkDescription network, ModelTensor[] all)
    {
        foreach (string pattern in _include)
        {
            if (IsPart && !all.Any(tensor => Fits(pattern, tensor)))
                throw new ArgumentException($"{network.Name} has no parameter or state that '{pattern}' fits: {string.Join(", ", all.Select(tensor => tensor.Name))}.");
        }

        return [.. all.Where(tensor => _include.Any(pattern => Fits(pattern, tensor)))];
    }

    private static bool Fits(string pattern, ModelTensor tensor) => NamePattern.Matches(pattern, tensor.Name);
}
