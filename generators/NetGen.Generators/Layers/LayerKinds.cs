using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>The kinds of layers: each is a class of this folder, named like its attribute.</summary>
internal static class LayerKinds
{
    /// <summary>
    /// The letter of the outputs, where several kinds have the same and so are numbered as one: no two values have the same symbol. a, for what
    /// is of no other letter, is given to activations too.
    /// </summary>
    public static string? SharedLetter(LayerSpec spec) => spec.Operator is not null ? null : spec.Kind switch
    {
        nameof(LayerNorm) or nameof(RMSNorm) or nameof(BatchNorm) or nameof(Normalization) or nameof(LearnedScale) => "n",
        nameof(MaxPool2D) or nameof(AveragePool2D) or nameof(GlobalAveragePool2D) => "q",
        nameof(Add) or nameof(Multiply) => "a",
        _ => null,
    };

    /// <summary>The layer for an attribute; null when there is none of that kind.</summary>
    public static Layer? Create(LayerSpec spec, int number, string name, bool isTrainable)
    {
        Type? type = spec.Operator is not null ? typeof(Activation) : typeof(LayerKinds).Assembly.GetType($"{typeof(LayerKinds).Namespace}.{spec.Kind}");
        return type is null || type.IsAbstract || !typeof(Layer).IsAssignableFrom(type) || typeof(Border).IsAssignableFrom(type)
            ? null
            : Layer.Initialize((Layer)Activator.CreateInstance(type), spec, number, name, isTrainable);
    }
}
