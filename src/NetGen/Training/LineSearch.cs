namespace NetGen;

/// <summary>
/// A step along a direction that meets the strong Wolfe conditions, f(a) ≤ f(0) + c₁·a·f'(0) and |f'(a)| ≤ c₂·|f'(0)|
/// (Nocedal and Wright, 2006, algorithms 3.5 and 3.6, with the minima of cubics).
/// </summary>
internal sealed class LineSearch(CostFunction cost, int length)
{
    private const double Sufficient = 1e-4; // c₁
    private const double Curvature = 0.9; // c₂
    private const int MaximumTrials = 40;

    private double[] _start = [];
    private double[] _direction = [];
    private double _startValue;
    private double _startSlope;

    /// <summary>The number of times that the cost was computed, in all searches.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The point of the last trial: after a search, what it found.</summary>
    public double[] Point { get; } = new double[length];

    /// <summary>The gradient there.</summary>
    public double[] Gradient { get; } = new double[length];

    /// <summary>The cost there.</summary>
    public double Value { get; private set; }

    /// <summary>Searches. False if no lower cost was found.</summary>
    public bool Run(ReadOnlySpan<double> start, double value, double slope, double[] direction, double firstTry)
    {
        if (!(slope < 0))
            return false;
        (_start, _direction, _startValue, _startSlope) = (start.ToArray(), direction, value, slope);
        Trial before = new(0, value, slope);
        double step = firstTry;
        for (int i = 0; i < MaximumTrials; i++)
        {
            Trial trial = Try(step);
            if (!IsFinite(trial))
            {
                // Beyond where the cost is defined: halfway back, again.
                step = (before.Step + step) / 2;
                continue;
            }

            if (!IsLowEnough(trial) || (i > 0 && trial.Value >= before.Value))
                return Zoom(before, trial);
            if (Math.Abs(trial.Slope) <= -Curvature * slope)
                return true;
            if (trial.Slope >= 0)
                return Zoom(trial, before);
            before = trial;
            step *= 2;
        }

        return before.Step > 0 && Accept(before);
    }

    /// <summary>Narrows an interval that has such steps in it; <paramref name="low"/> is its end with the lower cost.</summary>
    private bool Zoom(Trial low, Trial high)
    {
        for (int i = 0; i < MaximumTrials && Math.Abs(high.Step - low.Step) > 1e-16 * Math.Abs(low.Step); i++)
        {
            Trial trial = Try(Between(low, high));
            if (!IsFinite(trial) || !IsLowEnough(trial) || trial.Value >= low.Value)
            {
                high = trial;
                continue;
            }

            if (Math.Abs(trial.Slope) <= -Curvature * _startSlope)
                return true;
            if (trial.Slope * (high.Step - low.Step) >= 0)
                high = low;
            low = trial;
        }

        // Rounding hides the conditions: any lower cost is welcome.
        return low.Step > 0 && low.Value < _startValue && Accept(low);
    }

    /// <summary>The minimum of the cubic through both ends, kept away from them; the middle where there is none.</summary>
    private static double Between(Trial a, Trial b)
    {
        double width = b.Step - a.Step;
        double d1 = a.Slope + b.Slope - (3 * (b.Value - a.Value) / width);
        double root = (d1 * d1) - (a.Slope * b.Slope);
        double share = 0.5;
        if (root >= 0)
        {
            double d2 = Math.CopySign(Math.Sqrt(root), width);
            share = 1 - ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2)));
        }

        return a.Step + (width * (share is >= 0.1 and <= 0.9 ? share : share < 0.1 ? 0.1 : share > 0.9 ? 0.9 : 0.5));
    }

    private bool Accept(Trial trial)
    {
        Try(trial.Step);
        return true;
    }

    private bool IsLowEnough(Trial trial) => trial.Value <= _startValue + (Sufficient * trial.Step * _startSlope);

    private static bool IsFinite(Trial trial) => double.IsFinite(trial.Value) && double.IsFinite(trial.Slope);

    private Trial Try(double step)
    {
        for (int i = 0; i < length; i++)
            Point[i] = _start[i] + (step * _direction[i]);
        Value = cost(Point, Gradient);
        Evaluations++;
        return new(step, Value, LimitedMemory.Dot(Gradient, _direction));
    }

    private readonly record struct Trial(double Step, double Value, double Slope);
}
