namespace NetGen.Generators.Kernels.Products;

/// <summary>Offsets as C# text, without what adds nothing to them.</summary>
internal static class Offsets
{
    public static string Plus(string start, string offset) => start.Length == 0 ? offset : offset == "0" ? start : $"{start} + {offset}";

    public static string Times(string variable, int factor) => factor == 1 ? variable : $"{variable} * {factor}";

    public static string Times(string a, string b) => b.Contains(' ') ? $"{a} * ({b})" : $"{a} * {b}";
}
