using System.Globalization;

namespace NetGen.Generators.Tests.Formulas;

/// <summary>
/// The notation of comments and pages, translated to C# over <see cref="Term"/>: <c>1 - h1²</c>, <c>max(0, x)</c>,
/// <c>x where x > 0, else slope·x</c>, <c>1[0 &lt; h1 &lt; 6]</c>, <c>(Σ a)·softmax(z1) - a</c>, <c>A with τ = B</c>.
/// </summary>
internal sealed class Notation
{
    private static readonly Dictionary<string, (string Method, int Arguments)> s_functions = new()
    {
        ["exp"] = ("Exp", 1), ["ln"] = ("Ln", 1), ["tanh"] = ("Tanh", 1), ["sigmoid"] = ("Sigmoid", 1), ["σ"] = ("Sigmoid", 1), ["softplus"] = ("Softplus", 1),
        ["Φ"] = ("NormalDistribution", 1), ["φ"] = ("NormalDensity", 1), ["√"] = ("Sqrt", 1), ["sin"] = ("Sin", 1), ["cos"] = ("Cos", 1), ["cosh"] = ("Cosh", 1), ["sign"] = ("Sign", 1), ["softmax"] = ("Softmax", 1),
        ["Σ"] = ("Sum", 1), ["mean"] = ("Mean", 1), ["clamp"] = ("Clamp", 3), ["max"] = ("Max", 2), ["min"] = ("Min", 2), ["onehot"] = ("OneHot", 1),
    };

    private readonly string[] _tokens;
    private readonly Func<string, string> _symbol;
    private readonly Dictionary<string, string> _local = [];
    private int _at;

    private Notation(string formula, Func<string, string> symbol)
    {
        _tokens = [.. Tokens(formula)];
        _symbol = symbol;
    }

    /// <summary>A C# expression with the value of a formula.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="symbol">The C# expression of a symbol in it; throws if there is no such symbol.</param>
    public static string ToCSharp(string formula, Func<string, string> symbol)
    {
        Notation notation = new(formula, symbol);
        string expression = notation.Whole();
        return notation._at == notation._tokens.Length ? expression : throw new FormatException($"'{string.Join(" ", notation._tokens[notation._at..])}' is too much");
    }

    /// <summary>A formula, whose name for a part of it comes after it: A with τ = B.</summary>
    private string Whole()
    {
        if (Find("with") is not (>= 0 and var with))
        {
            return Cases();
        }

        int start = _at;
        _at = with + 1;
        string name = Take();
        Expect("=");
        _local[name] = Cases();
        int end = _at;
        _at = start;
        string value = Cases();
        if (_at != with)
        {
            throw new FormatException($"with should stand before '{string.Join(" ", _tokens[_at..])}'");
        }

        _at = end;
        return value;
    }

    /// <summary>A where c, B where d, else C.</summary>
    private string Cases()
    {
        string value = Sum();
        if (!Accept("where"))
        {
            return value;
        }

        string condition = Condition();
        Expect(",");
        Accept("else");
        string other = Cases();
        return $"Term.Where({condition}, {value}, {other})";
    }

    /// <summary>Comparisons in a row, or a symbol that is true or false.</summary>
    private string Condition()
    {
        List<string> comparisons = [];
        string left = Sum();
        while (Peek() is "<" or ">" or "≤" or "≥" or "=" or "≠")
        {
            string method = Take() switch { "<" => "Less", ">" => "Greater", "≤" => "AtMost", "≥" => "AtLeast", "=" => "Equal", _ => "Different" };
            string right = Sum();
            comparisons.Add($"Term.{method}({left}, {right})");
            left = right;
        }

        return comparisons.Count == 0 ? left : string.Join(" * ", comparisons);
    }

    private string Sum()
    {
        string value = Product();
        while (Peek() is "+" or "-")
        {
            value = $"({value} {Take()} {Product()})";
        }

        return value;
    }

    private string Product()
    {
        string value = Sign();
        while (Peek() is "·" or "⊙" or "/")
        {
            string operation = Take() == "/" ? "/" : "*";
            value = $"({value} {operation} {Sign()})";
        }

        return value;
    }

    private string Sign() => Accept("-") ? $"(-{Sign()})" : Power();

