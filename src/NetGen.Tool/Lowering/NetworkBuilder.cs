using System.Globalization;
using NetGen.Tool.Graphs;
using NetGen.Tool.Source;

namespace NetGen.Tool.Lowering;

/// <summary>Collects the layers of a network; what changes only sizes, or only the order of two axes, is there once for all who ask for it.</summary>
internal sealed class NetworkBuilder
{
    private readonly List<Layer> _layers = [];
    private readonly Dictionary<int, Layer> _producers = [];
    private readonly Dictionary<(int, string), int> _views = [];
    private int _values;

    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>A number for a value.</summary>
    public int NewValue() => _values++;

    /// <summary>The layer that computes a value; null for inputs.</summary>
    public Layer? Producer(int value) => _producers.GetValueOrDefault(value);

    /// <summary>Adds a layer; its output is the result.</summary>
    public int Add(string kind, IReadOnlyList<string> arguments, IReadOnlyList<int> inputs, IReadOnlyList<LayerTensor>? tensors = null, string? title = null)
    {
        int output = NewValue();
        Layer layer = new(kind, arguments, inputs, output)
        {
            Tensors = tensors ?? [],
            Title = title,
            ReferenceProperty = kind == "MultiHeadAttention" ? "Context" : null,
        };
        _layers.Add(layer);
        _producers[output] = layer;
        return output;
    }

    /// <summary>Puts another layer in the place of one.</summary>
    public void Replace(Layer layer, Layer by)
    {
        _layers[_layers.IndexOf(layer)] = by;
        _producers[by.Output] = by;
    }

    /// <summary>The value with these axes, whose elements lie as they do.</summary>
    public int Reshape(int value, long[] from, long[] to)
    {
        if (from.SequenceEqual(to))
            return value;
        string key = string.Join(',', to);
        if (_views.TryGetValue((value, key), out int known))
            return known;

        // Of a value that only has other axes than another, that other.
        while (Producer(value) is { Kind: "Reshape" or "Flatten" } view)
            value = view.Inputs[0];
        int result = to.Length == 1 ? Add("Flatten", [], [value]) : Add("Reshape", Texts(to), [value]);
        return _views[(value, key)] = result;
    }

    /// <summary>A value of two axes with them swapped.</summary>
    public int Transpose(int value)
    {
        if (!_views.TryGetValue((value, "T"), out int known))
            known = _views[(value, "T")] = Add("Transpose", [], [value]);
        return known;
    }

    public static string[] Texts(params long[] numbers) => Array.ConvertAll(numbers, number => number.ToString(CultureInfo.InvariantCulture));

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
