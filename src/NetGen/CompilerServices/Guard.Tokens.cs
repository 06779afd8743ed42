using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace NetGen.CompilerServices;

public static partial class Guard
{
    /// <summary>Requires every token to be at least 0 and less than <paramref name="vocabulary"/>.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    internal static void Tokens(ReadOnlySpan<int> tokens, int size, int vocabulary, string parameter)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            if ((uint)tokens[i] >= (uint)vocabulary)
            {
                ThrowToken(tokens[i].ToString(CultureInfo.InvariantCulture), i / size, i % size, vocabulary, parameter);
            }
        }
    }

    /// <summary>Likewise of tokens as numbers of a network's precision, in columns of rows: they are whole.</summary>
    internal static void Tokens<T>(WorkspaceLayout layout, ReadOnlySpan<T> inputs)
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
                        ThrowToken(tokens[i].ToString(null, CultureInfo.InvariantCulture), row / layout.Input.Size, i, columns.Vocabulary, columns.Name);
                    }
                }
            }
        }
    }

    [DoesNotReturn]
    private static void ThrowToken(string token, int example, int position, int vocabulary, string parameter) =>
        throw new ArgumentException($"Expected tokens from 0 to {vocabulary - 1}, got {token} at position {position} of example {example}.", parameter);
}
