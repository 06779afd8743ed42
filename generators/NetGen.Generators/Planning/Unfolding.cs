using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>A list of layers that is being bound: a network's, or one repetition of those that a layer stands for.</summary>
/// <param name="layer">The layer that stands for them; null for the network.</param>
/// <param name="layers">The layers.</param>
/// <param name="outer">The scope around it.</param>
/// <param name="name">The layer's name in that scope.</param>
/// <param name="isTrainable">Whether its parameters are trained.</param>
internal sealed class Unfolding(LayerSpec? layer, IReadOnlyList<LayerSpec> layers, Scope outer, string name, bool isTrainable)
{
    private int _next;

    public LayerSpec? Layer { get; } = layer;

    /// <summary>The layer that stands for them, as declared: <c>[Residual&lt;Bottleneck&gt;]</c>.</summary>
    public string? Declaration { get; init; }

    /// <summary>What their scope is, for messages.</summary>
    public string Description { get; init; } = "";

    public Scope Outer { get; } = outer;

    public string Name { get; } = name;

    public bool IsTrainable { get; } = isTrainable;

    /// <summary>The scope of its layers.</summary>
    public Scope Inner { get; set; } = outer;

    /// <summary>The number of the repetition, from 1.</summary>
    public int Repetition { get; private set; }

    /// <summary>What the next layer follows; null where it must say.</summary>
    public Value? Current { get; set; }

    public bool HasNext => _next < layers.Count;

    /// <summary>How often a layer repeats those it stands for.</summary>
    public static int Repeat(LayerSpec layer) => layer.Arguments.Int("Repeat") ?? 1;

    /// <summary>The next layer.</summary>
    public LayerSpec Take() => layers[_next++];

    /// <summary>Begins a repetition, with a scope of its own.</summary>
    public void Begin(Value input)
    {
        Repetition++;
        Inner = new Scope(string.Format(CultureInfo.InvariantCulture, "{0}{1}.{2}.", Outer.Prefix, Name, Repetition), Outer, Description);
        Inner.Add("input", input);
        foreach (LayerSpec part in layers.Where(part => part.PartName is not null))
        {
            Inner.Keep(part.PartName!);
        }

        Current = input;
        _next = 0;
    }
}
