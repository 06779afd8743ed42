using System.Globalization;

namespace NetGen;

/// <summary>Layers whose windows move along axes: convolutions and pools.</summary>
internal sealed partial class StandaloneLayers
{
    private void WriteWindows(LayerDescription layer, StandaloneValue x, StandaloneValue output, StandaloneScope scope)
    {
        bool isTransposed = layer.Kind.StartsWith("ConvTranspose", StringComparison.Ordinal), isPool = layer.Kind.Contains("Pool", StringComparison.Ordinal);
        bool ofSteps = x.Shape.Count == 2;
        string[] axes = ofSteps ? [Window(layer, "", 0, scope)] : [Window(layer, "Height", 1, scope), Window(layer, "Width", 2, scope)];
        StandaloneValue input = scope.IsStream && x.IsOneStep ? Remembered(layer, x, scope) : x;

        // Of steps the channels come last, of images first.
        object[] shape = ofSteps ? [.. axes, new Named(isPool ? "features" : "channels", x.Channels)] : [new Named("channels", x.Channels), .. axes];
        if (isPool)
        {
            object[] counts = layer.Kind.StartsWith("Average", StringComparison.Ordinal) ? [new Named("countPadding", layer.Argument("CountPadding", true) && !layer.Argument("Same", false))] : [];
            scope.Call(layer.Kind, [input, .. shape, .. counts, output]);
            return;
        }

        object[] groups = isTransposed ? [] : [new Named("groups", layer.Argument("Groups", 1))];
        scope.Call(layer.Kind, [input, .. shape, Parameter(layer, "weight", scope), Optional(layer, "bias", scope), .. groups, new Named("filters", output.Channels), output]);
    }

    /// <summary>In a stream, the steps that a causal kernel spans, the new one last.</summary>
    private StandaloneValue Remembered(LayerDescription layer, StandaloneValue x, StandaloneScope scope)
    {
        int span = WindowAxis.Of(layer, "", x.Shape[0], layer.OutputShape[0]).Span;
        string steps = scope.Memory(layer.Name + "Steps", tensors.Scalar, span * x.Last);
        scope.Call("Remember", x, steps);
        return x with { Symbol = steps };
    }

    /// <summary>The field that says how a layer's windows move along an axis.</summary>
    private string Window(LayerDescription layer, string suffix, int axis, StandaloneScope scope)
    {
        StandaloneValue input = scope[layer.Inputs[0]];
        WindowAxis window = WindowAxis.Of(layer, suffix, input.Shape[axis], layer.OutputShape[axis]);
        string role = suffix switch { "Height" => "Rows", "Width" => "Columns", _ => "Steps" };

        // In a stream a causal kernel sees the steps that it spans, without padding.
        if (input.IsOneStep)
            (window, role) = (window with { Length = window.Span, Before = 0, Count = 1 }, "Step");
        string name = layer.Name + role;
        if (!_windows.TryGetValue(name, out string? symbol))
        {
            symbol = names.Field(name);
            _windows.Add(name, symbol);
            Windows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"private static readonly Window {symbol} = new Window(length: {window.Length}, kernel: {window.Kernel}, stride: {window.Stride}, dilation: {window.Dilation}, before: {window.Before}, count: {window.Count});"));
            scope.Methods.Add("Window");
        }

        return symbol;
    }
}
