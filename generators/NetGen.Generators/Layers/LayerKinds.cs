using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>The kinds of layers: each is a class of this folder, named like its attribute.</summary>
internal static class LayerKinds
{
    /// <summary>The layer for an attribute, which stands nowhere yet; null when there is none of that kind.</summary>
    public static Layer? Create(LayerSpec spec) => spec.Operator is not null ? new Activation() : New(spec.Kind) as Layer is { IsBorder: false } layer ? layer : null;

    /// <summary>The layer for an attribute, where it stands for others; null where it does not. A block under another name is a sequence.</summary>
    public static CompositeLayer? Composite(LayerSpec spec) =>
        spec.Operator is not null ? null
        : New(spec.Kind) as CompositeLayer is { } kind && kind.TakesBlock == spec.Block.HasValue ? kind
        : spec.Block.HasValue ? new Sequence() : null;

    private static object? New(string kind) =>
        typeof(LayerKinds).Assembly.GetType($"{typeof(LayerKinds).Namespace}.{kind}") is { IsAbstract: false } type && IsKind(type) ? Activator.CreateInstance(type) : null;

    private static bool IsKind(Type type) => typeof(Layer).IsAssignableFrom(type) || typeof(CompositeLayer).IsAssignableFrom(type);
}
