using NetGen;

namespace Course;

/// <summary>A 3 × 3 filter over a 5 × 5 image.</summary>
[Network<double>]
[Input(1, 5, 5)]
[Conv2D(1, 3)]
internal sealed partial class SmallConvolution;

/// <summary>A 7 × 7 filter over a patch of its own size: one number.</summary>
[Network<double>]
[Input(1, 7, 7)]
[Conv2D(1, 7, Bias = false)]
internal sealed partial class PatchFilter;

/// <summary>The same filter at each place of an image, with zeros around it.</summary>
[Network<double>]
[Input(1, 28, 28)]
[Conv2D(1, 7, Padding = 3, Bias = false)]
internal sealed partial class ImageFilter;

/// <summary>
/// y[i, j] = Σ_k Σ_l W[k, l]·x[i + k, j + l]: a small filter visits each place, and its result goes to the matching one. Not flipped, so strictly a cross-correlation.
/// Why: the same few weights look everywhere, so that a pattern is found wherever it is, with few parameters.
/// </summary>
internal sealed class ConvolutionLesson() : Lesson("convolution", "a filter by hand, edges and parameters counted, and the mouse's back: 6600", "K46", "K47", "K48", "K49")
{
    private static readonly double[] Back = Curve(30, (0, 5), (1, 4), (2, 3), (3, 3), (4, 3), (5, 3));

    private static readonly double[] Patch =
    [
        0, 0, 0, 0, 0, 0, 30,
        0, 0, 0, 0, 50, 50, 50,
        0, 0, 0, 20, 50, 0, 0,
        0, 0, 0, 50, 50, 0, 0,
        0, 0, 0, 50, 50, 0, 0,
        0, 0, 0, 50, 50, 0, 0,
        0, 0, 0, 50, 50, 0, 0,
    ];

    public override void Run(Page page)
    {
        ByHand(page);
        Counts(page);
        Mouse(page);
    }

    private static void ByHand(Page page)
    {
        SmallConvolution net = new(seed: 1);
        double[] w = net.Get("conv2D1.weight"), image = [.. Enumerable.Range(0, 25).Select(i => (double)(i * i % 7))], expected = new double[9];
        for (int i = 0; i < 9; i++)
        {
            expected[i] = net.Get("conv2D1.bias")[0];
            for (int k = 0; k < 9; k++)
                expected[i] += w[k] * image[(((i / 3) + (k / 3)) * 5) + (i % 3) + (k % 3)];
        }

        double[] outputs = net.Outputs(image);
        page.Table("3 x 3 over 5 x 5: first row of the result", ["", "1", "2", "3"], ["by hand", expected[0], expected[1], expected[2]], ["layer", outputs[0], outputs[1], outputs[2]]);
        page.Number("K46 by hand minus layer", Algebra.Difference(expected, outputs));
    }

    /// <summary>K47: which input reaches which output, by one input at a time. 5 units each side, width 3, zero padding 1, no bias.</summary>
    private static void Counts(Page page)
    {
        SharedWeights shared = new(seed: 1);
        AllToAll dense = new(seed: 1);
        int sharedEdges = Edges(shared.Outputs), denseEdges = Edges(dense.Outputs);
        page.Table("Five units to five", ["layer", "edges", "parameters"], ["dense", page.Number("K47 edges, dense", denseEdges), page.Number("K47 parameters, dense", AllToAll.ParameterCount)],
            ["convolution, width 3: 3·3 + 2·2", page.Number("K47 edges, convolution", sharedEdges), page.Number("K47 parameters, convolution", SharedWeights.ParameterCount)]);
    }

    private delegate double[] Layer(ReadOnlySpan<double> inputs);

    private static int Edges(Layer layer) => Enumerable.Range(0, 5).Sum(from => layer([.. Enumerable.Range(0, 5).Select(i => i == from ? 1.0 : 0)]).Count(y => y != 0));

    /// <summary>K48, K49: large where the pattern is, if the rest is dark. The sum is not normalized.</summary>
    private static void Mouse(Page page)
    {
        double[] flat = [.. Enumerable.Repeat(50.0, 49)], elsewhere = Curve(50, (0, 0), (1, 0), (2, 1), (6, 6), (6, 5), (5, 6));
        double[] flipped = [.. Back.Reverse()], centred = [.. Back.Select(w => w - Back.Average())];
        page.Table("The filter of the mouse's back (30 at six places)", ["on", "value"],
            ["the back: 4·(50·30) + 20·30", page.Number("K48 on the patch", At(Back, Patch))], ["a patch whose bright pixels miss the six", page.Number("K48 elsewhere", At(Back, elsewhere))],
            ["the back, filter flipped (a convolution in the strict sense)", page.Number("K48 flipped", At(flipped, Patch))],
            ["a flat patch of 50: more than the back", page.Number("K49 flat patch", At(Back, flat))], ["the flat patch, filter minus its mean", page.Number("K49 flat patch, filter minus its mean", At(centred, flat))],
            ["the back, filter minus its mean", page.Number("K49 back, filter minus its mean", At(centred, Patch))]);

        // The patch in a dark image: the map of results has its peak there.
        double[] image = new double[784];
        for (int i = 0; i < 49; i++)
            image[((9 + (i / 7)) * 28) + 12 + (i % 7)] = Patch[i];
        ImageFilter net = new();
        net.SetParameter("conv2D1.weight", Back);
        double[] map = net.Outputs(image);
        int peak = Array.IndexOf(map, map.Max());
        page.Number("K48 map at the slide's place", map[(12 * 28) + 15]);
        page.Number("K48 rows from there to the peak", (peak / 28) - 12);
        page.Number("K48 columns from there to the peak", (peak % 28) - 15);
        page.Say($"In an image with the back in the middle, the map has {map[(12 * 28) + 15]:0} where the slide's patch is; its peak, {map.Max():0}, is one row below, where all six places meet full brightness.");
        page.Plot("", "The map of the filter's results", "column", "row", plot => plot.Image("result / 9000", Algebra.Matrix([.. map.Select(value => value / 9000)], 28)), square: true);
        page.Plot("image", "The image: a curve, bright at the back", "column", "row", plot => plot.Image("brightness / 50", Algebra.Matrix([.. image.Select(value => value / 50)], 28)), square: true);
    }

    private static double At(double[] filter, double[] patch)
    {
        PatchFilter net = new();
        net.SetParameter("conv2D1.weight", filter);
        return net.At(patch);
    }

    private static double[] Curve(double value, params (int Row, int Column)[] places) => [.. Enumerable.Range(0, 49).Select(i => places.Contains((i / 7, i % 7)) ? value : 0)];
}
