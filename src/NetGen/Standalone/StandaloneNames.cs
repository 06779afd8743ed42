using System.Collections.Frozen;

namespace NetGen;

/// <summary>Names in the class of a standalone network: what NetGen calls a thing as an identifier that nothing else has.</summary>
/// <param name="taken">Identifiers that are another's.</param>
internal sealed class StandaloneNames(params IEnumerable<string> taken)
{
    private static readonly FrozenSet<string> s_keywords = FrozenSet.ToFrozenSet(
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while",
    ]);

    private readonly HashSet<string> _taken = [.. taken];

    /// <summary>A field: <c>residual1.2.dense1</c> becomes <c>_residual1_2_dense1</c>.</summary>
    public string Field(string name) => Free("_" + Letters(name));

    /// <summary>A parameter of a method.</summary>
    public string Parameter(string name)
    {
        string letters = Letters(name);
        return Free(s_keywords.Contains(letters) ? "@" + letters : char.IsDigit(letters[0]) ? "_" + letters : letters);
    }

    /// <summary>A constant with the size of something: <c>InputSize</c>.</summary>
    public string Size(string name) => Free((char.IsLetter(name[0]) ? "" : "_") + Capital(Letters(name)) + "Size");

    /// <summary>A namespace, of which a keyword may be a part.</summary>
    public static string Namespace(string name) => string.Join('.', name.Split('.').Select(part => s_keywords.Contains(part) ? "@" + part : part));

    /// <summary>A word with a capital: <c>inputWeight</c> becomes <c>InputWeight</c>.</summary>
    public static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Letters(string name) => string.Concat(name.Select(c => char.IsLetterOrDigit(c) ? c : '_'));

    private string Free(string name)
    {
        string free = name;
        for (int n = 2; !_taken.Add(free); n++)
            free = $"{name}_{n}";
        return free;
    }
}
