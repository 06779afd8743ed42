using System.Globalization;

namespace NetGen.Generators.Text;

/// <summary>The lectures' notation: x̄ is ∂cost/∂x.</summary>
internal static class Notation
{
    private const char Macron = '\u0304';

    /// <summary>A bar over the first letter: <c>h1</c> becomes <c>h̄1</c>.</summary>
    public static string Bar(string symbol) => symbol.Insert(1, Macron.ToString());

    // Of a line of comments; a single equation may be longer.
    private const int LineLength = 140;

    /// <summary>Equations side by side, as many as a line holds.</summary>
    public static IEnumerable<string> Lines(IEnumerable<string> equations)
    {
        string line = "";
        foreach (string equation in equations)
        {
            if (line.Length > 0 && line.Length + equation.Length > LineLength)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? equation : $"{line},  {equation}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    /// <summary>A number with all its digits.</summary>
    public static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>So many values, in words.</summary>
    public static string Values(int count) => count == 1 ? "1 value" : $"{count.ToString(CultureInfo.InvariantCulture)} values";

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
