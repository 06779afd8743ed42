using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>
/// All memory that training a network needs besides its parameters: intermediate values, gradients, dropout masks. It is
/// taken once, by <c>CreateWorkspace</c>; Forward, Loss and Backward allocate nothing after the first call. There is nothing to dispose.
/// </summary>
/// <typeparam name="T">The network's precision: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// A workspace belongs to one network and serves one call at a time: a second one at the same time, from another thread, throws an
/// <see cref="InvalidOperationException"/>. Threads of its own, if any, start with the first batch that is worth dividing, and end when the
/// workspace is collected, or with the process.
/// </remarks>
public sealed partial class Workspace<T> : ICrewJob
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly IPasses<T> _owner;
    private readonly IAdaptable<T>? _adaptable;
    private readonly WorkspaceLayout _layout;
    private readonly AlignedBuffer<T> _arena;
    private readonly AlignedBuffer<T>? _gradients;
    private readonly AlignedBuffer<T>? _inputGradients;
    private readonly T[] _packedOutputs;
    private readonly LossPart[] _parts;
    private readonly T[] _packedInputGradients;
    private readonly T[] _weights;
    private readonly int[][] _labels;
    private readonly T[]?[] _fixedMasks;
    private readonly T[]?[] _fixedNoises;
    private readonly double[] _dropoutScales;
    private readonly WorkerTeam? _team;
    private Optimizer? _optimizer;
    private StepUpdates<T>? _updates;
    private Pass _pass;
    private Phase _phase;
    private long _step;
    private bool _hasWeights;
    private bool _hasLoss;

    internal Workspace(IPasses<T> owner, WorkspaceLayout layout, int batchCapacity, bool inputGradients, bool parameterGradients, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchCapacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (inputGradients && layout.Tokens.Sum(tokens => tokens.Size) == layout.Input.Size)
        {
            throw new ArgumentException($"{layout.Network} takes tokens alone, which have no gradient: create the workspace without inputGradients.", nameof(inputGradients));
        }

        _owner = owner;
        _adaptable = owner as IAdaptable<T>;
        _layout = layout;
        BatchCapacity = batchCapacity;

        // Whole blocks of examples: each value then starts on a 64-byte boundary, and a vector may run past the last example.
        int block = layout.HasLanes ? 16 : 4;
        RowCapacity = checked(batchCapacity + block - 1) / block * block;
        long length = (long)layout.ExampleLength * RowCapacity + (inputGradients ? layout.FixedLengthForInputGradients : layout.FixedLength);
        if (length > Array.MaxLength - 64)
        {
            throw new ArgumentOutOfRangeException(nameof(batchCapacity), batchCapacity, $"{layout.Network} needs {length} values for this batch capacity; at most {Array.MaxLength - 64} can be addressed.");
        }

        _arena = new AlignedBuffer<T>((int)length);
        _gradients = parameterGradients ? new AlignedBuffer<T>(layout.ParameterLength) : null;
        _inputGradients = inputGradients ? new AlignedBuffer<T>(checked(layout.Input.Stride * RowCapacity)) : null;
        _packedOutputs = layout.Heads.Length == 0 && layout.Output.Stride == layout.Output.Size ? [] : new T[checked(layout.OutputSize * batchCapacity)];
        _parts = new LossPart[layout.Losses.Length];
        _packedInputGradients = inputGradients && layout.Input.Stride != layout.Input.Size ? new T[layout.Input.Size * batchCapacity] : [];
        _weights = new T[batchCapacity];
        _labels = new int[layout.Targets.Length][];
        for (int loss = 0; loss < _labels.Length; loss++)
            _labels[loss] = layout.Targets[loss] is null ? new int[checked(batchCapacity * LabelsPerExample(loss))] : [];
        _fixedMasks = new T[layout.DropoutMasks.Length][];
        _fixedNoises = new T[layout.Noises.Length][];
        _dropoutScales = new double[layout.DropoutMasks.Length];
        Threads = threads;
        _team = threads > 1 ? new WorkerTeam(threads) : null;
    }

    private enum Phase
    {
        Created,
        Forward,
        Loss,
        Backward,
    }

    /// <summary>
    /// The number of threads that a step is divided among, with the one that calls. It does not change a bit of any result. Batches
    /// too small to gain run on the calling thread alone.
    /// </summary>
    public int Threads { get; }

    /// <summary>Where values lie.</summary>
    internal WorkspaceLayout Layout => _layout;

    /// <summary>The threads that have been started, if any.</summary>
    internal WorkerCrew? Crew => _team?.Crew;

    /// <summary>Whether batches are divided that are too small to gain: for tests.</summary>
    internal bool DividesAlways { get; set; }

    /// <summary>The largest number of examples in one batch.</summary>
    public int BatchCapacity { get; }

    /// <summary>The number of examples of the last Forward.</summary>
    public int BatchSize { get; private set; }

    /// <summary>
    /// The number of training steps so far: Forward in training mode adds 1. Dropout masks depend on it, so setting it
    /// repeats or skips masks.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is set while the workspace is in use by a call on another thread.</exception>
    public long Step
    {
        get => _step;
        set
        {
            using WorkspaceFrame<T> use = Use();
            _step = value;
        }
    }

    /// <summary>The number of the batch's first example in a larger batch that it is part of: random numbers go by that.</summary>
    internal int FirstExample { get; set; }

    /// <summary>What the parts of the cost are multiplied by, loss by loss; none where it is 1.</summary>
    internal double[] LossFactors { get; set; } = [];

    /// <summary>The part of the last Loss that comes from penalties on the weights.</summary>
    public T Penalty { get; private set; }

    /// <summary>
    /// The part of the last Loss that is one loss, reduced, without its <c>Weight</c>: the cost is Σ Weight · loss over all of them, plus <see cref="Penalty"/>.
    /// </summary>
    /// <param name="name">The loss's <c>Name</c>; without one that of the value it compares, or its kind (<c>meanSquaredError</c>), with a number where two would share it.</param>
    /// <exception cref="ArgumentException">There is no such loss.</exception>
    /// <exception cref="InvalidOperationException">No Loss came before.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Loss(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = _layout.FindLoss(name);
        if (!_hasLoss && _phase < Phase.Loss)
        {
            throw new InvalidOperationException("The parts of a cost need Forward and Loss before them.");
        }

        return _parts[index].Value;
    }

    /// <summary>What the losses of the last Loss came to, one by one.</summary>
    internal ReadOnlySpan<LossPart> LossParts => _parts;

    /// <summary><see cref="Penalty"/> before it was rounded.</summary>
    internal double ExactPenalty { get; private set; }

    /// <summary>
    /// The derivatives of the cost with respect to the parameters, in the layout of the network's <c>Parameters</c>: a view
    /// of the memory that the next Backward overwrites.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The workspace was created with <c>parameterGradients: false</c>, or is in use by a call on another thread.
    /// </exception>
    public Span<T> Gradients
    {
        get
        {
            RequireNotInUse();
            return AllGradients;
        }
    }

    /// <summary>
    /// The derivatives of the cost with respect to the inputs of the last Backward, one row for each example, in which several inputs lie side by side: a view of
    /// the memory that the next Backward overwrites.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The workspace was created without <c>inputGradients: true</c>, Backward has not followed the last Forward, or the workspace is in use by
    /// a call on another thread.
    /// </exception>
    public ReadOnlySpan<T> InputGradients
    {
        get
        {
            RequireNotInUse();
            RequireInputGradients();
            RequirePhase(Phase.Backward, "InputGradients", "Backward");
            int length = BatchSize * _layout.Input.Size;
            return _packedInputGradients.Length > 0 ? _packedInputGradients.AsSpan(0, length) : _inputGradients!.Span[..length];
        }
    }

    /// <summary>
    /// Fixes the mask of a dropout layer: 0 drops a value, 1 keeps it. It holds for every Forward in training mode until
    /// it is cleared with an empty span.
    /// </summary>
    /// <param name="layer">The layer's name, for instance <c>dropout1</c>.</param>
    /// <param name="mask">One element for each value of each example, at least as many examples as any batch.</param>
    /// <exception cref="ArgumentException">No such layer, a length that is no whole number of examples, or an element other than 0 and 1.</exception>
    /// <exception cref="InvalidOperationException">The workspace is in use by a call on another thread.</exception>
    public void SetDropoutMask(string layer, ReadOnlySpan<T> mask)
    {
        using WorkspaceFrame<T> use = Use();
        int index = IndexOfFixed(_layout.DropoutMasks, layer, mask, "dropout layer", nameof(layer), nameof(mask));
        for (int i = 0; i < mask.Length; i++)
        {
            if (mask[i] != T.Zero && mask[i] != T.One)
            {
                throw new ArgumentException($"Expected a mask of zeros and ones, got {mask[i]} at index {i}.", nameof(mask));
            }
        }

        _fixedMasks[index] = mask.IsEmpty ? null : mask.ToArray();
    }

    /// <summary>
    /// Fixes the noise of a layer: of a sample, what its standard deviations are multiplied by; of Gaussian noise, what is added. It holds for every Forward in
    /// training mode until it is cleared with an empty span.
    /// </summary>
    /// <param name="layer">The layer's name, for instance <c>sampling1</c>.</param>
    /// <param name="noise">One number for each value of each example, at least as many examples as any batch.</param>
    /// <exception cref="ArgumentException">No such layer, a length that is no whole number of examples, or a number that is not finite.</exception>
    /// <exception cref="InvalidOperationException">The workspace is in use by a call on another thread.</exception>
    public void SetNoise(string layer, ReadOnlySpan<T> noise)
    {
        using WorkspaceFrame<T> use = Use();
        int index = IndexOfFixed(_layout.Noises, layer, noise, "layer of noise", nameof(layer), nameof(noise));
        for (int i = 0; i < noise.Length; i++)
        {
            if (!T.IsFinite(noise[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Expected finite numbers, got {noise[i]} at index {i}."), nameof(noise));
            }
        }

        _fixedNoises[index] = noise.IsEmpty ? null : noise.ToArray();
    }

    /// <summary>The number of a layer whose random numbers are to be fixed, where there are whole examples of them, and not too many.</summary>
    private int IndexOfFixed(ArenaValue[] layers, string layer, ReadOnlySpan<T> numbers, string kind, string nameOfLayer, string nameOfNumbers)
    {
        int index = Array.FindIndex(layers, value => value.Name == layer);
        if (index < 0)
        {
            string known = layers.Length == 0 ? "it has none" : string.Join(", ", layers.Select(m => m.Name));
            throw new ArgumentException($"{_layout.Network} has no {kind} '{layer}': {known}.", nameOfLayer);
        }

        int examples = Guard.Examples(numbers.Length, layers[index].Size, nameOfNumbers);
        if (examples > BatchCapacity)
        {
            throw new ArgumentException($"The {nameOfNumbers} has {examples} examples, but the workspace's batch capacity is {BatchCapacity}.", nameOfNumbers);
        }

        return index;
    }

    /// <summary>The gradients of the parameters, for a call that has the workspace.</summary>
    private Span<T> AllGradients => (_gradients ?? throw new InvalidOperationException("This workspace was created with parameterGradients: false.")).Span;

    private void RequireInputGradients()
    {
        if (_inputGradients is null)
        {
            throw new InvalidOperationException("This workspace was created without inputGradients: true.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RequireOwner(object network)
    {
        if (!ReferenceEquals(_owner, network))
        {
            throw new InvalidOperationException($"This workspace belongs to another network: it was created by another instance{(_owner.GetType() == network.GetType() ? "" : $", of {_layout.Network}")}. Use the workspace that this network's CreateWorkspace returned.");
        }
    }

    /// <summary>Whether [Normalization] may have statistics that were never fitted: where parameters are tried, not trained.</summary>
    internal bool AllowsUnfitted { get; set; }

    /// <summary>Training by inputs that were to be standardized, and are not, would go on without a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void RequireAdapted()
    {
        if (_adaptable is { IsAdapted: false } && !AllowsUnfitted)
        {
            throw new InvalidOperationException(
                $"The mean and variance of [Normalization] were never fitted in {_layout.Network}. Before the first training step call Adapt(inputs) with the training part, "
                + "or set them by SetState, Load or CopyFrom. Fit adapts by itself; with FitOptions.Adapt = Adapt.Never it trains with mean 0 and variance 1 as they are.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RequirePhase(Phase least, string what, string first) => RequirePhase(_phase, least, what, first);

    private static void RequirePhase(Phase phase, Phase least, string what, string first)
    {
        if (phase < least)
        {
            throw new InvalidOperationException($"{what} needs {first} before it.");
        }
    }
}
