using StbImageWriteSharp;

namespace Digits;

/// <summary>
/// A picture of what the first layer learned: one tile for each hidden unit, the weight of each pixel at its place. Ink on
/// red excites the unit, ink on blue inhibits it, white does not matter.
/// </summary>
internal static class FeatureMosaic
{
    /// <summary>The number of tiles, one for each unit.</summary>
    public const int Features = TilesPerSide * TilesPerSide;

    private const int TilesPerSide = 16;
    private const int Tile = DigitData.Side;
    private const int Gap = 1;
    private const int Side = (TilesPerSide * (Tile + Gap)) - Gap;

    /// <summary>Writes the picture as PNG.</summary>
    public static void Write(DigitNet net, Stream stream)
    {
        var weights = new float[Features * Tile * Tile];
        net.GetParameter("dense1.weight", weights); // [units, pixels], row by row

        var image = new byte[Side * Side * 3];
        Array.Fill(image, (byte)128);
        for (int unit = 0; unit < Features; unit++)
        {
            int left = unit % TilesPerSide * (Tile + Gap);
            int top = unit / TilesPerSide * (Tile + Gap);
            Draw(weights.AsSpan(unit * Tile * Tile, Tile * Tile), image, left, top);
        }

        new ImageWriter().WritePng(image, Side, Side, ColorComponents.RedGreenBlue, stream);
    }

    private static void Draw(ReadOnlySpan<float> weights, Span<byte> image, int left, int top)
    {
        // The scale of each tile is its own largest weight on either side of 0, so that white is 0 in all of them.
        float largest = 0;
        foreach (float weight in weights)
            largest = MathF.Max(largest, MathF.Abs(weight));

        for (int i = 0; i < weights.Length; i++)
        {
            float value = largest > 0 ? weights[i] / largest : 0;
            byte fade = (byte)(255 * (1 - MathF.Abs(value)));
            Span<byte> pixel = image[((((top + (i / Tile)) * Side) + left + (i % Tile)) * 3)..];
            pixel[0] = value >= 0 ? (byte)255 : fade;
            pixel[1] = fade;
            pixel[2] = value >= 0 ? fade : (byte)255;
        }
    }
}
