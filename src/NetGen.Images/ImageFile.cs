using NetGen.CompilerServices;
using StbImageSharp;

namespace NetGen;

/// <summary>Reads images: PNG, JPEG and BMP, whatever their names end with.</summary>
public static class ImageFile
{
    /// <summary>
    /// Reads an image as a network takes it: channel after channel, row by row, scaled to [0, 1] (value / 255, correctly rounded), stretched to a size by a triangle filter that is as
    /// wide as a pixel of the result. The same bits on every machine.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="width">The columns of the result, at least 1.</param>
    /// <param name="height">The rows of the result, at least 1.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue, 4 with alpha; an alpha that is not asked for is dropped.</param>
    /// <returns>channels · height · width values, for a network of <c>[Input(channels, height, width)]</c>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no image, broken, or of more than 50 million pixels or 100 MB.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of channels is out of range.</exception>
    public static float[] Read(string path, int width, int height, int channels = 3)
    {
        ImageFolderOptions limits = new();
        int length = RequireSize(width, height, channels);
        byte[] pixels = new byte[length];
        try
        {
            Decode(ReadAll(path, limits.MaximumBytes), width, height, channels, limits.MaximumPixels, pixels);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: {e.Message}.", e);
        }

        float[] values = new float[length];
        Scale(pixels, values);
        return values;
    }

    /// <summary>The bytes of an image.</summary>
    internal static int RequireSize(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (channels is not (1 or 3 or 4))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "Expected 1 channel (grey), 3 (red, green, blue) or 4 (and alpha).");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Array.MaxLength / channels / height);
        return width * height * channels;
    }

    /// <summary>value / 255.</summary>
    internal static void Scale(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        for (int i = 0; i < pixels.Length; i++)
            values[i] = pixels[i] / 255f;
    }

    /// <summary>A whole regular file.</summary>
    internal static byte[] ReadAll(string path, int maximumBytes)
    {
        using FileStream stream = RegularFile.OpenRead(path);
        if (stream.Length > maximumBytes)
            throw new InvalidDataException($"expected a file of at most {maximumBytes} bytes, got {stream.Length}");
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    /// <summary>Decodes and resizes an image.</summary>
    /// <exception cref="InvalidDataException">It is none, broken or too large.</exception>
    internal static void Decode(byte[] file, int width, int height, int channels, int maximumPixels, Span<byte> pixels)
    {
        ImageHeader header = ImageHeader.Read(file, maximumPixels);
        ImageResult image;
        try
        {
            image = ImageResult.FromMemory(file, channels switch { 1 => ColorComponents.Grey, 3 => ColorComponents.RedGreenBlue, _ => ColorComponents.RedGreenBlueAlpha });
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            throw new InvalidDataException($"the image is damaged: {e.Message}", e); // a port of C, whose errors are of any type
        }

        if ((image.Width, image.Height) != (header.Width, header.Height) || image.Data.Length != (long)image.Width * image.Height * channels)
            throw new InvalidDataException($"expected an image of {header.Width} x {header.Height}, got one of {image.Width} x {image.Height}");
        Resampling.Run(image.Data, header, width, height, channels, pixels);
    }
}
