using System.Globalization;
namespace Digits;

/// <summary>A test image with what the network took it for.</summary>
/// <param name="Pixels">Row by row, from 0 (background) to 1 (ink).</param>
/// <param name="Label">What it is.</param>
/// <param name="Prediction">What the network took it for.</param>
/// <param name="Probability">How sure the network was.</param>
internal sealed record Example(float[] Pixels, int Label, int Prediction, float Probability)
{
    /// <summary>Whether the network was right.</summary>
    public bool IsRight => Prediction == Label;

    /// <summary>A caption that fits below the image.</summary>
    public string Caption => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsRight ? "a" : $"a {Label} taken for a")} {Prediction}, {100 * Probability:F1} %");
}

/// <summary>Chooses the test images that are worth a look.</summary>
internal static class Examples
{
    /// <summary>How many are shown in a row.</summary>
    public const int Count = 3;

    /// <summary>The first images that were recognized.</summary>
    public static Example[] Right(TestSet data, TestResult evaluation) =>
        [.. Enumerable.Range(0, data.Count)
            .Where(image => evaluation.IsRight(data, image))
            .Take(Count)
            .Select(image => Take(data, evaluation, image))];

    /// <summary>The mistakes that the network was most sure of.</summary>
    public static Example[] Wrong(TestSet data, TestResult evaluation) =>
        [.. Enumerable.Range(0, data.Count)
            .Where(image => !evaluation.IsRight(data, image))
            .OrderByDescending(evaluation.Confidence)
            .Take(Count)
            .Select(image => Take(data, evaluation, image))];

    private static Example Take(TestSet data, TestResult evaluation, int image) => new(
        data.Images.AsSpan(image * DigitData.Side * DigitData.Side, DigitData.Side * DigitData.Side).ToArray(),
        data.Labels[image],
        evaluation.Predictions[image],
        evaluation.Confidence(image));
}
