using NetGen;
using ScottPlot;

namespace Generating;

/// <summary>Images of digits, as rows of numbers from 0 to 1, and pictures of many of them.</summary>
internal static class Pictures
{
    public const int Side = StrokeDigits.Side, Pixels = Side * Side;

    private const int DrawnForTraining = 20_000, DrawnForTest = 2_000, Scale = 2;

    /// <summary>The digits of a folder of IDX files, or those that the program draws.</summary>
    /// <exception cref="InvalidDataException">The images are not 28 x 28.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(GenerativeOptions options)
    {
        if (options.Data is not { } folder)
            return (StrokeDigits.Create(DrawnForTraining, options.Seed), StrokeDigits.Create(DrawnForTest, unchecked(options.Seed + 1)));
        (ImageDataset train, ImageDataset test) = IdxFile.ReadDirectory(folder, StrokeDigits.Classes);
        foreach (ImageDataset images in (ImageDataset[])[train, test])
        {
            if (images.InputSize != Pixels)
                throw new InvalidDataException($"Expected images of {Side}x{Side} pixels in '{folder}', got {images.Height}x{images.Width}.");
        }

        return (train, test);
    }

    /// <summary>All images, one after the other.</summary>
    public static float[] Numbers(ImageDataset images)
    {
        float[] numbers = new float[images.Count * Pixels];
        for (int i = 0; i < images.Count; i++)
        {
            ReadOnlySpan<byte> pixels = images.Pixels(i);
            for (int p = 0; p < Pixels; p++)
                numbers[(i * Pixels) + p] = pixels[p] / 255f;
        }

        return numbers;
    }

    /// <summary>Draws images in rows.</summary>
    /// <returns>The path.</returns>
    public static string Draw(ReadOnlySpan<float> images, int columns, string title, string folder, string name)
    {
        Directory.CreateDirectory(folder);
        int count = images.Length / Pixels, rows = (count + columns - 1) / columns;
        double[,] mosaic = new double[rows * Side, columns * Side];
        for (int i = 0; i < count * Pixels; i++)
        {
            int image = i / Pixels, pixel = i % Pixels;
            mosaic[(image / columns * Side) + (pixel / Side), (image % columns * Side) + (pixel % Side)] = 1 - images[i];
        }

        using Plot plot = new();
        ScottPlot.Plottables.Heatmap map = plot.Add.Heatmap(mosaic);
        map.Colormap = new ScottPlot.Colormaps.Grayscale();
        plot.Title(title);
        plot.HideGrid();
        foreach (IAxis axis in plot.Axes.GetAxes())
            axis.IsVisible = false;
        plot.Axes.Margins(0, 0);
        string path = Path.Combine(folder, name);
        plot.SavePng(path, (columns * Side * Scale) + 20, (rows * Side * Scale) + 60);
        return path;
    }
}
