using NetGen;
using StbImageWriteSharp;

namespace Digits;

/// <summary>
/// A picture of what the first layer learned: one tile for each unit or channel, the weight of each pixel at its place. Ink on
/// red excites it, ink on blue inhibits it, white does not matter.
/// </summary>
internal static class FeatureMosaic
{
    private const int Gap = 1;

    /// <summary>Whether the weights of a unit of the first layer are a square: those of a layer that reads rows are not.</summary>
    public static bool HasPictures<TNet>()
        where TNet : class, IDigitNet<TNet>
    {
        ParameterDescription parameter = TNet.Description.Parameters[0];
        int size = parameter.Count / parameter.Shape[0], side = (int)Math.Sqrt(size);
        return side * side == size;
    }

    /// <summary>Writes the picture as PNG.</summary>
    public static void Write<TNet>(TNet net, Stream stream)
        where TNet : class, IDigitNet<TNet>
    {
        ParameterDescription parameter = TNet.Description.Parameters[0]; // [units, pixels] or [channels, 1, rows, columns]
        var weights = new float[parameter.Count];
        net.GetParameter(parameter.Name, weights);

        int features = parameter.Shape[0], size = weights.Length / features;
        int side = (int)Math.Sqrt(size), zoom = Math.Max(1, DigitData.Side / side), tile = side * zoom;
        int columns = (int)Math.Ceiling(Math.Sqrt(features)), rows = (features + columns - 1) / columns;
        int width = columns * (tile + Gap) - Gap, height = rows * (tile + Gap) - Gap;
        var image = new byte[width * height * 3];
        Array.Fill(image, (byte)128);
        for (int feature = 0; feature < features; feature++)
        {
            int origin = (feature / columns * width + feature % columns) * (tile + Gap);
            Draw(weights.AsSpan(feature * size, size), side, zoom, image.AsSpan(origin * 3), width);
        }

        new ImageWriter().WritePng(image, width, height, ColorComponents.RedGreenBlue, stream);
    }

    private static void Draw(ReadOnlySpan<float> weights, int side, int zoom, Span<byte> image, int width)
    {
        // The scale of each tile is its own largest weight on either side of 0, so that white is 0 in all of them.
        float largest = 0;
        foreach (float weight in weights)
            largest = MathF.Max(largest, MathF.Abs(weight));

        int tile = side * zoom;
        for (int i = 0; i < tile * tile; i++)
        {
            int row = i / tile, column = i % tile;
            float weight = weights[row / zoom * side + column / zoom];
            float value = largest > 0 ? weight / largest : 0;
            byte fade = (byte)(255 * (1 - MathF.Abs(value)));
            Span<byte> pixel = image[((row * width + column) * 3)..];
            pixel[0] = value >= 0 ? (byte)255 : fade;
            pixel[1] = fade;
            pixel[2] = value >= 0 ? fade : (byte)255;
        }
    }
}
