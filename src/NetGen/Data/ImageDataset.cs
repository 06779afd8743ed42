using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Grey images with class labels, kept as bytes, a quarter of the memory of floats, and scaled to [0, 1] on the way into a
/// batch.
/// </summary>
public sealed class ImageDataset : IDataset<float, int>
{
    // value / 255, correctly rounded
    private static readonly float[] s_scaled = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];

    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    /// <summary>A data set over two arrays, which are kept, not copied.</summary>
    /// <param name="pixels">Count · height · width bytes: 0 is background, 255 ink.</param>
    /// <param name="labels">A class label for each image.</param>
    /// <param name="height">The rows of an image, at least 1.</param>
    /// <param name="width">The columns of an image, at least 1.</param>
    /// <param name="classes">The number of classes: labels are less.</param>
    /// <exception cref="ArgumentException">The arrays do not fit, or a label is out of range.</exception>
    public ImageDataset(byte[] pixels, byte[] labels, int height, int width, int classes = 10)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Guard.Outputs(pixels.Length, labels.Length, checked(height * width), nameof(pixels));
        int wrong = labels.AsSpan().IndexOfAnyInRange((byte)Math.Min(classes, 256), byte.MaxValue);
        if (classes <= byte.MaxValue && wrong >= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(labels), labels[wrong], $"Expected class labels from 0 to {classes - 1}, got {labels[wrong]} at index {wrong}.");
        }

        (_pixels, _labels, Height, Width, Classes) = (pixels, labels, height, width, classes);
    }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <summary>The rows of an image.</summary>
    public int Height { get; }

    /// <summary>The columns of an image.</summary>
    public int Width { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <inheritdoc/>
    public int InputSize => Height * Width;

    /// <inheritdoc/>
    public int TargetSize => 1;

    /// <summary>The bytes of an image, row by row.</summary>
    public ReadOnlySpan<byte> Pixels(int index) => _pixels.AsSpan(Guard.Index(index, Count, nameof(index)) * InputSize, InputSize);

    /// <summary>The class of an image.</summary>
    public int Label(int index) => _labels[Guard.Index(index, Count, nameof(index))];

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
    {
        Guard.Outputs(inputs.Length, indices.Length, InputSize, nameof(inputs));
        Guard.Outputs(targets.Length, indices.Length, 1, nameof(targets));
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<byte> image = Pixels(indices[i]);
            Span<float> row = inputs.Slice(i * InputSize, InputSize);
            for (int p = 0; p < row.Length; p++)
            {
                row[p] = s_scaled[image[p]];
            }

            targets[i] = _labels[indices[i]];
        }
    }
}
