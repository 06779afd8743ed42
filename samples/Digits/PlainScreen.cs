using System.Globalization;
using System.Text;
using NetGen;

namespace Digits;

/// <summary>Plain ASCII text without control codes: one line for each epoch.</summary>
internal sealed class PlainScreen(TextWriter output) : IScreen
{
    /// <summary>From background to ink.</summary>
    private const string Shades = " .:-=+*#%@";

    /// <inheritdoc/>
    public void ShowHeader(string text) => output.WriteLine(text);

    /// <inheritdoc/>
    public void Train(int epochs, Action training) => training();

    /// <inheritdoc/>
    public void ShowBatch(BatchProgress progress)
    {
        // Only epochs are worth a line in a file.
    }

    /// <inheritdoc/>
    public void ShowEpoch(EpochResult result) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {result.Epoch}: training loss {result.TrainingLoss:F4}, test loss {result.TestLoss:F4}, test accuracy {100 * result.Accuracy:F2} %, {result.Seconds:F1} s"));

    /// <inheritdoc/>
    public void ShowConfusion(ConfusionMatrix matrix)
    {
        output.WriteLine();
        output.WriteLine("confusion matrix (rows: what it is, columns: what was predicted)");
        output.WriteLine("   " + string.Concat(Enumerable.Range(0, matrix.Classes).Select(predicted => $"{predicted,6}")));
        for (int actual = 0; actual < matrix.Classes; actual++)
        {
            var line = new StringBuilder($"{actual,3}");
            for (int predicted = 0; predicted < matrix.Classes; predicted++)
                line.Append(CultureInfo.InvariantCulture, $"{matrix[actual, predicted],6}");
            output.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void ShowExamples(Example[] right, Example[] wrong)
    {
        ShowRow("recognized", right);
        ShowRow("mistaken, and most sure of it", wrong);
    }

    /// <inheritdoc/>
    public void ShowNote(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    private void ShowRow(string title, Example[] examples)
    {
        if (examples.Length == 0)
            return;
        output.WriteLine();
        output.WriteLine(title);

        // A character is twice as high as wide, so it stands for two pixels, one above the other.
        for (int row = 0; row < DigitData.Side; row += 2)
            output.WriteLine(string.Join(' ', examples.Select(example => Row(example.Pixels, row))).TrimEnd());
        output.WriteLine(string.Join(' ', examples.Select(example => example.Caption.PadRight(DigitData.Side))).TrimEnd());
    }

    private static string Row(float[] pixels, int row) => string.Create(DigitData.Side, (pixels, row), static (line, image) =>
    {
        for (int column = 0; column < line.Length; column++)
        {
            int at = (image.row * DigitData.Side) + column;
            float ink = (image.pixels[at] + image.pixels[at + DigitData.Side]) / 2;
            line[column] = Shades[(int)(ink * (Shades.Length - 1))];
        }
    });
}
