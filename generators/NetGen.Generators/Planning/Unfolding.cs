using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>A list of layers that is being bound: a network's, or one repetition of a block.</summary>
/// <param name="layer">The layer that stands for the block; null for the network.</param>
/// <param name="layers">The layers.</param>
/// <param name="outer">The scope around it.</param>
/// <param name="name">The block's name in that scope.</param>
/// <param name="isTrainable">Whether its parameters are trained.</param>
internal sealed class Unfolding(LayerSpec? layer, IReadOnlyList<LayerSpec> layers, Scope outer, string name, bool isTrainable)
{
    private int _next;

    public LayerSpec? Layer { get; } = layer;

    public BlockSpec? Block { get; init; }

    public Scope Outer { get; } = outer;

    public string Name { get; } = name;

    public bool IsTrainable { get; } = isTrainable;

    /// <summary>The scope of its layers.</summary>
    public Scope Inner { get; set; } = outer;

    /// <summary>The number of the repetition, from 1.</summary>
    public int Repetition { get; private set; }

    /// <summary>What the repetition starts from.</summary>
    public Value? Before { get; private set; }

    /// <summary>What the next layer follows; null where it must say.</summary>
    public Value? Current { get; set; }

    public bool HasNext => _next < layers.Count;

    /// <summary>The next layer.</summary>
    public LayerSpec Take() => layers[_next++];

    /// <summary>Begins a repetition, with a scope of its own.</summary>
    public void Begin(Value input)
    {
        Repetition++;
        Inner = new Scope(string.Format(CultureInfo.InvariantCulture, "{0}{1}.{2}.", Outer.Prefix, Name, Repetition), Outer, Block!.Name);
        Inner.Add("input", input);
        Before = Current = input;
        _next = 0;
    }
}
