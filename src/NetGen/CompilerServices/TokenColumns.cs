using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>Columns of a network's input that are token numbers: integers as numbers of the network's precision.</summary>
/// <param name="name">The input's name.</param>
/// <param name="start">The first column.</param>
/// <param name="size">Tokens of an example.</param>
/// <param name="vocabulary">How many there are: each is at least 0 and less.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TokenColumns(string name, int start, int size, int vocabulary)
{
    /// <summary>The input's name.</summary>
    public string Name { get; } = name;

    /// <summary>The first column.</summary>
    public int Start { get; } = start;

    /// <summary>Tokens of an example.</summary>
    public int Size { get; } = size;

    /// <summary>How many tokens there are.</summary>
    public int Vocabulary { get; } = vocabulary;
}