    private string Power()
    {
        string value = Primary();
        while (true)
        {
            if (Accept("["))
            {
                // z1[label] is an element; 1[c] is 1 where c holds.
                value = value == "Term.Of(1)" ? $"Term.Where({Condition()}, Term.Of(1), Term.Of(0))" : $"Term.At({value}, {Sum()})";
                Expect("]");
            }
            else if (Peek() is "²" or "³")
            {
                value = Take() == "²" ? $"Term.Power({value}, 2)" : $"Term.Power({value}, 3)";
            }
            else if (Accept("^"))
            {
                value = $"Term.Raised({value}, {Primary()})";
            }
            else
            {
                return value;
            }
        }
    }

    private string Primary()
    {
        string token = Take();
        switch (token)
        {
            case "(":
                string inner = Whole();
                Expect(")");
                return inner;
            case "|":
                string absolute = Sum();
                Expect("|");
                return $"Term.Abs({absolute})";
            case "½":
                return "Term.Of(0.5)";
            case "π":
                return "Term.Of(System.Math.PI)";
        }

        if (char.IsDigit(token[0]))
        {
            return $"Term.Of({token})";
        }

        if (!s_functions.TryGetValue(token, out (string Method, int Arguments) function))
        {
            return _local.TryGetValue(token, out string? local) ? local : _symbol(token);
        }

        if (token == "Σ")
        {
            return $"Term.Sum({Product()})";
        }

        List<string> arguments = [];
        if (Accept("("))
        {
            do
            {
                arguments.Add(Cases());
            }
            while (Accept(","));
            Expect(")");
        }
        else
        {
            arguments.Add(Power());
        }

        string method = token == "max" && arguments.Count == 1 ? "Largest" : function.Method;
        return method == "Largest" || arguments.Count == function.Arguments
            ? $"Term.{method}({string.Join(", ", arguments)})"
            : throw new FormatException($"{token} takes {function.Arguments} arguments");
    }

    /// <summary>Where a word stands outside of further parentheses, or -1.</summary>
    private int Find(string word)
    {
        int depth = 0;
        for (int i = _at; i < _tokens.Length && depth >= 0; i++)
        {
            depth += _tokens[i] is "(" or "[" ? 1 : _tokens[i] is ")" or "]" ? -1 : 0;
            if (depth == 0 && _tokens[i] == word)
            {
                return i;
            }
        }

        return -1;
    }

    private string Peek() => _at < _tokens.Length ? _tokens[_at] : "";

    private string Take() => _at < _tokens.Length ? _tokens[_at++] : throw new FormatException("the formula ends too early");

    private bool Accept(string token)
    {
        bool isThere = Peek() == token;
        _at += isThere ? 1 : 0;
        return isThere;
    }

    private void Expect(string token)
    {
        if (!Accept(token))
        {
            throw new FormatException($"{token} should stand before '{string.Join(" ", _tokens[_at..])}'");
        }
    }

    private static IEnumerable<string> Tokens(string formula)
    {
        // Pages write a minus as such, and e to a power.
        formula = formula.Replace('−', '-').Replace("e⁻ˣ", "exp(-x)").Replace("eˣ", "exp(x)").Replace("eʸ", "exp(y)").Replace("\\|", "|");
        for (int i = 0; i < formula.Length;)
        {
            int start = i++;
            if (char.IsDigit(formula[start]))
            {
                while (i < formula.Length && (char.IsDigit(formula[i]) || formula[i] is '.' or 'e' or 'E' || (formula[i] == '-' && formula[i - 1] is 'e' or 'E')))
                {
                    i++;
                }
            }
            else if (IsOfName(formula[start]))
            {
                while (i < formula.Length && (IsOfName(formula[i]) || char.IsDigit(formula[i]) || formula[i] is '.' or '_'))
                {
                    i++;
                }
            }

            if (formula[start] != ' ')
            {
                yield return formula[start..i];
            }
        }

        // Σ and √ are signs: a name may follow. A macron is part of its letter.
        static bool IsOfName(char c) => (char.IsLetter(c) && c is not ('Σ' or 'π' or 'ˣ')) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark || c == '′';
    }
}
