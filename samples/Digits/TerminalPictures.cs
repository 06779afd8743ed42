using System.Globalization;
using NetGen;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Digits;

/// <summary>Pictures made of coloured characters.</summary>
internal static class TerminalPictures
{
    /// <summary>
    /// The width of an image in characters: without the outermost pixels, which hardly ever have ink, so that three images
    /// fit in a row of 80 characters.
    /// </summary>
    public const int ImageWidth = DigitData.Side - 2;

    /// <summary>A confusion matrix, the more frequent the brighter: green is right, red is wrong.</summary>
    public static IRenderable Matrix(ConfusionMatrix matrix)
    {
        Table table = new Table().Border(TableBorder.Rounded).Title("[bold]confusion matrix[/] (rows: what it is, columns: what was predicted)");
        table.AddColumn("");
        for (int predicted = 0; predicted < matrix.Classes; predicted++)
            table.AddColumn(new TableColumn(new Text(Invariant(predicted))).RightAligned().Padding(0, 0));

        for (int actual = 0; actual < matrix.Classes; actual++)
        {
            var row = new List<IRenderable> { new Text(Invariant(actual)) };
            for (int predicted = 0; predicted < matrix.Classes; predicted++)
                row.Add(Cell(matrix[actual, predicted], (double)matrix[actual, predicted] / Math.Max(1, matrix.Support(actual)), actual == predicted));
            table.AddRow(row);
        }

        return table;
    }

    /// <summary>An image in shades of grey: a half block has two pixels, the upper as its colour, the lower as its background.</summary>
    public static IRenderable Image(float[] pixels)
    {
        const int Side = DigitData.Side;
        var picture = new Paragraph();
        for (int y = 1; y < Side - 1; y += 2)
        {
            picture.Append(y > 1 ? "\n" : "");
            for (int x = 1; x < Side - 1; x++)
                picture.Append("▀", new Style(Grey(pixels[(y * Side) + x]), Grey(pixels[((y + 1) * Side) + x])));
        }

        return picture;
    }

    private static Text Cell(long count, double share, bool isRight)
    {
        if (count == 0)
            return new Text("   · ", new Style(Color.Grey));

        // Mistakes are rare, so they are brightened: a tenth of a row is fully red.
        byte light = (byte)(isRight ? 40 + (120 * share) : 60 + (150 * Math.Min(1, 10 * share)));
        Color background = isRight ? new Color(0, light, 0) : new Color(light, 0, 0);
        return new Text($"{count,4} ", new Style(Color.White, background));
    }

    private static Color Grey(float ink)
    {
        byte light = (byte)(255 * ink);
        return new Color(light, light, light);
    }

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
