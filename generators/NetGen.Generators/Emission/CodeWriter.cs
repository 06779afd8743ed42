using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generators.Emission;

/// <summary>Writes indented lines. Every line ends with '\n', whatever the machine.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _isAtStartOfBlock;

    public override string ToString() => _text.ToString();

    /// <summary>A line, or an empty one, which is left out at the start of a block.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', 4 * _depth).Append(line);
        }
        else if (_isAtStartOfBlock)
        {
            return;
        }

        _text.Append('\n');
        _isAtStartOfBlock = line == "{";
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
