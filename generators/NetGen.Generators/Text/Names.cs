using System.Globalization;

namespace NetGen.Generators.Text;

/// <summary>
/// Short names for the few types that kernels use on every line. Each is an alias at the top of the file, unless the user's
/// class, its bases or its namespaces have a member of that name, which would win, or the project has a global alias of
/// that name, which no file may repeat: then the full name is written.
/// </summary>
internal sealed class Names
{
    private static readonly (string Alias, string Type)[] s_types =
    [
        ("Channels", "NetGen.CompilerServices.Channels"),
        ("Guard", "NetGen.CompilerServices.Guard"),
        ("Lanes", "NetGen.CompilerServices.Lanes"),
        ("MethodImpl", "System.Runtime.CompilerServices.MethodImplAttribute"),
        ("MethodImplOptions", "System.Runtime.CompilerServices.MethodImplOptions"),
        ("NetworkMembers", "NetGen.CompilerServices.NetworkMembers"),
        ("ParameterBuffer", "NetGen.CompilerServices.ParameterBuffer"),
        ("PredictMembers", "NetGen.CompilerServices.PredictMembers"),
        ("Probabilities", "NetGen.CompilerServices.Probabilities"),
        ("Rows", "NetGen.CompilerServices.Rows"),
        ("RowSums", "NetGen.CompilerServices.RowSums"),
        ("Simd", "NetGen.Simd"),
        ("Sums", "NetGen.CompilerServices.Sums"),
        ("Unsafe", "System.Runtime.CompilerServices.Unsafe"),
        ("WorkspaceMembers", "NetGen.CompilerServices.WorkspaceMembers"),
        ("V4", "4"),
        ("V8", "8"),
        (Operator, ""),
    ];

    // Not a type, but a method of this name hides it likewise.
    private const string Operator = "nameof";

    private readonly HashSet<string> _shadowed;
    private readonly HashSet<string> _used = [];
    private readonly string _vectors;

    /// <param name="shadowed">The aliases that mean something else inside the class, or in every file.</param>
    /// <param name="vectors">The vectors' names, without their lanes: <c>Float32x</c>.</param>
    public Names(IEnumerable<string> shadowed, string vectors)
    {
        _shadowed = [.. shadowed];
        _vectors = $"NetGen.{vectors}";
    }

    public string Channels => Use("Channels");

    public string Guard => Use("Guard");

    public string Lanes => Use("Lanes");

    public string NetworkMembers => Use("NetworkMembers");

    public string ParameterBuffer => Use("ParameterBuffer");

    public string PredictMembers => Use("PredictMembers");

    public string Probabilities => Use("Probabilities");

    public string Rows => Use("Rows");

    public string RowSums => Use("RowSums");

    public string Simd => Use("Simd");

    public string Sums => Use("Sums");

    public string Unsafe => Use("Unsafe");

    public string WorkspaceMembers => Use("WorkspaceMembers");

    /// <summary>A vector of four lanes, for what is too narrow for the machine's widest.</summary>
    public string V4 => Use("V4");

    /// <summary>A vector of eight lanes.</summary>
    public string V8 => Use("V8");

    /// <summary>Generated kernels are compiled once, fully optimized.</summary>
    public string HotMethod => $"[{Use("MethodImpl")}({Use("MethodImplOptions")}.AggressiveOptimization)]";

    /// <summary>The statement that opens a workspace, and keeps other calls off it to the end of a method.</summary>
    public string UseOfWorkspace(string scalar) => $"using global::NetGen.CompilerServices.WorkspaceFrame<{scalar}> frame = {WorkspaceMembers}.Use(workspace); // no other call at the same time";

    /// <summary><c>nameof(parameter)</c>, or the name as a text.</summary>
    public string NameOf(string parameter) =>
        _shadowed.Contains(Operator) ? CodeWriter.Literal(parameter.TrimStart('@')) : $"nameof({parameter})";

    /// <summary>The using directives of the aliases that were used.</summary>
    public IEnumerable<string> Usings => s_types.Where(type => _used.Contains(type.Alias)).Select(type => $"using {type.Alias} = {FullName(type.Alias)};");

    /// <summary>The aliases, with the full names of what they stand for.</summary>
    public static IEnumerable<(string Alias, string Type)> Aliases => s_types;

    /// <summary>The first word in lower case, an abbreviation whole: <c>layerNorm</c>, <c>rmsNorm</c>, <c>gelu</c>.</summary>
    public static string CamelCase(string name)
    {
        int capitals = name.TakeWhile(char.IsUpper).Count();
        int lowered = capitals < name.Length && char.IsLower(name[capitals]) ? Math.Max(1, capitals - 1) : Math.Max(1, capitals);
        return name.Substring(0, lowered).ToLowerInvariant() + name.Substring(lowered);
    }

    /// <summary>A kind with its number: <c>dense1</c>, and <c>reLU6_1</c>, for <c>reLU61</c> would be the 61st of another kind.</summary>
    public static string Numbered(string kind, int number) =>
        string.Format(CultureInfo.InvariantCulture, kind.Length > 0 && char.IsDigit(kind[kind.Length - 1]) ? "{0}_{1}" : "{0}{1}", kind, number);

    /// <summary>The names in their order, those that are there already with a number.</summary>
    public static IReadOnlyList<string> Distinct(IEnumerable<string> wishes)
    {
        List<string> names = [];
        foreach (string wish in wishes)
        {
            string name = wish;
            for (int i = 2; names.Contains(name); i++)
            {
                name = wish + i.ToString(CultureInfo.InvariantCulture);
            }

            names.Add(name);
        }

        return names;
    }

    /// <summary>The names in a row, or the first and the last of many: metadata hold names of 1023 bytes.</summary>
    public static string Joined(IReadOnlyList<string> names)
    {
        const int Most = 8;
        return names.Count <= Most ? string.Concat(names) : $"{names[0]}To{names[names.Count - 1]}";
    }

    private string Use(string alias)
    {
        if (_shadowed.Contains(alias))
        {
            return FullName(alias);
        }

        _used.Add(alias);
        return alias;
    }

    private string FullName(string alias)
    {
        string type = s_types.First(type => type.Alias == alias).Type;
        return $"global::{(alias is "V4" or "V8" ? _vectors : "")}{type}";
    }
}
