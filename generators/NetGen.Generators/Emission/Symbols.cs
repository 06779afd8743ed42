using System.Text.RegularExpressions;

namespace NetGen.Generators.Emission;

/// <summary>What the symbols of a file mean, for its head: those that are in it.</summary>
internal static class Symbols
{
    // A symbol, or one with a number, as it stands in the code or in an equation; and what it is.
    private static readonly (Regex Pattern, string Meaning)[] s_meanings =
    [
        .. new[]
        {
            (@"\bW\d", "W, b: the weights, [inputs][outputs], and biases of a dense layer, whose output is z"),
            (@"\bh\d", "h: an activation of z"),
            (@"\bE\d", "E: the vectors of tokens, of which v has one for each step"),
            (@"\by\d", "y: steps with their positions"),
            (@"\bP\d", "P: the vectors of positions"),
            (@"\bx\d*Lengths\b", "…Lengths: the steps of each example that are no padding"),
            (@"\bK\d", "K, B: the kernels, [input channels][rows][columns][output channels], and biases of a Conv2D, whose output is c"),
            (@"\bF\d", "F, D: the kernels, [input channels][steps][output channels], and biases of a Conv1D, whose output is f"),
            (@"\bConvTranspose\dD\(", "K, F of a transposed convolution: its kernels, [output channels][places][input channels]"),
            (@"\bWq\d", "Wq, bq, Wk, …: the weights and biases of an attention's queries, keys, values and output"),
            (@"\bmixed\d", "query, key, value, mixed, attention: its heads side by side, the values mixed by the shares of their keys, and its output"),
            (@"\bkeptScores\d", "keptScores: what the backward pass needs of each query"),
            (@"\bq\d", "q: the output of a pool"),
            (@"\bq\d+Place", "qPlace: where in its window each maximum is"),
            (@"\by\d", "y: a sum, a mean or a maximum along an axis"),
            (@"\by\d+Place", "yPlace: where along the axis each maximum is"),
            (@"α\d", "α: the slopes of a PReLU"),
            (@"\bn\d", "n: the output of a norm, or of a learned scale"),
            (@"[γβ]\d", "γ, β: its factors and shifts"),
            (@"[αβγ]\d+All\b", "…All: the same for each element"),
            (@"\btotal[αβγ]", "total…: for each element, the sum of a gradient over the batch"),
            (@"\bkept\d", "kept: what the backward pass needs of each row of it"),
            (@"\bmoments\d", "moments: mean and inverse standard deviation of each group of channels, side by side"),
            (@"\bchannelSum\d", "channelSum, channelRest, channelSquare: of each channel, its sum in two numbers, and that of squares"),
            (@"\bchannelG\d", "channelG, channelGN: the sums of a gradient, and of it times normed, of each channel"),
            (@"[μρ]\d", "μ, ρ: means and inverse standard deviations, for each element"),
            (@"σ", "μ, σ: mean and standard deviation of a row"),
            (@"\bnormed\b", "g: γ ⊙ the gradient; normed: values without γ and β"),
            (@"\bproduct\d", "total, product: sums over the batch, of a gradient and of it times normed; N: of so many"),
            (@"\bk\d", "k, m: the output and the mask of a dropout, dropoutScale its 1/(1 - p), 1 in inference"),
            (@"\bnoise\d", "noise, noisy: what is added to a value, and the sum"),
            (@"\bnoiseOf", "noiseOf: the normal numbers of a sample"),
            (@"\bp\d", "p: the output of a softmax"),
            (@"\bl\d", "l: the output of a log-softmax"),
            (@"\bu\d", "u: a slice"),
            (@"\bstates\d", "states: the output of a recurrent layer"),
            (@"\bWx\d", "Wx, bx: the weights, [inputs][units of each gate], and biases of its inputs, Wh, bh: those of the state before"),
            (@"\bgates\d", "gates: the gates of all steps; sums: of one step, the part of the state before"),
            (@"\beh = ", "rx, rh, zx, zh, …: the sums of gate r and others, the part of the inputs and that of the state before, in registers"),
            (@"\bbefore\d", "before: the state before each step"),
            (@"Panels\b", "…Panels: a matrix, the columns of each tile side by side"),
            (@"\bdsums\d", "dgates, dsums: the gradients of the gates of all steps, and of one"),
            (@"\bdstate\d", "dstate, dcell: those of the state and of the cell after a step"),
            (@"\bx\d", "x1, x2, …: the inputs, parts of x"),
            (@"\bjoined\d", "joined: values side by side"),
            (@"\ba\d", "a: a sum, a product, another activation"),
            (@"\b[a-y]\d*Lanes\b", "…Lanes: the same with the examples of a vector side by side"),
            (@"\bz\d+Lanes", "zLanes: the lanes of a vector, one by one"),
            (@"\d+Rows\b", "…Rows: the same as rows, one after the other"),
            (@"Padded\b", "…Padded: the same with zeros around it"),
            (@"\bW\d+T\b", "…T: a transpose"),
            (@"\b[a-z]\d*T\b", "xT, zT, …: the same with its two axes swapped"),
            (@"Turned\d", "…Turned: likewise, for a product"),
            (@"\bt\d?\b.* = weight", "t: the targets"),
            (@"onehot\(", "onehot: 1 for the label, 0 for other classes"),
            (@"weight·", "weight: of an example, or 1; scale: the loss's weight over the number of what it averages"),
            (@"λ", "λ: the rate of the penalty"),
            (@"⊙", "⊙: a product element by element"),
            (@"∗", "∗: a convolution, ∗ᵀ: its transpose"),
            (@"\b1\[", "1[c]: 1 where c holds, else 0"),
            (@"sigmoid\(\S", "sigmoid(z) = 1/(1 + exp(-z))"),
            (@"softplus\(\S", "softplus(z) = ln(1 + exp(z))"),
            (@"Φ", "Φ, φ: the normal distribution and its density"),
            (@"clamp\(", "clamp(z, min, max): z, at least min and at most max"),
            (@"\bg\d\d?\b", "g0, g00, …: sums of a gradient in registers, of row and vector of a tile"),
            (@"\bs\d\d?\b", "s0, s00, …: sums in registers, of row and vector of a tile"),
            (@"\bsum\d\b", "sum0, …: vectors of a bias's gradient"),
            (@"\be\d\b", "e0, e1, …: an element in all lanes"),
            (@"\bw\d\b", "w0, w1, …: vectors of weights"),
            (@"\bH\b", "H: the vector of eight lanes, of four where the machine has no more"),
        }.Select(entry => (new Regex(entry.Item1), entry.Item2)),
    ];

    private const int LineLength = 150;

    /// <summary>The lines of a list of those that a text has.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        string line = "";
        foreach (string meaning in s_meanings.Where(entry => entry.Pattern.IsMatch(text)).Select(entry => entry.Meaning))
        {
            if (line.Length > 0 && line.Length + meaning.Length > LineLength)
            {
                yield return line + ";";
                line = "";
            }

            line = line.Length == 0 ? meaning : $"{line}; {meaning}";
        }

        if (line.Length > 0)
        {
            yield return line + ".";
        }
    }
}
