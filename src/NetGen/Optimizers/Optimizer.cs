using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// Updates parameters by their gradients. A kind of optimizer is a class with its hyper-parameters, the arithmetic that is
/// the same for all parameters of a step, and an <see cref="IUpdateRule{V}"/>.
/// </summary>
/// <remarks>
/// <para>
/// Hyper-parameters are double and rounded once to the parameters' precision. The first step allocates the state, later
/// ones nothing. The same bits at every width of vectors.
/// </para>
/// <para>
/// No state is subnormal, for processors take up to a hundred times as long for such numbers: a state below the smallest normal number
/// is 0, and where an average of squares is kept, 2⁻¹²⁰ (double: 2⁻¹⁰¹⁶) is added to each new share of it, far below any ε in use.
/// </para>
/// <para>
/// An optimizer keeps state for each parameter, so it belongs to the first network or array it steps, until <see cref="Reset"/>:
/// any other throws, also when the first is gone. Memory that is neither, such as a part of an array, is known by its address alone,
/// which a garbage collection can change: there another precision, another length, and another address without a collection since
/// the step before throw.
/// </para>
/// <para>
/// Each parameter has its own number of steps: those in which its factor of the learning rate is 0 are not among them. What joins
/// later starts as in a new optimizer.
/// </para>
/// </remarks>
public abstract class Optimizer
{
    /// <summary>More steps than any training has: the largest number up to which double counts each.</summary>
    private const long MaximumStep = 1L << 53;

    private readonly UpdatePlan _plan = new();
    private object? _state;
    private BufferOwner _owner;

    /// <summary>An optimizer with the learning rate and the weight decay that all have.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="weightDecay">λ, of the weight decay.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is negative, infinite or NaN.</exception>
    protected Optimizer(double learningRate, double weightDecay = 0)
    {
        LearningRate = NotNegative(learningRate, nameof(learningRate));
        WeightDecay = NotNegative(weightDecay, nameof(weightDecay));
    }

