namespace NetGen;

/// <summary>What is measured between outputs and targets that are numbers. An output that is NaN makes it NaN.</summary>
public abstract class RegressionMetric : Metric
{
    private protected RegressionMetric()
    {
    }

    /// <inheritdoc/>
    protected internal sealed override string? Refusal(OutputMeaning outputs, int outputSize, bool takesLabels) =>
        takesLabels ? $"{Name} is for targets that are numbers, not for class labels." : null;
}

/// <summary>The mean absolute error, mean |y − t| (scikit-learn's <c>mean_absolute_error</c>).</summary>
public sealed class MAE : RegressionMetric
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override string Name => "mae";

    /// <inheritdoc/>
    public override double Value => _sum / _count;

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [_sum, _count];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, 2);
        (_sum, _count) = (counts[0], CountOf(counts[1]));
    }

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        for (int i = 0; i < outputs.Length; i++)
            _sum += Math.Abs(double.CreateTruncating(outputs[i]) - double.CreateTruncating(targets[i]));
        _count += outputs.Length;
    }
}

/// <summary>The root of the mean squared error, √mean (y − t)² (scikit-learn's <c>root_mean_squared_error</c> of one output).</summary>
public sealed class RMSE : RegressionMetric
{
    private double _sum;
    private long _count;

    /// <inheritdoc/>
    public override string Name => "rmse";

    /// <inheritdoc/>
    public override double Value => Math.Sqrt(_sum / _count);

    /// <inheritdoc/>
    public override void Reset() => (_sum, _count) = (0, 0);

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() => [_sum, _count];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        RequireCounts(counts, 2);
        (_sum, _count) = (counts[0], CountOf(counts[1]));
    }

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            double error = double.CreateTruncating(outputs[i]) - double.CreateTruncating(targets[i]);
            _sum += error * error;
        }

        _count += outputs.Length;
    }
}

/// <summary>
/// R², the share of the targets' variance that the outputs explain: 1 − Σ(y − t)² / Σ(t − mean t)², the mean over several
/// outputs (scikit-learn's <c>r2_score</c>). 1 where all targets of an output are equal and met, 0 where they are equal and not;
/// NaN of fewer than two examples.
/// </summary>
public sealed class R2 : RegressionMetric
{
    // For each output: Σ(y − t)², the mean of t so far and Σ(t − mean)² so far (Welford, 1962).
    private (double Errors, double Mean, double Squares)[] _outputs = [];
    private long _examples;

    /// <inheritdoc/>
    public override string Name => "r2";

    /// <inheritdoc/>
    public override double Value => _examples < 2 ? double.NaN : _outputs.Average(output =>
        output.Squares > 0 || double.IsNaN(output.Errors) ? 1 - (output.Errors / output.Squares) : output.Errors == 0 ? 1 : 0);

    /// <inheritdoc/>
    public override void Reset()
    {
        Array.Clear(_outputs);
        _examples = 0;
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<double> SaveCounts() =>
        [_examples, .. _outputs.SelectMany(output => new[] { output.Errors, output.Mean, output.Squares })];

    /// <inheritdoc/>
    protected internal override void LoadCounts(IReadOnlyList<double> counts)
    {
        int outputs = Math.Max(counts is [> 0, ..] ? 1 : 0, (counts.Count - 1) / 3); // examples have at least one
        RequireCounts(counts, 1 + (3 * outputs));
        _examples = CountOf(counts[0]);
        _outputs = [.. Enumerable.Range(0, outputs).Select(i => (counts[1 + (3 * i)], counts[2 + (3 * i)], counts[3 + (3 * i)]))];
    }

    /// <inheritdoc/>
    protected override void AddTargets<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, int outputSize)
    {
        if (_outputs.Length != outputSize)
        {
            if (_examples > 0)
                throw new ArgumentException($"Expected examples of {_outputs.Length} outputs as before, got {outputSize}: Reset begins anew.", nameof(outputSize));
            _outputs = new (double, double, double)[outputSize];
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            if (i % outputSize == 0)
                _examples++;
            ref (double Errors, double Mean, double Squares) output = ref _outputs[i % outputSize];
            double target = double.CreateTruncating(targets[i]), error = double.CreateTruncating(outputs[i]) - target;
            double distance = target - output.Mean;
            output.Errors += error * error;
            output.Mean += distance / _examples;
            output.Squares += distance * (target - output.Mean);
        }
    }
}
