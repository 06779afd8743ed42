namespace NetGen.Tool.Graphs;

/// <summary>One axis of a convolution or a pool.</summary>
/// <param name="Size">The input's size.</param>
/// <param name="Kernel">The window's.</param>
/// <param name="Stride">The distance of windows.</param>
/// <param name="Dilation">The distance of a window's elements.</param>
/// <param name="Before">Padding before.</param>
/// <param name="After">Padding after.</param>
/// <param name="Ceiling">Whether windows may begin inside and end beyond the padding.</param>
internal sealed record WindowAxis(long Size, long Kernel, long Stride, long Dilation, long Before, long After, bool Ceiling)
{
    public long Span => checked((Kernel - 1) * Dilation + 1);

    /// <summary>How many windows there are.</summary>
    public long Output
    {
        get
        {
            long room = checked(Size + Before + After - Span);
            if (room < 0)
                throw new UnsupportedException($"a window that fits in {Size} + {Before} + {After} positions, got one of {Span}");
            long count = (Ceiling ? (room + Stride - 1) / Stride : room / Stride) + 1;
            return Ceiling && (count - 1) * Stride >= Size + Before ? count - 1 : count; // none begins in the padding at the end
        }
    }

    /// <summary>Whether as many windows as positions by the stride, rounded up, lie so that the padding at the end is the larger half: NetGen's <c>Same</c>.</summary>
    public bool IsSame
    {
        get
        {
            long output = (Size + Stride - 1) / Stride, total = Math.Max(0, (output - 1) * Stride + Span - Size);
            return Output == output && Before == total / 2;
        }
    }
}

/// <summary>The windows of a convolution or a pool.</summary>
internal sealed class Windows(long[] input, WindowAxis[] axes)
{
    public IReadOnlyList<WindowAxis> Axes => axes;

    /// <summary>Of a node, whose kernel has the shape that its weight has, or that an attribute says.</summary>
    public static Windows Of(Graph graph, Node node, long[]? kernel)
    {
        long[] input = graph.Shape(node.Input(0));
        int count = input.Length - 2;
        kernel = node.Attributes.Ints("kernel_shape") ?? kernel ?? throw new UnsupportedException("a kernel_shape");
        long[] strides = node.Attributes.Ints("strides") ?? Ones(count), dilations = node.Attributes.Ints("dilations") ?? Ones(count);
        long[] pads = node.Attributes.Ints("pads") ?? new long[2 * Math.Max(0, count)];
        Check(input, count, kernel, strides, dilations, pads);
        bool ceiling = node.Attributes.Int("ceil_mode", 0) != 0;
        string auto = node.Attributes.Text("auto_pad", "NOTSET");
        WindowAxis[] axes = new WindowAxis[count];
        for (int i = 0; i < count; i++)
        {
            axes[i] = new(input[i + 2], kernel[i], strides[i], dilations[i], pads[i], pads[i + count], ceiling);
            if (auto is "SAME_UPPER" or "SAME_LOWER")
            {
                long output = (input[i + 2] + strides[i] - 1) / strides[i], total = Math.Max(0, (output - 1) * strides[i] + axes[i].Span - input[i + 2]);
                long before = auto == "SAME_UPPER" ? total / 2 : total - total / 2;
                axes[i] = axes[i] with { Before = before, After = total - before };
            }
            else if (auto == "VALID")
            {
                axes[i] = axes[i] with { Before = 0, After = 0 };
            }
        }

        return new Windows(input, axes);
    }

    public static long[] Ones(int count) => [.. Enumerable.Repeat(1L, Math.Max(0, count))];

    /// <summary>Refuses sizes that are none.</summary>
    public static void Check(long[] input, int count, long[] kernel, long[] strides, long[] dilations, long[] pads)
    {
        if (count is not (1 or 2))
            throw new UnsupportedException($"one or two axes besides examples and channels, got {Shown.Shape(input)}");
        if (kernel.Length != count || strides.Length != count || dilations.Length != count || pads.Length != 2 * count)
            throw new UnsupportedException($"sizes of {count} axes");
        if (kernel.Concat(strides).Concat(dilations).Any(size => size is < 1 or > int.MaxValue) || pads.Any(pad => pad is < 0 or > int.MaxValue) || input.Skip(2).Any(Batch.IsPart))
            throw new UnsupportedException($"sizes from 1 to {int.MaxValue}");
    }

    public long[] OutputShape(long channels) => [input[0], channels, .. axes.Select(axis => axis.Output)];
}

/// <summary>One axis of a transposed convolution: how much of its full output is cut off.</summary>
/// <param name="Size">The input's size.</param>
/// <param name="Kernel">The kernel's.</param>
/// <param name="Stride">The distance of neighbouring inputs in the output.</param>
/// <param name="Before">What is cut off before.</param>
/// <param name="After">What is cut off after; less than 0 where there is more than the full output.</param>
internal sealed record TransposedAxis(long Size, long Kernel, long Stride, long Before, long After)
{
    public long Output => checked((Size - 1) * Stride + Kernel - Before - After);
}

/// <summary>The geometry of a transposed convolution.</summary>
internal sealed class TransposedWindows(long[] input, TransposedAxis[] axes)
{
    public IReadOnlyList<TransposedAxis> Axes => axes;

    public static TransposedWindows Of(Graph graph, Node node)
    {
        long[] input = graph.Shape(node.Input(0)), kernel = graph.Shape(node.Input(1))[2..];
        int count = input.Length - 2;
        long[] strides = node.Attributes.Ints("strides") ?? Windows.Ones(count), pads = node.Attributes.Ints("pads") ?? new long[2 * Math.Max(0, count)];
        long[] dilations = node.Attributes.Ints("dilations") ?? Windows.Ones(count), more = node.Attributes.Ints("output_padding") ?? new long[Math.Max(0, count)];
        Windows.Check(input, count, kernel, strides, dilations, pads);
        if (dilations.Any(dilation => dilation != 1))
            throw new UnsupportedException("a transposed convolution without dilation");
        string auto = node.Attributes.Text("auto_pad", "NOTSET");
        long[]? wanted = node.Attributes.Ints("output_shape");
        TransposedAxis[] axes = new TransposedAxis[count];
        for (int i = 0; i < count; i++)
        {
            axes[i] = new(input[i + 2], kernel[i], strides[i], pads[i], checked(pads[i + count] - more[i]));
            if (wanted is not null || auto is "SAME_UPPER" or "SAME_LOWER")
            {
                long output = wanted is not null ? wanted[wanted.Length - count + i] : input[i + 2] * strides[i];
                long total = checked((input[i + 2] - 1) * strides[i] + more[i] + kernel[i] - output);
                long before = auto == "SAME_UPPER" ? total / 2 : total - total / 2;
                axes[i] = axes[i] with { Before = before, After = total - before - more[i] };
            }
        }

        return new TransposedWindows(input, axes);
    }

    public long[] OutputShape(long channels) => [input[0], channels, .. axes.Select(axis => axis.Output)];
}