    /// <summary>The learning rate of the next step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        set => field = NotNegative(value, nameof(LearningRate));
    }

    /// <summary>λ, of the weight decay.</summary>
    public double WeightDecay { get; }

    /// <summary>
    /// Factors of the learning rate by the names of parameters, where * stands for any characters:
    /// <c>["backbone.*"] = 0.1</c>. Of several patterns that fit a name the longest holds. A parameter with the factor 0 is
    /// left as it is, with its state. May change between steps.
    /// </summary>
    public IDictionary<string, double> LearningRateFactors { get; } = new Dictionary<string, double>();

    /// <summary>
    /// The parameters that weight decay leaves alone, by patterns in which * stands for any characters:
    /// <c>["*.bias", "layerNorm*"]</c>. May change between steps.
    /// </summary>
    public IReadOnlyList<string> NoDecay { get; set; } = [];

    /// <summary>The number of steps so far.</summary>
    public long StepCount { get; private set; }

    /// <summary>Updates the parameters once.</summary>
    /// <param name="parameters">The parameters, always the same buffer.</param>
    /// <param name="gradients">The gradient of the cost by each parameter.</param>
    /// <exception cref="ArgumentException">There is not one gradient for each parameter.</exception>
    /// <exception cref="InvalidOperationException">
    /// The optimizer belongs to another buffer; or there are <see cref="LearningRateFactors"/> or <see cref="NoDecay"/>,
    /// which need the names of a network.
    /// </exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients) => Step(null, parameters, gradients);

    /// <inheritdoc cref="Step(Span{float}, ReadOnlySpan{float})"/>
    public void Step(Span<double> parameters, ReadOnlySpan<double> gradients) => Step(null, parameters, gradients);

    /// <inheritdoc cref="Step(Span{float}, ReadOnlySpan{float})"/>
    public void Step(float[] parameters, ReadOnlySpan<float> gradients) => Step(null, parameters, gradients);

    /// <inheritdoc cref="Step(Span{float}, ReadOnlySpan{float})"/>
    public void Step(double[] parameters, ReadOnlySpan<double> gradients) => Step(null, parameters, gradients);

    /// <summary>
    /// Updates a network's parameters once, with its <see cref="LearningRateFactors"/> and <see cref="NoDecay"/>: what a
    /// network's Step does after Backward.
    /// </summary>
    /// <param name="network">The description of the network; null for parameters without names.</param>
    /// <param name="parameters">The network's parameters, padding included.</param>
    /// <param name="gradients">The gradient of the cost by each parameter.</param>
    /// <exception cref="ArgumentException">There is not one gradient for each parameter.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to another buffer, or a pattern fits no parameter.</exception>
    public void Step(NetworkDescription? network, Span<float> parameters, ReadOnlySpan<float> gradients) => StepSingle(network, parameters, gradients, null);

    /// <inheritdoc cref="Step(NetworkDescription, Span{float}, ReadOnlySpan{float})"/>
    public void Step(NetworkDescription? network, Span<double> parameters, ReadOnlySpan<double> gradients) => StepDouble(network, parameters, gradients, null);

    /// <inheritdoc cref="Step(NetworkDescription, Span{float}, ReadOnlySpan{float})"/>
    public void Step(NetworkDescription? network, float[] parameters, ReadOnlySpan<float> gradients)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        StepSingle(network, parameters, gradients, parameters);
    }

    /// <inheritdoc cref="Step(NetworkDescription, Span{float}, ReadOnlySpan{float})"/>
    public void Step(NetworkDescription? network, double[] parameters, ReadOnlySpan<double> gradients)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        StepDouble(network, parameters, gradients, parameters);
    }

    private void StepSingle(NetworkDescription? network, Span<float> parameters, ReadOnlySpan<float> gradients, float[]? array)
    {
        if (Simd.VectorBits == 512)
            Step<Float32x16, float>(network, parameters, gradients, array);
        else if (Simd.VectorBits == 256)
            Step<Float32x8, float>(network, parameters, gradients, array);
        else
            Step<Float32x4, float>(network, parameters, gradients, array);
    }

    private void StepDouble(NetworkDescription? network, Span<double> parameters, ReadOnlySpan<double> gradients, double[]? array)
    {
        if (Simd.VectorBits == 512)
            Step<Float64x8, double>(network, parameters, gradients, array);
        else if (Simd.VectorBits == 256)
            Step<Float64x4, double>(network, parameters, gradients, array);
        else
            Step<Float64x2, double>(network, parameters, gradients, array);
    }

    /// <summary>Begins a step of a network whose parameters shares of an update change, on any thread, with the same bits.</summary>
    internal void BeginShares<T>(NetworkDescription network, Span<T> parameters, ReadOnlySpan<T> gradients)
        where T : unmanaged
    {
        Begin(network, parameters, gradients, PinnedBuffers.NumberOf<T>(parameters), null);
        UpdateShare(parameters, gradients, 0, 0); // takes the state's memory
    }

    /// <summary>Updates the parameters from one to another.</summary>
    internal void UpdateShare<T>(Span<T> parameters, ReadOnlySpan<T> gradients, int first, int end)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Span<float> single = MemoryMarshal.Cast<T, float>(parameters);
            ReadOnlySpan<float> ofSingle = MemoryMarshal.Cast<T, float>(gradients);
            if (Simd.VectorBits == 512)
                UpdateShare<Float32x16, float>(single, ofSingle, first, end);
            else if (Simd.VectorBits == 256)
                UpdateShare<Float32x8, float>(single, ofSingle, first, end);
            else
                UpdateShare<Float32x4, float>(single, ofSingle, first, end);
        }
        else
        {
            Span<double> both = MemoryMarshal.Cast<T, double>(parameters);
            ReadOnlySpan<double> ofBoth = MemoryMarshal.Cast<T, double>(gradients);
            if (Simd.VectorBits == 512)
                UpdateShare<Float64x8, double>(both, ofBoth, first, end);
            else if (Simd.VectorBits == 256)
                UpdateShare<Float64x4, double>(both, ofBoth, first, end);
            else
                UpdateShare<Float64x2, double>(both, ofBoth, first, end);
        }
    }

    private void UpdateShare<V, T>(Span<T> parameters, ReadOnlySpan<T> gradients, int first, int end)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        OptimizerState<T> state = (OptimizerState<T>)_state!;
        foreach (UpdateRange range in _plan.Ranges)
        {
            int start = Math.Clamp(range.Offset, first, end), count = Math.Clamp(range.Offset + range.Length, first, end) - start;
            if (range.RateFactor != 0 && (count > 0 || first == end))
                Update<V, T>(new(state, parameters, gradients, start, count), LearningRate * range.RateFactor, range.Decays ? WeightDecay : 0, StepCount - range.Missed);
        }
    }

    /// <summary>The same by vectors <typeparamref name="V"/>.</summary>
    internal void Step<V, T>(NetworkDescription? network, Span<T> parameters, ReadOnlySpan<T> gradients, T[]? array = null)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        OptimizerState<T> state = Begin(network, parameters, gradients, array is null ? PinnedBuffers.NumberOf<T>(parameters) : 0, array);
        foreach (UpdateRange range in _plan.Ranges)
        {
            if (range.RateFactor != 0)
                Update<V, T>(new(state, parameters, gradients, range.Offset, range.Length), LearningRate * range.RateFactor, range.Decays ? WeightDecay : 0, StepCount - range.Missed);
        }
    }

    /// <summary>
    /// Forgets state, steps and the network or array that they belong to: the next step is the first, of whatever it is given.
    /// Hyper-parameters stay, the learning rate as it is now.
    /// </summary>
    public virtual void Reset()
    {
        _plan.Reset(MissedSteps.None);
        (_state, _owner, StepCount) = (null, default, 0);
    }

    /// <summary>Whether there is a network or array that it belongs to.</summary>
    internal bool IsOwned => _owner.IsSet;

    /// <summary>Throws what a step of these parameters would, if it belongs to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void RequireOwner<T>(ReadOnlySpan<T> parameters, long number)
        where T : unmanaged
    {
        if (_owner.Refuses(parameters, number) || (_state is not null && (_state as OptimizerState<T>)?.Length != parameters.Length))
            throw new InvalidOperationException(ForeignBuffer(typeof(T), parameters.Length));
    }

    /// <summary>Begins a step of a network, whose kernels update the parameters: in any order, on any thread, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal StepUpdates<T> BeginNetworkStep<T>(NetworkDescription network, AlignedBuffer<T> parameters, AlignedBuffer<T> gradients)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            StepUpdates<float> updates = Simd.VectorBits switch
            {
                512 => BeginNetworkStep<Float32x16, float>(network, Unsafe.As<AlignedBuffer<float>>(parameters), Unsafe.As<AlignedBuffer<float>>(gradients)),
                256 => BeginNetworkStep<Float32x8, float>(network, Unsafe.As<AlignedBuffer<float>>(parameters), Unsafe.As<AlignedBuffer<float>>(gradients)),
                _ => BeginNetworkStep<Float32x4, float>(network, Unsafe.As<AlignedBuffer<float>>(parameters), Unsafe.As<AlignedBuffer<float>>(gradients)),
            };
            return Unsafe.As<StepUpdates<T>>(updates);
        }
        else
        {
            StepUpdates<double> updates = Simd.VectorBits switch
            {
                512 => BeginNetworkStep<Float64x8, double>(network, Unsafe.As<AlignedBuffer<double>>(parameters), Unsafe.As<AlignedBuffer<double>>(gradients)),
                256 => BeginNetworkStep<Float64x4, double>(network, Unsafe.As<AlignedBuffer<double>>(parameters), Unsafe.As<AlignedBuffer<double>>(gradients)),
                _ => BeginNetworkStep<Float64x2, double>(network, Unsafe.As<AlignedBuffer<double>>(parameters), Unsafe.As<AlignedBuffer<double>>(gradients)),
            };
            return Unsafe.As<StepUpdates<T>>(updates);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private StepUpdates<T> BeginNetworkStep<V, T>(NetworkDescription network, AlignedBuffer<T> parameters, AlignedBuffer<T> gradients)
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        OptimizerState<T> state = Begin<T>(network, parameters.Span, gradients.Span, parameters.Number, null);
        state.Updates.Begin<V>(this, _plan.Ranges, state, parameters, gradients);
        return state.Updates;
    }

    /// <summary>The names of the states that the optimizer's rules keep for each parameter, in order: those in a checkpoint.</summary>
    protected internal virtual IReadOnlyList<string> StateNames => ["state1", "state2", "state3"];

    /// <summary>Called once before the updates of a step, for what is the same for all of them and depends on earlier steps.</summary>
    /// <param name="step">The number of the optimizer's step, from 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal virtual void BeginStep(long step)
    {
    }

    /// <summary>
    /// Updates a range of the parameters: computes the numbers of the step and applies a rule with them. May be called for
    /// several ranges in one step, so what it gives may depend on nothing but its arguments and the hyper-parameters.
    /// </summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <typeparam name="T">The type of the parameters.</typeparam>
    /// <param name="range">The range.</param>
    /// <param name="learningRate">The learning rate of the range in this step.</param>
    /// <param name="weightDecay">λ of the range.</param>
    /// <param name="step">The number of the range's own step, from 1: those in which its factor was 0 do not count.</param>
    protected internal abstract void Update<V, T>(ParameterRange<V, T> range, double learningRate, double weightDecay, long step)
        where V : struct, ISimd<V, T>
        where T : unmanaged;

    /// <summary>valueⁿ by repeated squaring: the same bits on every machine, unlike <see cref="Math.Pow"/>.</summary>
    /// <param name="value">The base.</param>
    /// <param name="exponent">n, at least 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected static double Power(double value, long exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        return PortableMath.Power(value, exponent);
    }

    /// <summary>Checks that a hyper-parameter is finite and at least 0.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name of the hyper-parameter.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    protected static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a finite number of at least 0.");

    /// <summary>Checks that a hyper-parameter is at least 0 and less than 1.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name of the hyper-parameter.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    protected static double Fraction(double value, string name) => value >= 0 && value < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a number of at least 0 and less than 1.");

    /// <summary>Checks the buffers of a step, counts it and returns the state.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private OptimizerState<T> Begin<T>(NetworkDescription? network, ReadOnlySpan<T> parameters, ReadOnlySpan<T> gradients, long number, T[]? array)
        where T : unmanaged
    {
        RequireOwner(parameters, number);
        if (gradients.Length != parameters.Length)
        {
            throw new ArgumentException(
                $"Expected one gradient for each of the {parameters.Length} parameters, got {gradients.Length}.", nameof(gradients));
        }

        Guard.Apart(gradients, parameters, nameof(gradients));
        _plan.Resolve(this, network, parameters.Length);
        OptimizerState<T> state = (OptimizerState<T>)(_state ??= new OptimizerState<T>(parameters.Length));
        _owner.Take(parameters, number, array);
        BeginStep(++StepCount);
        return state;
    }

    /// <summary>Takes back the count of a step that has begun and updated nothing.</summary>
    internal void CancelStep() => StepCount--;

    /// <summary>Copies out what the next steps depend on besides the hyper-parameters.</summary>
    /// <typeparam name="T">The precision of the parameters.</typeparam>
    /// <param name="state">Receives the values and tensors, under names that start with <c>optimizer</c>.</param>
    /// <exception cref="InvalidOperationException">The optimizer steps parameters of the other precision.</exception>
    public void Save<T>(TrainerState<T> state)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Set("optimizer", GetType().Name);
        state.Set("optimizer.step", StepCount);
        state.Set("optimizer.learningRate", LearningRate);
        if (_state is null)
            return;
        OptimizerState<T> own = _state as OptimizerState<T>
            ?? throw new InvalidOperationException($"This {GetType().Name} steps parameters of another type than {typeof(T).Name}.");
        state.Set("optimizer.length", own.Length);
        if (_plan.Missed(StepCount) is { AreNone: false } missed)
            state.Set("optimizer.missedSteps", missed.ToString());
        for (int i = 0; i < own.Count; i++)
            state.Tensors["optimizer." + StateNames[i]] = own[i].ToArray();
    }

    /// <summary>
    /// The inverse of <see cref="Save"/>: the next step has the bits it would have had in the optimizer that was saved,
    /// given the same hyper-parameters. Whom it belongs to does not change.
    /// </summary>
    /// <typeparam name="T">The precision of the parameters.</typeparam>
    /// <param name="state">What Save wrote.</param>
    /// <exception cref="InvalidDataException">It is of another kind of optimizer, or incomplete. Then nothing has changed.</exception>
    public void Load<T>(TrainerState<T> state)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(state);
        string kind = state.GetText("optimizer");
        if (kind != GetType().Name)
            throw new InvalidDataException($"Expected the state of an optimizer {GetType().Name}, got that of {kind}.");
        long steps = state.GetCount("optimizer.step", MaximumStep);
        double rate = state.GetNumber("optimizer.learningRate", 0, double.MaxValue);
        bool hasState = state.Values.ContainsKey("optimizer.length");
        if (!hasState && steps > 0)
            throw new InvalidDataException($"Expected 'optimizer.length' after {steps} steps, got none.");

        MissedSteps missed = hasState && state.Values.TryGetValue("optimizer.missedSteps", out string? text) ? MissedSteps.Parse(text, state.GetInt64("optimizer.length"), steps) : MissedSteps.None;

        // Where no parameter took part in a step, one that was given up may have made the state.
        OptimizerState<T>? loaded = hasState ? OptimizerState<T>.Load(state, "optimizer.", StateNames, missed.AreAll(steps) ? null : StateCount<T>(), NotNegativeStates) : null;
        if (missed.AreAll(steps) && loaded is { IsZero: false })
            throw new InvalidDataException($"Expected 'optimizer.step' of at least 1 more than all parameters have missed, with a state that is not 0, got {steps}.");
        _plan.Reset(missed);
        (_state, StepCount, LearningRate) = (loaded, steps, rate);
    }

    /// <summary>The names of the states that are sums or averages of squares or of absolute values.</summary>
    private protected virtual IReadOnlyList<string> NotNegativeStates => [];

    /// <summary>The number of states that the rule keeps, which an update of no parameters tells; null where it does not.</summary>
    private int? StateCount<T>()
        where T : unmanaged
    {
        try
        {
            if (typeof(T) == typeof(float))
            {
                OptimizerState<float> none = new(0);
                Update<Float32x4, float>(new(none, [], [], 0, 0), LearningRate, WeightDecay, 1);
                return none.Count;
            }
            else
            {
                OptimizerState<double> none = new(0);
                Update<Float64x2, double>(new(none, [], [], 0, 0), LearningRate, WeightDecay, 1);
                return none.Count;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null; // a user's own rule that cannot do without parameters
        }
    }

    private string ForeignBuffer(Type scalar, int length)
    {
        string own = _state switch
        {
            OptimizerState<float> single => $", {single.Length} parameters of type {nameof(Single)},",
            OptimizerState<double> both => $", {both.Length} parameters of type {nameof(Double)},",
            _ => "",
        };
        return $"This {GetType().Name} belongs to the network or array that it stepped first{own} and keeps state for each parameter; "
            + $"it cannot step another, here {length} of type {scalar.Name}. Create one optimizer for each network, or call Reset() to forget the first.";
    }
}
