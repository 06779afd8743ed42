namespace NetGen;

/// <summary>The built-in activations in plain C#: each an expression of <c>v</c>, a double.</summary>
internal static class StandaloneActivations
{
    private static readonly Dictionary<string, (string Expression, (string Name, double Default)[] Settings)> s_table = new()
    {
        ["ReLU"] = ("v > 0 ? v : 0", []),
        ["LeakyReLU"] = ("v > 0 ? v : slope * v", [("slope", 0.01)]),
        ["ReLU6"] = ("Clamp(v, 0, 6)", []),
        ["ELU"] = ("v > 0 ? v : alpha * (Math.Exp(v) - 1)", [("alpha", 1)]),
        ["SELU"] = ("v > 0 ? 1.0507009873554805 * v : 1.7580993408473766 * (Math.Exp(v) - 1)", []),
        ["GELU"] = ("0.5 * v * (1 + Erf(v / Math.Sqrt(2)))", []),
        ["GELUTanh"] = ("0.5 * v * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)))", []),
        ["SiLU"] = ("v * Logistic(v)", []),
        ["Mish"] = ("v * Math.Tanh(LogOfOnePlusExp(v))", []),
        ["Softplus"] = ("LogOfOnePlusExp(v)", []),
        ["Sigmoid"] = ("Logistic(v)", []),
        ["Tanh"] = ("Math.Tanh(v)", []),
        ["Softsign"] = ("v / (1 + Math.Abs(v))", []),
        ["HardSigmoid"] = ("Clamp(v / 6 + 0.5, 0, 1)", []),
        ["HardSwish"] = ("v * Clamp(v + 3, 0, 6) / 6", []),
        ["HardTanh"] = ("Clamp(v, min, max)", [("min", -1), ("max", 1)]),
        ["Exp"] = ("Math.Exp(v)", []),
        ["Log"] = ("Math.Log(v)", []),
        ["Square"] = ("v * v", []),
        ["Sqrt"] = ("Math.Sqrt(v)", []),
        ["Abs"] = ("Math.Abs(v)", []),
        ["Sin"] = ("Math.Sin(v)", []),
        ["Cos"] = ("Math.Cos(v)", []),
        ["Scale"] = ("factor * v + offset", [("factor", 1), ("offset", 0)]),
        ["HardThreshold"] = ("v > 0 ? 1 : v == 0 ? atZero : 0", [("atZero", 0)]),
    };

    /// <summary>The names of all methods.</summary>
    public static IEnumerable<string> Names => s_table.Keys;

    /// <summary>Whether a kind is a built-in activation that computes something.</summary>
    public static bool Has(string kind) => s_table.ContainsKey(kind);

    /// <summary>The settings of a kind, in the order in which its method takes them, with their defaults.</summary>
    public static IReadOnlyList<(string Name, double Default)> Settings(string kind) => s_table[kind].Settings;

    /// <summary>The method of a kind.</summary>
    public static string Method(string kind)
    {
        (string expression, (string Name, double Default)[] settings) = s_table[kind];
        bool isCall = expression.EndsWith("(v)", StringComparison.Ordinal) && expression.Count(c => c == '(') == 1 && !expression.Contains(' ', StringComparison.Ordinal);
        string result = isCall ? expression : $"({expression})";
        string parameters = string.Concat(settings.Select(setting => $", float {setting.Name}"));
        return $$"""
            private static void {{kind}}(float[] x, float[] y{{parameters}})
            {
                for (int i = 0; i < y.Length; i++)
                {
                    double v = x[i];
                    y[i] = (float){{result}};
                }
            }
            """;
    }
}
