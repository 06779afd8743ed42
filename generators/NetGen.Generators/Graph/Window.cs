using System.Globalization;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Graph;

/// <summary>One axis along which a window moves: a kernel's, or a pool's.</summary>
/// <param name="Length">The input's length.</param>
/// <param name="Kernel">The window's.</param>
/// <param name="Stride">The distance of neighbouring windows.</param>
/// <param name="Before">Zeros before the input.</param>
/// <param name="After">Zeros after it.</param>
/// <param name="Dilation">The distance of the elements that a window takes.</param>
internal sealed record WindowAxis(int Length, int Kernel, int Stride, int Before, int After, int Dilation = 1)
{
    /// <summary>An axis of one element, for what has fewer axes.</summary>
    public static WindowAxis One { get; } = new(1, 1, 1, 0, 0);

    public int Padded => Length + Before + After;

    /// <summary>From a window's first element to its last, both included.</summary>
    public long Span => (Kernel - 1L) * Dilation + 1;

    /// <summary>The number of windows.</summary>
    public int Output => (int)((Padded - Span) / Stride) + 1;

    /// <summary>A place of a window among those of the padded input, in the notation of comments: <c>2·i + k</c>.</summary>
    public string PlaceOf(string window, string place)
    {
        string[] terms = [.. Output == 1 ? [] : new[] { Times(window) }, .. Kernel == 1 ? [] : new[] { Dilated(place) }];
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }

    /// <summary>Likewise among those of the input itself: <c>2·i + k - 1</c>.</summary>
    public string PlaceInInput(string window, string place) =>
        Before == 0 ? PlaceOf(window, place) : $"{PlaceOf(window, place)} - {Before.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The window that has an element of the input at a place of its own, where there is one: <c>(i + 1 - k) / 2</c>.</summary>
    public string WindowOf(string position, string place)
    {
        string padded = (Length, Before) switch
        {
            (1, _) => Before.ToString(CultureInfo.InvariantCulture),
            (_, 0) => position,
            _ => $"{position} + {Before.ToString(CultureInfo.InvariantCulture)}",
        };
        string start = Kernel == 1 ? padded : padded == "0" ? $"-{Dilated(place)}" : $"{padded} - {Dilated(place)}";
        return Output == 1 ? "0" : Stride == 1 ? start : $"({start}) / {Stride.ToString(CultureInfo.InvariantCulture)}";
    }

    private string Times(string window) => Stride == 1 ? window : $"{Stride.ToString(CultureInfo.InvariantCulture)}·{window}";

    private string Dilated(string place) => Dilation == 1 ? place : $"{Dilation.ToString(CultureInfo.InvariantCulture)}·{place}";

