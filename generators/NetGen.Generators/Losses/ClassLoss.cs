using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Losses;

/// <summary>
/// The rows that a loss of classes compares: one for each example, or one for each step. Steps that are no whole number of vectors of four are
/// copied to rows that are.
/// </summary>
internal sealed class ClassLoss
{
    private readonly Loss _loss;
    private readonly PaddedRows? _outputRows;
    private readonly PaddedRows? _gradientRows;
    private readonly PaddedRows? _targetRows;

    public ClassLoss(Loss loss)
    {
        _loss = loss;
        Value output = loss.Output;
        Steps = output.Size / output.Shape.Last;
        if (Steps > 1 && Classes % 4 != 0)
        {
            _outputRows = new PaddedRows(output, Steps, $"{output.Symbol}Rows");
            _gradientRows = new PaddedRows(output, Steps, $"{output.Gradient.Symbol}Rows");
            _targetRows = loss.Target is { } target ? new PaddedRows(target, Steps, $"{target.Symbol}Rows") : null;
        }
    }

    public int Classes => _loss.Output.Shape.Last;

    /// <summary>Whether the rows are copies.</summary>
    public bool IsCopied => _outputRows is not null;

    /// <summary>Rows of an example.</summary>
    public int Steps { get; }

    /// <summary>Elements from one row to the next.</summary>
    public int Stride => Value.Padded(Classes);

    /// <summary>Where the rows of the outputs are.</summary>
    public string Outputs => _outputRows?.Buffer.Symbol ?? _loss.Output.Symbol;

    /// <summary>Where the rows of the gradient are written to.</summary>
    public string Gradient => _gradientRows?.Buffer.Symbol ?? _loss.Output.Gradient.Symbol;

    /// <summary>Where the rows of targets that are distributions are.</summary>
    public string Targets => _targetRows?.Buffer.Symbol ?? _loss.Target!.Symbol;

    public IEnumerable<Buffer> Reads => [_loss.Output.Data, .. _loss.Target is { } target ? [target.Data] : Array.Empty<Buffer>(), .. !_loss.TakesLabels && _loss.Lengths is { } lengths ? [lengths] : Array.Empty<Buffer>()];

    public IEnumerable<Buffer> Writes => [.. new[] { _outputRows, _targetRows, _gradientRows }.OfType<PaddedRows>().Select(rows => rows.Buffer), _loss.Output.Gradient];

    public IReadOnlyList<KernelArgument> Arguments(string scalar) =>
    [
        .. _loss.TakesLabels ? [new KernelArgument("global::System.ReadOnlySpan<int>", "labels")] : Array.Empty<KernelArgument>(),
        new KernelArgument($"global::System.ReadOnlySpan<{scalar}>", "weights"),
        .. _loss.HasClassWeights ? [new KernelArgument("global::System.ReadOnlySpan<double>", Loss.ClassWeightsParameter)] : Array.Empty<KernelArgument>(),
        KernelArgument.Rows,
        new KernelArgument("double", "scale"),
    ];

    /// <summary>Writes what comes before the rows: their copies.</summary>
    public void WriteCopyIn(KernelWriter code)
    {
        _outputRows?.WriteCopyIn(code, _loss.Output.Symbol, clearPadding: false);
        _targetRows?.WriteCopyIn(code, _loss.Target!.Symbol, clearPadding: false);
    }

    /// <summary>Writes what comes after them: the gradient to where it belongs, with zeros in its padding.</summary>
    public void WriteCopyOut(KernelWriter code)
    {
        if (_gradientRows is not null)
        {
            _gradientRows.WriteCopyOut(code, _loss.Output.Gradient.Symbol);
        }
        else if (Steps == 1 && Classes != Stride)
        {
            code.Line($"{code.Names.Rows}.ClearPadding(ref {_loss.Output.Gradient.Symbol}, rows, {Classes}, {Stride});");
        }
    }

    /// <summary>
    /// Writes a loop over the rows that count, each with the locals <c>r</c>, its number, <c>weight</c>, that of its example, and <c>label</c>
    /// where there are labels. The gradient of the others is zero.
    /// </summary>
    public void WriteRows(KernelWriter code, Action body)
    {
        string steps = Steps.ToString(CultureInfo.InvariantCulture);
        using (code.Block($"for (int r = 0; r < rows{(Steps == 1 ? "" : $" * {steps}")}; r++)"))
        {
            if (_loss.TakesLabels)
            {
                code.Line("int label = labels[r];");
            }

            string? isNone = _loss.HasIgnoredLabels ? "label < 0"
                : !_loss.TakesLabels && _loss.Lengths is { } lengths ? $"r % {steps} >= {StepLengths.Of(code, lengths, $"(r / {steps})")}"
                : null;
            if (isNone is not null)
            {
                using (code.Block($"if ({isNone}) // does not count"))
                {
                    code.Line($"{code.Names.Rows}.Clear(ref {code.At(Gradient, $"r * {Stride}")}, {Stride});");
                    code.Line("continue;");
                }

                code.Blank();
            }

            code.Line($"double weight = weights.IsEmpty ? 1 : weights[r{(Steps == 1 ? "" : $" / {steps}")}];");
            body();
        }

        code.Blank();
    }
}
