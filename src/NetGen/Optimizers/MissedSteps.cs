using System.Globalization;

namespace NetGen;

/// <summary>The number of an optimizer's steps that each part of the parameters took no part in.</summary>
/// <param name="parts">The parts in order, each from its start to that of the next; the first starts at 0.</param>
internal sealed class MissedSteps((int Start, long Steps)[] parts)
{
    /// <summary>All took part in every step.</summary>
    public static MissedSteps None { get; } = new([(0, 0)]);

    /// <summary>Whether all took part in every step.</summary>
    public bool AreNone => parts is [(_, 0)];

    /// <summary>Whether none took part in any.</summary>
    public bool AreAll(long steps) => Array.TrueForAll(parts, part => part.Steps == steps);

    /// <summary>What ranges have missed before, and those with the factor 0 in some more steps.</summary>
    public static MissedSteps Of(ReadOnlySpan<UpdateRange> ranges, long steps)
    {
        List<(int Start, long Steps)> parts = [];
        foreach (UpdateRange range in ranges)
        {
            long missed = range.Missed + (range.RateFactor == 0 ? steps : 0);
            if (parts.Count == 0 || parts[^1].Steps != missed)
                parts.Add((parts.Count == 0 ? 0 : range.Offset, missed));
        }

        return parts.Count == 0 ? None : new([.. parts]);
    }

    /// <summary>The ranges, cut where what they have missed changes.</summary>
    public UpdateRange[] Cut(UpdateRange[] ranges)
    {
        List<UpdateRange> cut = [];
        foreach (UpdateRange range in ranges)
        {
            for (int i = 0; i < parts.Length; i++)
            {
                int start = Math.Max(range.Offset, parts[i].Start);
                int end = Math.Min(range.Offset + range.Length, i + 1 < parts.Length ? parts[i + 1].Start : int.MaxValue);
                if (start < end)
                    cut.Add(range with { Offset = start, Length = end - start, Missed = parts[i].Steps });
            }
        }

        return [.. cut];
    }

    /// <summary>As text: start:steps, separated by spaces.</summary>
    public override string ToString() => string.Join(' ', parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Start}:{part.Steps}")));

    /// <summary>The inverse of <see cref="ToString"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The number of parameters.</param>
    /// <param name="steps">The steps of the optimizer.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static MissedSteps Parse(string text, long length, long steps)
    {
        List<(int Start, long Steps)> parts = [];
        foreach (string part in text.Split(' '))
        {
            string[] sides = part.Split(':');
            if (sides.Length != 2
                || !int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int start)
                || !long.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out long missed)
                || (parts.Count == 0 ? start != 0 : start <= parts[^1].Start || start >= length)
                || missed > steps)
            {
                throw new InvalidDataException($"Expected the steps that parts of {length} parameters have missed of {steps}, as start:steps in order from 0, got '{(part.Length <= 40 ? part : part[..40])}'.");
            }

            parts.Add((start, missed));
        }

        return new([.. parts]);
    }
}
