using System.Numerics;

namespace NetGen;

/// <summary>A cost of several variables with its gradient.</summary>
/// <param name="x">The variables.</param>
/// <param name="gradient">Receives ∂cost/∂x.</param>
/// <returns>The cost; NaN or infinity where it is not defined.</returns>
public delegate double CostFunction(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>
/// Limited-memory BFGS (Liu and Nocedal, 1989): Newton's method with a curvature estimated from the last few steps, for smooth
/// costs of the full batch and up to some ten thousand parameters, where it reaches many more digits than stochastic descent.
/// </summary>
/// <remarks>
/// d = −H·g by the two-loop recursion over the last <see cref="HistorySize"/> pairs s = Δx, y = Δg, H₀ = (s·y / y·y)·I; then a step along
/// d that meets the strong Wolfe conditions (Nocedal and Wright, 2006, algorithms 3.5, 3.6 and 7.4). All in double precision
/// and one order: the same bits on every machine.
/// </remarks>
/// <example>
/// <code>
/// LBFGSResult result = new LBFGS { MaximumIterations = 500 }.Minimize(net, inputs, targets);
/// </code>
/// </example>
public sealed class LBFGS
{
    /// <summary>The largest number of iterations, at least 1.</summary>
    public int MaximumIterations { get; init => field = AtLeast1(value, nameof(MaximumIterations)); } = 200;

    /// <summary>The number of steps whose curvature is remembered, at least 1.</summary>
    public int HistorySize { get; init => field = AtLeast1(value, nameof(HistorySize)); } = 10;

    /// <summary>It has converged when no partial derivative is larger than this.</summary>
    public double GradientTolerance { get; init => field = NotNegative(value, nameof(GradientTolerance)); } = 1e-7;

    /// <summary>It has converged when the cost falls by less than this share of max(1, |cost|) in a step.</summary>
    public double CostTolerance { get; init => field = NotNegative(value, nameof(CostTolerance)); } = 1e-13;

    /// <summary>
    /// Trains a network on all examples at once, in inference mode, so that the cost is the same function in every step: dropout
    /// is off, running statistics stay. Penalties count.
    /// </summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <typeparam name="T">Its precision; double reaches the digits that this method is for.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="network">The network; it has the best parameters afterwards.</param>
    /// <param name="inputs">The inputs of all examples.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="cancellationToken">Ends it after an iteration.</param>
    /// <exception cref="ArgumentException">There are no examples, or a length does not fit the network.</exception>
    /// <exception cref="InvalidOperationException">The network has a <c>[Normalization]</c> that was never fitted: call its Adapt first.</exception>
    public LBFGSResult Minimize<TNetwork, T, TTarget>(
        ITrainableNetwork<TNetwork, T, TTarget> network, ReadOnlySpan<T> inputs, ReadOnlySpan<TTarget> targets, CancellationToken cancellationToken = default)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        int examples = CompilerServices.Guard.Examples(inputs.Length, network.InputSize, nameof(inputs));
        if (examples == 0)
            throw new ArgumentException("Expected at least one example, got none.", nameof(inputs));
        Workspace<T> workspace = network.CreateWorkspace(examples);
        workspace.RequireAdapted();
        T[] x = inputs.ToArray();
        TTarget[] t = targets.ToArray();
        double[] parameters = new double[network.Parameters.Length];
        Copy<T, double>(network.Parameters, parameters);
        LBFGSResult result = Minimize(Cost, parameters, cancellationToken);
        Copy<double, T>(parameters, network.Parameters);
        return result;

        double Cost(ReadOnlySpan<double> point, Span<double> gradient)
        {
            Copy(point, network.Parameters);
            network.Forward(workspace, x, training: false);
            double cost = double.CreateTruncating(network.Loss(workspace, t));
            network.Backward(workspace);
            Copy<T, double>(workspace.Gradients, gradient);
            return cost;
        }
    }

    /// <summary>Minimizes a cost.</summary>
    /// <param name="cost">The cost with its gradient.</param>
    /// <param name="x">Where to start, with a finite cost; receives the best point.</param>
    /// <param name="cancellationToken">Ends it after an iteration.</param>
    /// <exception cref="ArgumentException">The cost or its gradient at the start is not finite.</exception>
    public LBFGSResult Minimize(CostFunction cost, Span<double> x, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cost);
        LineSearch search = new(cost, x.Length);
        LimitedMemory memory = new(HistorySize, x.Length);
        double[] gradient = new double[x.Length], direction = new double[x.Length];
        double value = cost(x, gradient);
        if (!double.IsFinite(value) || !VectorReductions.AllFinite<double>(gradient))
            throw new ArgumentException($"Expected a start with a finite cost and gradient, got the cost {value}.", nameof(x));

        for (int iteration = 0; ; iteration++)
        {
            double largest = Largest(gradient);
            if (largest <= GradientTolerance)
                return Result(LBFGSStop.GradientTolerance, iteration);
            if (iteration == MaximumIterations)
                return Result(LBFGSStop.MaximumIterations, iteration);
            if (cancellationToken.IsCancellationRequested)
                return Result(LBFGSStop.Cancelled, iteration);

            double slope = memory.Direction(gradient, direction);
            double firstTry = memory.Count == 0 ? Math.Min(1, 1 / largest) : 1;
            if (!search.Run(x, value, slope, direction, firstTry))
            {
                // The memory may mislead far from where it was gathered: once more, straight down.
                if (memory.Count == 0)
                    return Result(LBFGSStop.NoFurtherDescent, iteration);
                memory.Clear();
                continue;
            }

            memory.Add(x, search.Point, gradient, search.Gradient);
            double before = value;
            value = search.Value;
            search.Point.CopyTo(x);
            search.Gradient.CopyTo(gradient);
            if (before - value <= CostTolerance * Math.Max(1, Math.Abs(value)))
                return Result(LBFGSStop.CostTolerance, iteration + 1);
        }

        LBFGSResult Result(LBFGSStop stop, int iterations) => new()
        {
            Cost = value,
            LargestGradient = Largest(gradient),
            Iterations = iterations,
            Evaluations = search.Evaluations + 1,
            Stop = stop,
        };
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    private static void Copy<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> destination)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = TTo.CreateTruncating(source[i]);
    }

    private static int AtLeast1(int value, string name) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Expected at least 1.");

    private static double NotNegative(double value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "Expected a number of at least 0.");
}

/// <summary>Why a minimization ended.</summary>
public enum LBFGSStop
{
    /// <summary>The gradient is as good as 0.</summary>
    GradientTolerance,

    /// <summary>The cost hardly fell any more.</summary>
    CostTolerance,

    /// <summary>The number of iterations is used up.</summary>
    MaximumIterations,

    /// <summary>No lower cost was found along the gradient: rounding, or a gradient that is not that of the cost.</summary>
    NoFurtherDescent,

    /// <summary>It was cancelled.</summary>
    Cancelled,
}

/// <summary>What a minimization came to.</summary>
public sealed record LBFGSResult
{
    /// <summary>The cost of the point found.</summary>
    public required double Cost { get; init; }

    /// <summary>The largest partial derivative there, as an absolute value.</summary>
    public required double LargestGradient { get; init; }

    /// <summary>The number of steps.</summary>
    public required int Iterations { get; init; }

    /// <summary>The number of times that cost and gradient were computed.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Why it ended.</summary>
    public required LBFGSStop Stop { get; init; }
}
