using NetGen;

namespace Digits;

/// <summary>The images to learn from and those held out to test what was learned.</summary>
/// <param name="Source">Where they come from, for the reader.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Test">The images that training never sees.</param>
internal sealed record DigitData(string Source, ImageDataset Train, TestSet Test)
{
    /// <summary>The width and the height of an image.</summary>
    public const int Side = 28;

    /// <summary>The number of classes.</summary>
    public const int Classes = 10;

    private const int DrawnForTraining = 20_000;
    private const int DrawnForTest = 2_000;

    /// <summary>Reads the user's files, or draws digits.</summary>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">The files do not hold what the network takes.</exception>
    public static DigitData Load(TrainingOptions options) => options.Data is string folder ? Read(folder) : Draw(options.Seed);

    private static DigitData Read(string folder)
    {
        (ImageDataset train, ImageDataset test) = IdxFile.ReadDirectory(folder, Classes);
        foreach (ImageDataset images in (ImageDataset[])[train, test])
        {
            if (images.Width != Side || images.Height != Side)
                throw new InvalidDataException($"{folder}: expected images of {Side} x {Side} pixels, got {images.Height} x {images.Width}.");
        }

        return new(folder, train, new TestSet(test));
    }

    private static DigitData Draw(long seed)
    {
        // Digits of another seed: nobody has seen them.
        ImageDataset train = Draw(DrawnForTraining, seed);
        ImageDataset test = Draw(DrawnForTest, unchecked(seed + 1));
        return new("digits drawn by the program", train, new TestSet(test));
    }

    private static ImageDataset Draw(int count, long seed)
    {
        (byte[] pixels, byte[] labels) = StrokeDigits.Draw(count, seed);
        return new(pixels, labels, Side, Side);
    }
}

/// <summary>All images of a data set as the network takes them, in one array.</summary>
internal sealed class TestSet
{
    /// <summary>Copies a data set.</summary>
    public TestSet(ImageDataset data)
    {
        Images = new float[data.Count * data.InputSize];
        Labels = new int[data.Count];
        data.CopyTo([.. Enumerable.Range(0, data.Count)], Images, Labels);
    }

    /// <summary>Pixels from 0 (background) to 1 (ink), row by row, image after image.</summary>
    public float[] Images { get; }

    /// <summary>The class of each image.</summary>
    public int[] Labels { get; }

    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;
}
