using System.Globalization;

namespace NetGen;

/// <summary>
/// The class that computes layers, of an example at once or, in a stream, of one step: its fields, what its method does, and the methods that this
/// calls.
/// </summary>
/// <param name="names">The names of its fields.</param>
/// <param name="isStream">Whether it is of one step.</param>
internal sealed class StandaloneScope(StandaloneNames names, bool isStream)
{
    private readonly Dictionary<string, StandaloneValue> _values = [];

    /// <summary>Whether it is of one step.</summary>
    public bool IsStream => isStream;

    /// <summary>The fields, as declared.</summary>
    public List<string> Fields { get; } = [];

    /// <summary>The arrays that are zero before the first step: states of recurrent layers and what causal layers remember.</summary>
    public List<(string Symbol, int Length)> Memories { get; } = [];

    /// <summary>What the method does.</summary>
    public List<string> Statements { get; } = [];

    /// <summary>The methods that it calls.</summary>
    public SortedSet<string> Methods { get; } = new(StringComparer.Ordinal);

    /// <summary>Beyond how many steps a stream cannot go; null where it can go on.</summary>
    public int? MostSteps { get; private set; }

    /// <summary>The step of a stream's position, or the first of all.</summary>
    public string Step => isStream ? "_position" : "0";

    /// <summary>A value by the name of its layer.</summary>
    public StandaloneValue this[string layer]
    {
        get => _values[layer];
        set => _values[layer] = value;
    }

    /// <summary>Whether the value of a layer is computed here.</summary>
    public bool Has(string layer) => _values.ContainsKey(layer);

    /// <summary>An array that is a field.</summary>
    public string Array(string name, string type, int length)
    {
        string symbol = names.Field(name);
        Fields.Add(string.Create(CultureInfo.InvariantCulture, $"private readonly {type}[] {symbol} = new {type}[{length}];"));
        return symbol;
    }

    /// <summary>Likewise of what is remembered from step to step.</summary>
    public string Memory(string name, string type, int length)
    {
        string symbol = Array(name, type, length);
        Memories.Add((symbol, length));
        return symbol;
    }

    /// <summary>A call of a method; numbers and flags say what they are.</summary>
    public void Call(string method, params object[] arguments)
    {
        Methods.Add(method);
        Statements.Add($"{method}({string.Join(", ", arguments.Select(Text))});");
    }

    /// <summary>Says that there are so many steps and no more.</summary>
    public void LimitTo(int steps)
    {
        if (isStream)
            MostSteps = Math.Min(MostSteps ?? steps, steps);
    }

    private static string Text(object argument) => argument switch
    {
        Named(string name, object value) => $"{name}: {Text(value)}",
        bool flag => flag ? "true" : "false",
        StandaloneValue value => value.Symbol,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)argument,
    };
}

/// <summary>An argument with the name of its parameter.</summary>
internal sealed record Named(string Name, object Value);
