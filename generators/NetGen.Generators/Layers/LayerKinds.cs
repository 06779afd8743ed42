using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>The kinds of layers: each is a class of this folder, named like its attribute.</summary>
internal static class LayerKinds
{
    /// <summary>The layer for an attribute; null when there is none of that kind.</summary>
    public static Layer? Create(LayerSpec spec, int number, int position, string name, bool isTrainable)
    {
        Type? type = spec.Operator is not null ? typeof(Activation) : typeof(LayerKinds).Assembly.GetType($"{typeof(LayerKinds).Namespace}.{spec.Kind}");
        return type is null || type.IsAbstract || !typeof(Layer).IsAssignableFrom(type) || typeof(Border).IsAssignableFrom(type)
            ? null
            : Layer.Initialize((Layer)Activator.CreateInstance(type), spec, number, position, name, isTrainable);
    }
}
