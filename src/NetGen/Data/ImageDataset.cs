using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Grey images with class labels, kept as bytes, a quarter of the memory of floats, and scaled to [0, 1] on the way into a
/// batch: value / 255, correctly rounded.
/// </summary>
public sealed class ImageDataset : IDataset<float, int>, IDataset<double, int>, IParallelReading, IAnticipating
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    // A subset shares the pixels: its image i is image _images[i] of them. Null where i is i.
    private readonly int[]? _images;

    /// <summary>A data set over two arrays, which are kept, not copied.</summary>
    /// <param name="pixels">Count · height · width bytes: 0 is background, 255 ink.</param>
    /// <param name="labels">A class label for each image.</param>
    /// <param name="height">The rows of an image, at least 1.</param>
    /// <param name="width">The columns of an image, at least 1.</param>
    /// <param name="classes">The number of classes, from 1 to 256: labels are less.</param>
    /// <exception cref="ArgumentException">The arrays do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size, the number of classes or a label is out of range.</exception>
    public ImageDataset(byte[] pixels, byte[] labels, int height, int width, int classes = 10)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Array.MaxLength / height);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 256);
        Guard.Outputs(pixels.Length, labels.Length, height * width, nameof(pixels));
        int wrong = FirstLabelOutOfRange(labels, classes);
        if (wrong >= 0)
            throw new ArgumentOutOfRangeException(nameof(labels), labels[wrong], $"Expected class labels from 0 to {classes - 1}, got {labels[wrong]} at index {wrong}.");

        (_pixels, _labels, Height, Width, Classes) = (pixels, labels, height, width, classes);
    }

    private ImageDataset(ImageDataset whole, ReadOnlySpan<int> indices)
    {
        (_pixels, Height, Width, Classes) = (whole._pixels, whole.Height, whole.Width, whole.Classes);
        _images = new int[indices.Length];
        _labels = new byte[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            int index = Guard.Index(indices[i], whole.Count, nameof(indices));
            _images[i] = whole._images is null ? index : whole._images[index];
            _labels[i] = whole._labels[index];
        }
    }

    /// <inheritdoc cref="IDataset{TInput, TTarget}.Count"/>
    public int Count => _labels.Length;

    /// <summary>The rows of an image.</summary>
    public int Height { get; }

    /// <summary>The columns of an image.</summary>
    public int Width { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <inheritdoc cref="IDataset{TInput, TTarget}.InputSize"/>
    public int InputSize => Height * Width;

    /// <inheritdoc cref="IDataset{TInput, TTarget}.TargetSize"/>
    public int TargetSize => 1;

    /// <inheritdoc/>
    bool IParallelReading.CanReadInParallel => true;

    /// <summary>The bytes of an image, row by row.</summary>
    /// <param name="index">The image, from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public ReadOnlySpan<byte> Pixels(int index)
    {
        int image = Guard.Index(index, Count, nameof(index));
        return _pixels.AsSpan((_images is null ? image : _images[image]) * InputSize, InputSize);
    }

    /// <summary>The class of an image.</summary>
    /// <param name="index">The image, from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such image.</exception>
    public int Label(int index) => _labels[Guard.Index(index, Count, nameof(index))];

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<float> inputs, Span<int> targets)
    {
        Guard.Outputs(inputs.Length, indices.Length, InputSize, nameof(inputs));
        CopyLabels(indices, targets);
        for (int i = 0; i < indices.Length; i++)
            PixelScale.Scale(Pixels(indices[i]), inputs.Slice(i * InputSize, InputSize));
    }

    /// <inheritdoc/>
    public void CopyTo(ReadOnlySpan<int> indices, Span<double> inputs, Span<int> targets)
    {
        Guard.Outputs(inputs.Length, indices.Length, InputSize, nameof(inputs));
        CopyLabels(indices, targets);
        for (int i = 0; i < indices.Length; i++)
            PixelScale.Scale(Pixels(indices[i]), inputs.Slice(i * InputSize, InputSize));
    }

    /// <inheritdoc/>
    void IAnticipating.Anticipate(ReadOnlySpan<int> indices)
    {
        const int Line = 64; // bytes
        foreach (int index in indices)
        {
            ReadOnlySpan<byte> pixels = Pixels(index);
            for (int i = 0; i < pixels.Length; i += Line)
                Simd.Prefetch(in pixels[0], i);
        }
    }

    /// <summary>The chosen images, which share this data set's pixels.</summary>
    /// <param name="indices">The images, each from 0 to <see cref="Count"/> − 1; one may occur several times.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public ImageDataset Subset(ReadOnlySpan<int> indices) => new(this, indices);

    /// <inheritdoc cref="DatasetExtensions.Split{TInput, TTarget}(IDataset{TInput, TTarget}, double, long)" path="/*[not(self::typeparam)]"/>
    public (ImageDataset Train, ImageDataset Validation) Split(double validationFraction, long seed = 0)
    {
        (int[] train, int[] validation) = DatasetExtensions.SplitIndices(Count, validationFraction, seed);
        return (Subset(train), Subset(validation));
    }

    /// <summary>The position of the first label that is not less than the number of classes; −1 if there is none.</summary>
    internal static int FirstLabelOutOfRange(ReadOnlySpan<byte> labels, int classes) =>
        classes > byte.MaxValue ? -1 : labels.IndexOfAnyInRange((byte)classes, byte.MaxValue);

    /// <summary>Also checks the indices.</summary>
    private void CopyLabels(ReadOnlySpan<int> indices, Span<int> targets)
    {
        Guard.Outputs(targets.Length, indices.Length, 1, nameof(targets));
        for (int i = 0; i < indices.Length; i++)
            targets[i] = _labels[Guard.Index(indices[i], Count, nameof(indices))];
    }
}
