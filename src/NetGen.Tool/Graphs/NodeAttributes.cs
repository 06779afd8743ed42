namespace NetGen.Tool.Graphs;

/// <summary>The attributes of a node, by name.</summary>
internal sealed class NodeAttributes(IReadOnlyDictionary<string, object> values)
{
    public static NodeAttributes None { get; } = new(new Dictionary<string, object>());

    public bool Has(string name) => values.ContainsKey(name);

    public IEnumerable<string> Names => values.Keys;

    public long Int(string name, long otherwise) => Get<long>(name) is { } value ? value : otherwise;

    public double Real(string name, double otherwise) => values.GetValueOrDefault(name) switch
    {
        null => otherwise,
        float single => AsWritten(single),
        double real => real,
        _ => throw Wrong(name),
    };

    public string Text(string name, string otherwise) => values.GetValueOrDefault(name) switch
    {
        null => otherwise,
        string text => text,
        _ => throw Wrong(name),
    };

    public long[]? Ints(string name) => values.GetValueOrDefault(name) switch
    {
        null => null,
        long[] ints => ints,
        _ => throw Wrong(name),
    };

    public string[]? Texts(string name) => values.GetValueOrDefault(name) switch
    {
        null => null,
        string[] texts => texts,
        _ => throw Wrong(name),
    };

    public double[]? Reals(string name) => values.GetValueOrDefault(name) switch
    {
        null => null,
        float[] reals => Array.ConvertAll(reals, AsWritten),
        _ => throw Wrong(name),
    };

    public Tensor? Tensor(string name) => values.GetValueOrDefault(name) switch
    {
        null => null,
        Tensor tensor => tensor,
        _ => throw Wrong(name),
    };

    /// <summary>The shortest decimal that is this number in single precision: what its author wrote, as 1e-5 or 0.1.</summary>
    public static double AsWritten(float value) => double.Parse(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private T? Get<T>(string name)
        where T : struct => values.GetValueOrDefault(name) switch
        {
            null => null,
            T value => value,
            _ => throw Wrong(name),
        };

    private static ToolException Wrong(string name) => new($"Expected another type of the attribute {Shown.Quoted(name)}.");
}
