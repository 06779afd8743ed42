using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>The names that layers can refer to: a network's, or those of one use of a block.</summary>
/// <param name="prefix">What names of layers begin with: <c>residual1.2.</c>.</param>
/// <param name="outer">The scope around it, where shared parameters may be.</param>
/// <param name="description">What the scope is, for messages.</param>
internal sealed class Scope(string prefix, Scope? outer, string description)
{
    private readonly Dictionary<string, Value> _values = [];
    private readonly Dictionary<string, Layer> _layers = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly HashSet<string> _parts = [];

    public string Prefix { get; } = prefix;

    public string Description { get; } = description;

    /// <summary>The names of values, in the order of their definition.</summary>
    public IEnumerable<string> Names => _values.Keys;

    public bool Contains(string name) => _values.ContainsKey(name);

    /// <summary>Whether a layer cannot have the name: it is another's, or is kept for one that is still to come.</summary>
    public bool IsTaken(string name, LayerSpec by) => Contains(name) || (by.PartName is null && _parts.Contains(name));

    /// <summary>Keeps the name of a layer that the user did not declare from those that the user did.</summary>
    public void Keep(string part) => _parts.Add(part);

    public Value? Find(string name) => _values.TryGetValue(name, out Value value) ? value : null;

    private Scope? Outer { get; } = outer;

    /// <summary>The value of this name, here or further out.</summary>
    public Value? FindAround(string name) => Around.Select(scope => scope.Find(name)).FirstOrDefault(value => value is not null);

    /// <summary>The layer of this name, here or further out.</summary>
    public Layer? FindLayer(string name) => Around.Select(scope => scope._layers.TryGetValue(name, out Layer layer) ? layer : null).FirstOrDefault(layer => layer is not null);

    /// <summary>This scope and those around it.</summary>
    private IEnumerable<Scope> Around
    {
        get
        {
            for (Scope? scope = this; scope is not null; scope = scope.Outer)
            {
                yield return scope;
            }
        }
    }

    /// <summary>The number of the next layer of a kind, from 1.</summary>
    public int Count(string kind) => _counts[kind] = _counts.TryGetValue(kind, out int count) ? count + 1 : 1;

    public void Add(string name, Value value, Layer? layer = null)
    {
        _values[name] = value;
        if (layer is not null)
        {
            _layers[name] = layer;
        }
    }
}
