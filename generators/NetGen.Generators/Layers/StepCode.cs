using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>What a recurrent layer's cell writes one vector of units of one step with: rows are references of the loop around it, by name.</summary>
/// <param name="Code">What to write to.</param>
/// <param name="Vector">The type of vectors.</param>
/// <param name="Column">The first unit.</param>
/// <param name="Stride">From one gate to the next.</param>
internal sealed record StepCode(KernelWriter Code, string Vector, string Column, int Stride)
{
    /// <summary>Whether what the backward pass alone reads is left out.</summary>
    public bool IsInference { get; init; }

    /// <summary>What follows the names of rows; a single row is called as its buffer.</summary>
    public string Suffix { get; init; } = "Row";

    /// <summary>The vectors of a gate's sums, where registers hold them; null where they are in memory.</summary>
    public Func<int, GateSums>? Registers { get; init; }

    /// <summary>A vector of a row, of a gate where it has blocks.</summary>
    public string Load(string row, int gate = 0) => $"{Vector}.Load(ref {row}{Suffix}, {At(gate)})";

    public void Store(string value, string row, int gate = 0) => Code.Store(Vector, value, row + Suffix, At(gate));

    /// <summary>Stores what the backward pass reads.</summary>
    public void Keep(string value, string row, int gate = 0)
    {
        if (!IsInference)
        {
            Store(value, row, gate);
        }
    }

    /// <summary>The name of a row, given that of its buffer without a number.</summary>
    public static string Row(string name) => name + "Row";

    public void Let(string name, string value) => Code.Line($"{Vector} {name} = {value};");

    /// <summary>The sum that a gate is a function of: the inputs' part and the state's.</summary>
    public string Sum(int gate) => $"{InputPart(gate)} + {StatePart(gate)}";

    public string InputPart(int gate) => Registers?.Invoke(gate).Input ?? Load("gates", gate);

    public string StatePart(int gate) => Registers?.Invoke(gate).State ?? Load("sums", gate);

    public static string Sigmoid(string value) => $"global::NetGen.SimdMath.Gate({value})";

    public static string Tanh(string value) => $"global::NetGen.SimdMath.Tanh({value})";

    private string At(int gate) => gate == 0 ? Column : int.TryParse(Column, out int column) ? $"{column + gate * Stride}" : $"{Column} + {gate * Stride}";
}

/// <summary>The vectors of a gate's sums.</summary>
/// <param name="Input">The inputs' part.</param>
/// <param name="State">The state's part.</param>
internal sealed record GateSums(string Input, string State);