    /// <summary>
    /// Reads an axis from a layer's arguments, where the general value may be overridden for the axis; null after reporting what
    /// is wrong.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="suffix">What the names of the axis's own arguments end with: <c>Height</c>.</param>
    /// <param name="kernel">The general argument with the size of the window.</param>
    /// <param name="length">The input's length.</param>
    /// <param name="stride">The stride where none is given; null: the window's size.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static WindowAxis? Read(Layer layer, string suffix, string kernel, int length, int? stride, ProblemReporter problems)
    {
        Arguments arguments = layer.Spec.Arguments;
        int size = arguments.Int("Kernel" + suffix) ?? arguments.Int(kernel) ?? 0;
        int step = arguments.Int("Stride" + suffix) ?? arguments.Int("Stride") ?? stride ?? size;
        int padding = arguments.Int("Padding" + suffix) ?? arguments.Int("Padding") ?? 0;
        int dilation = arguments.Int("Dilation" + suffix) ?? arguments.Int("Dilation") ?? 1;
        string of = suffix.Length == 0 ? "" : suffix == "Height" ? " along the height" : " along the width";
        foreach ((string what, int value) in new[] { ("kernel", size), ("stride", step), ("dilation", dilation) })
        {
            if (value < 1)
            {
                problems.Report("NG0005", layer.Spec.Attribute, $"The {what} of {layer.Name}{of}", value.ToString(CultureInfo.InvariantCulture));
                return null;
            }
        }

        if (padding < 0)
        {
            problems.Report("NG0017", layer.Spec.Attribute, layer.Name, $"the padding{of}", "at least 0", padding.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        WindowAxis axis = new(length, size, step, padding, padding, dilation);
        bool isSame = arguments.Bool("Same", false), isCausal = arguments.Bool("Causal", false);
        if (!isSame && !isCausal)
        {
            return (long)length + 2L * padding > int.MaxValue ? TooLarge(layer, length, padding, problems) : axis;
        }

        if (padding > 0 || (isSame && isCausal))
        {
            (string what, string value) = padding > 0 ? ("the padding", padding.ToString(CultureInfo.InvariantCulture)) : ("Same", "true");
            problems.Report("NG0017", layer.Spec.Attribute, layer.Name, what, $"left out where {(isCausal ? "Causal" : "Same")} is true", value);
            return null;
        }

        long windows = ((long)length + step - 1) / step;
        long zeros = isCausal ? axis.Span - 1 : Math.Max(0, (windows - 1) * step + axis.Span - length);
        long before = isCausal ? zeros : zeros / 2;
        return length + zeros > int.MaxValue ? TooLarge(layer, length, zeros, problems) : axis with { Before = (int)before, After = (int)(zeros - before) };
    }

    private static WindowAxis? TooLarge(Layer layer, int length, long padding, ProblemReporter problems)
    {
        problems.Report("NG0014", layer.Spec.Attribute, $"The padded input of {layer.Name}", Notation.Number(length + 2 * padding), string.Format(CultureInfo.InvariantCulture, "{0} with padding {1}", length, padding));
        return null;
    }
}

/// <summary>How the maps of a value lie in it: the distance of neighbouring channels, rows and columns, in elements.</summary>
internal sealed record Maps(int Channels, int Channel, int Row, int Column)
{
    /// <summary>Channels of so many rows and columns, one after the other.</summary>
    public static Maps Planes(int channels, int height, int width) => new(channels, height * width, width, 1);

    /// <summary>Steps one after the other, with the channels of each side by side.</summary>
    public static Maps Steps(int channels) => new(channels, 1, 0, channels);
}

/// <summary>A window that moves over the rows and columns of maps.</summary>
internal sealed record Window(WindowAxis Rows, WindowAxis Columns)
{
    public int Size => Rows.Kernel * Columns.Kernel;

    public int Outputs => Rows.Output * Columns.Output;

    public bool IsPadded => Rows.Padded != Rows.Length || Columns.Padded != Columns.Length;

    /// <summary>Whether windows lie side by side: every element is in one at most, and there are no gaps between them.</summary>
    public bool IsPartition => Rows.Kernel == Rows.Stride && Columns.Kernel == Columns.Stride;

    /// <summary>Whether it fits into the input, after reporting if it does not.</summary>
    public bool Fits(Layer layer, Shape input, ProblemReporter problems)
    {
        if (Rows.Span <= Rows.Padded && Columns.Span <= Columns.Padded)
        {
            return true;
        }

        bool oneAxis = input.Rank == 2;
        string Extent(long rows, long columns) => oneAxis ? $"{columns} steps" : $"{rows}x{columns}";
        string padded = IsPadded ? $" ({Extent(Rows.Padded, Columns.Padded)} with its padding)" : "";
        string dilated = Rows.Dilation == 1 && Columns.Dilation == 1 ? "" : $" ({Extent(Rows.Span, Columns.Span)} with its dilation)";
        problems.Report("NG0050", layer.Spec.Attribute, layer.Name, Extent(Rows.Kernel, Columns.Kernel) + dilated, input + padded);
        return false;
    }
}
