using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

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

    /// <summary>Requires all tokens among the rows of a network's inputs to be some that it knows.</summary>
    /// <exception cref="ArgumentException">One is none, or no whole number.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Check<T>(WorkspaceLayout layout, ReadOnlySpan<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (TokenColumns columns in layout.Tokens)
        {
            T end = T.CreateTruncating(columns.Vocabulary);
            for (int row = 0; row < inputs.Length; row += layout.Input.Size)
            {
                ReadOnlySpan<T> tokens = inputs.Slice(row + columns.Start, columns.Size);
                for (int i = 0; i < tokens.Length; i++)
                {
                    // Not so for NaN.
                    if (!(tokens[i] >= T.Zero && tokens[i] < end && T.IsInteger(tokens[i])))
                    {
                        Guard.ThrowToken(tokens[i].ToString(null, CultureInfo.InvariantCulture), row / layout.Input.Size, i, columns.Vocabulary, columns.Name);
                    }
                }
            }
        }
    }
}
