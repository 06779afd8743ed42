using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// A kernel that moves over an image, and the map of what it finds: what the loops of convolutions know. A convolution computes the map from the
/// image; a transposed convolution, the image from the map; and the passes of each are the other's. The weight lies as
/// [channels of the image × kernel positions][channels of the map].
/// </summary>
/// <param name="Window">How the kernel moves over the image.</param>
/// <param name="Padded">How the image lies as the kernel sees it, with zeros around where it is padded.</param>
/// <param name="Image">How the image itself lies.</param>
/// <param name="Map">How the map lies.</param>
/// <param name="Groups">Into how many groups channels are divided, each with kernels of its own.</param>
/// <param name="Weight">The kernels.</param>
internal sealed partial record Correlation(Window Window, Maps Padded, Maps Image, Maps Map, int Groups, ParameterTensor Weight)
{
    /// <summary>Channels of the image in a group.</summary>
    public int GroupInputs => Image.Channels / Groups;

    /// <summary>Channels of the map in a group.</summary>
    public int GroupOutputs => Map.Channels / Groups;

    /// <summary>Whether each channel has a kernel of its own.</summary>
    public bool IsDepthwise => Groups > 1 && GroupInputs == 1 && GroupOutputs == 1;

    /// <summary>Terms of a sum of the map.</summary>
    public int Taps => GroupInputs * Window.Size;

    /// <summary>
    /// The loops over groups and over tiles of the channels of each: the body gets the group, the channel among all, and among those of its
    /// group. Where there is one group, or a group has one channel, there is one loop.
    /// </summary>
    public void WriteChannels(KernelWriter code, string channel, int perGroup, Action<string, Action<string>> tiles, Action<string, string, string> body)
    {
        if (Groups == 1)
        {
            tiles(channel, c => body("0", c, c));
        }
        else if (perGroup == 1)
        {
            code.Loop(channel, Groups, c => body(c, c, "0"));
        }
        else
        {
            // Not "group": sixteen examples are one in the weight's gradient.
            code.Loop("section", Groups, group => tiles("n", n =>
            {
                code.Line($"int {channel} = {LaneWriter.Sum(LaneWriter.Times(group, perGroup), n)};");
                body(group, channel, n);
            }));
        }
    }

    /// <summary>Threads take whole rows of the kernel, and whole cache lines of the weight, of its gradient: null where there are too few for two.</summary>
    public KernelSplit.Rows? SplitOfWeight
    {
        get
        {
            int unit = Window.Columns.Kernel;
            while (unit * Weight.Stride % VectorPlan.MaxLanes != 0)
            {
                unit *= 2;
            }

            return Taps >= 2 * unit ? new KernelSplit.Rows(Taps, unit, [Weight.Data, Weight.Gradient]) : null;
        }
    }
}

/// <summary>A value as loops read it.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Stride">Elements from one example to the next.</param>
/// <param name="Row">What a reference is called that moves over it.</param>
/// <param name="Element">What an element is called.</param>
internal readonly record struct Operand(string Symbol, int Stride, string Row, string Element)
{
    /// <summary>An image, of which a window takes several elements at a time.</summary>
    public static Operand Image(string symbol, int stride) => new(symbol, stride, "tap", "v");

    /// <summary>The input of a layer as a map.</summary>
    public static Operand MapOf(Value value) => new(value.Symbol, value.Stride, "xr", "xi");

    /// <summary>The gradient of a layer's output as a map.</summary>
    public static Operand GradientOf(Value value) => new(value.Gradient.Symbol, value.Stride, "dz", "g");
}
