using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generators.Text;

/// <summary>Writes indented lines. Every line ends with '\n', whatever the machine.</summary>
internal sealed class CodeWriter
{
    private static readonly char[] s_ends = ['\n', '\r', '\u0085', '\u2028', '\u2029'];

    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isSeparated;
    private bool _isBlockOpened;

    public override string ToString() => _isSeparated ? $"{_text}\n" : _text.ToString();

    /// <summary>
    /// A line. An empty one separates: it is left out at the beginning and at the end of a block. What would end it becomes a space: users'
    /// equations and names stand in comments.
    /// </summary>
    public void Line(string line = "")
    {
        if (line.IndexOfAny(s_ends) >= 0)
        {
            line = string.Join(" ", line.Split(s_ends));
        }

        if (line.Length == 0)
        {
            _isSeparated = !_isBlockOpened;
            return;
        }

        if (_isSeparated && line[0] != '}')
        {
            _text.Append('\n');
        }

        _text.Append(' ', 4 * _depth).Append(line).Append('\n');
        _isSeparated = false;
        _isBlockOpened = line == "{";
    }

    /// <summary>Several lines, each indented as deep as the current block.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            Line(line.TrimEnd('\r'));
        }
    }

    /// <summary>A line and a block in braces below it, up to the end of the scope.</summary>
    public Scope Block(string header)
    {
        Line(header);
        return Block();
    }

    public Scope Block()
    {
        Line("{");
        _depth++;
        return new Scope(this, "}");
    }

    /// <summary>Lines indented once more, without braces.</summary>
    public Scope Indent()
    {
        _depth++;
        return new Scope(this, null);
    }

    /// <summary>A number as a C# literal that reads back as the same double.</summary>
    public static string Literal(double value) => value switch
    {
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        _ when double.IsNaN(value) => "double.NaN",
        _ when value.ToString("R", CultureInfo.InvariantCulture) is var text => text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text,
        _ => "",
    };

    /// <summary>A string as a C# literal.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    public readonly struct Scope(CodeWriter writer, string? closing) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (closing is not null)
            {
                writer.Line(closing);
            }
        }
    }
}
