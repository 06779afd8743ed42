using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

public static partial class Guard
{
    /// <summary>Requires every token to be at least 0 and less than <paramref name="vocabulary"/>.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [DoesNotReturn]
    internal static void ThrowToken(string token, int example, int position, int vocabulary, string parameter) =>
        throw new ArgumentException($"Expected tokens from 0 to {vocabulary - 1}, got {token} at position {position} of example {example}.", parameter);
}
