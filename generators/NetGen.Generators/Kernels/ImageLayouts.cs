using NetGen.Generators.Graph;

namespace NetGen.Generators.Kernels;

/// <summary>How the values of one example lie that a batch has in lanes: some with their channels side by side, others as maps.</summary>
internal sealed class ImageLayouts
{
    private readonly Dictionary<Value, ImageLayout> _layouts = [];

    /// <summary>How a value lies that a layer reads as maps; null where these are not those it was written as.</summary>
    public ImageLayout? Read(Value value, Maps maps)
    {
        ImageLayout layout = LayoutOf(value);
        return layout.IsChannelsLast ? (layout.InRow == maps ? layout : null) : layout with { InRow = maps };
    }

    /// <summary>How a value lies that was written.</summary>
    public ImageLayout LayoutOf(Value value) => _layouts[value.Root];

    /// <summary>Likewise; null where it lies as in a batch.</summary>
    public ImageLayout? Find(Value value) => _layouts.TryGetValue(value.Root, out ImageLayout layout) ? layout : null;

    /// <summary>Notes that a value is written with its channels side by side.</summary>
    public ImageLayout Write(Value value, Maps maps, int height, int width) => Note(value, new ImageLayout(maps, height, width, IsChannelsLast: true));

    /// <summary>Notes how a value lies.</summary>
    public ImageLayout Note(Value value, ImageLayout layout) => _layouts[value.Root] = layout;
}
