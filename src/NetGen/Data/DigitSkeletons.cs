using System.Globalization;

namespace NetGen;

/// <summary>A point that the pen passes through; at a corner it turns sharply, elsewhere smoothly.</summary>
internal readonly record struct PenPoint(double X, double Y, bool Corner);

/// <summary>
/// How people write the ten digits: for every digit several ways, each a list of strokes, each a list of points in the
/// order of the pen. Units are hundredths of the digit's height, y grows downwards.
/// </summary>
/// <remarks>
/// In the texts below a stroke ends at ';' and '!' marks a corner. A way of writing that is twice as common stands there
/// twice.
/// </remarks>
internal static class DigitSkeletons
{
    private static readonly string[][] _texts =
    [
        // 0: closed, with an overlap at the top, begun on the right, left a little open, narrow.
        [
            "42,2 20,12 6,45 12,80 34,98 58,84 68,48 58,14 42,2",
            "46,4 22,8 5,42 12,82 36,98 60,82 68,46 56,12 38,3 28,12",
            "60,16 40,2 16,16 4,55 20,95 48,94 66,60 62,24 50,6",
            "34,6 14,22 4,56 18,92 44,96 66,68 64,28 48,8 36,10",
            "30,2 14,14 6,48 12,84 26,98 40,84 46,48 40,14 28,3",
        ],

        // 1: a plain line, a bent one, with a serif, with serif and foot.
        [
            "30,2 30,35 30,65 30,98",
            "32,2 30,35 29,65 28,98",
            "34,2 31,30 31,65 34,98",
            "30,2 30,35 30,65 30,98",
            "32,2 30,35 29,65 28,98",
            "12,26 34,4! 33,50 32,98",
            "20,18 34,3! 34,50 33,98",
            "12,22 34,3! 34,50 34,96; 10,97 34,96 58,96",
        ],

        // 2: with a corner at the foot, with a wavy foot, with a loop (large and small), with a long neck.
        [
            "8,24 22,6 46,4 58,22 48,50 24,78 6,96! 36,94 66,95",
            "10,20 30,3 54,14 50,44 28,74 8,95! 30,88 50,97 70,92",
            "8,22 26,4 52,8 56,32 38,62 14,92 4,84 16,74 36,86 70,96",
            "6,18 30,3 54,16 48,46 26,82 10,96 6,88 18,84 40,92 74,88",
            "12,20 34,2 56,18 48,52 28,90 8,94 6,72 30,74 48,92 76,92",
            "14,16 34,2 52,16 44,48 28,74 4,94! 34,97 60,96",
        ],

        // 3: with a corner in the middle, with a small loop there, flat on top, round and without a corner.
        [
            "8,14 30,3 54,14 48,36 26,47! 52,54 62,74 46,94 22,98 6,86",
            "10,10 34,2 54,18 42,40 22,47! 48,52 58,72 42,94 18,98 2,92",
            "8,12 32,2 54,16 44,38 26,50 20,46 28,44 52,54 60,76 42,96 8,92",
            "8,6 34,5 58,4! 44,22 28,42! 54,50 62,74 44,95 20,98 4,86",
            "10,16 30,2 54,12 52,34 38,46 56,58 60,80 40,97 16,96 4,84",
        ],

        // 4: open with a corner, open and round, closed, closed in one stroke, open with a short stem.
        [
            "16,4 12,28 8,52! 32,54 68,50; 52,6 51,50 48,98",
            "8,10 6,32 4,54! 40,56 84,50; 60,4 58,50 54,98",
            "12,6 8,36 22,54 44,52 60,42; 60,4 56,50 52,98",
            "50,3 28,30 4,62! 36,62 72,60; 50,3 50,50 48,98",
            "48,98 50,50 52,4! 26,32 4,62! 36,62 70,58",
            "14,8 10,32 4,56! 34,56 64,52; 56,26 52,60 46,98",
            "10,4 10,28 14,50 34,54 52,46 58,20 60,4! 56,48 54,98",
        ],

        // 5: the hat last, in one stroke, without corners, wide belly.
        [
            "18,6 14,44! 36,38 58,52 60,76 42,96 18,97 4,86; 18,6 38,5 64,3",
            "64,4 40,5 18,7! 14,44! 36,38 58,54 58,80 36,97 8,90",
            "62,5 36,4 20,14 18,34 36,46 54,60 52,84 30,97 6,90",
            "22,5 12,46! 42,44 56,62 50,86 26,98 2,94; 22,6 44,7 70,4",
        ],

        // 6: a long bow, an upright one, a hooked one, with a small belly.
        [
            "54,4 28,26 10,56 10,84 30,98 54,88 56,66 38,56 18,66 10,80",
            "40,2 20,28 8,64 16,94 40,97 58,80 48,60 26,62 12,78",
            "62,14 46,3 22,18 6,56 14,92 40,98 60,80 50,58 28,58 10,72",
            "50,2 22,30 6,68 18,96 52,92 60,68 40,60 24,76 28,94",
            "48,2 24,36 8,72 16,95 36,97 46,82 38,70 22,74 10,86",
        ],

        // 7: plain, curved, with a serif, and two of them with a bar.
        [
            "6,8 36,7 64,6! 46,46 30,98",
            "4,10 30,6 60,8! 54,30 38,62 34,98",
            "6,22 8,8! 36,8 64,5! 42,50 28,98",
            "6,10 34,8 64,6! 46,46 30,98; 22,54 44,52 64,50",
            "6,18 14,6 38,8 62,6! 44,50 32,98; 24,50 42,50 60,46",
            "8,12 34,4 56,10 50,40 36,70 26,98",
            "2,24 6,12! 40,12 78,4! 50,44 26,98",
        ],

        // 8: in one stroke from the right, from the middle, from the left; as two rings.
        [
            "58,14 36,3 14,16 20,38 44,54 58,76 38,98 12,86 20,60 44,42 58,20 50,8",
            "38,48 16,32 16,10 38,2 56,14 48,36 24,54 8,78 26,97 52,92 56,68 34,46",
            "54,10 32,3 16,18 30,42 50,64 48,90 26,98 12,80 26,56 46,36 58,10",
            "34,3 16,14 18,36 36,46 54,32 50,10 34,3; 36,46 14,58 8,80 30,98 54,88 58,64 36,46",
            "66,8 38,4 16,20 34,44 46,66 36,94 14,94 10,76 34,54 62,26 66,8",
        ],

        // 9: straight tail, leaning tail, curved tail, hooked tail, ring with a stem.
        [
            "56,18 36,4 12,18 12,42 34,52 54,34 58,12! 56,50 52,98",
            "54,16 34,3 10,20 12,44 36,48 54,26 58,12! 46,54 30,98",
            "54,14 30,4 10,22 14,44 38,48 54,28 56,14 58,52 46,88 24,98",
            "56,20 36,4 12,16 10,40 32,52 54,36 58,16 58,60 46,92 24,98 8,88",
            "34,4 12,16 12,38 32,48 52,34 50,12 32,4; 54,12 54,52 50,98",
        ],
    ];

    private static readonly PenPoint[][][][] _skeletons = [.. _texts.Select(ways => ways.Select(Parse).ToArray())];

    /// <summary>The ways of writing a digit: strokes of points.</summary>
    public static PenPoint[][][] Of(int digit) => _skeletons[digit];

    private static PenPoint[][] Parse(string text) =>
        [.. text.Split("; ").Select(stroke => stroke.Split(' ').Select(ParsePoint).ToArray())];

    private static PenPoint ParsePoint(string text)
    {
        string[] coordinates = text.TrimEnd('!').Split(',');
        return new(
            int.Parse(coordinates[0], CultureInfo.InvariantCulture) / 100.0,
            int.Parse(coordinates[1], CultureInfo.InvariantCulture) / 100.0,
            text.EndsWith('!'));
    }
}
