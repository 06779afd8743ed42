using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen;

/// <content>What generated code calls, by <see cref="WorkspaceFrame{T}"/>: the checks and copies at the ends of Forward, Loss and Backward.</content>
public sealed partial class Workspace<T>
{
    internal int RowCapacity { get; }

    internal ref T Arena => ref _arena.Origin;

    internal bool HasParameterGradients => _gradients is not null;

    internal ref T GradientOrigin => ref _gradients!.Origin;

    internal bool HasInputGradients => _inputGradients is not null;

    internal ref T InputGradientOrigin => ref _inputGradients!.Origin;

    internal ReadOnlySpan<int> Labels => LabelsOf(0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<int> LabelsOf(int loss) => _labels[loss].AsSpan(0, BatchSize * LabelsPerExample(loss));

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private LabelRows? RowsOf(int loss) => _layout.Labels.Length == 0 ? null : _layout.Labels[loss];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LabelsPerExample(int loss) => RowsOf(loss)?.PerExample ?? 1;

    /// <summary>The number of rows of an example that <see cref="CountedRows"/> tells of; 0 where all count.</summary>
    internal int CountedRowsPerExample(int loss) =>
        RowsOf(loss) is { } rows && (rows.Ignored is not null || rows.Lengths >= 0) ? rows.PerExample : _layout.Losses[loss].PaddedSteps?.PerExample ?? 0;

    /// <summary>Which rows of the last Loss count; empty where all of them do.</summary>
    internal ReadOnlySpan<bool> CountedRows(int loss, ref bool[] memory)
    {
        if (RowsOf(loss) is { } rows && (rows.Ignored is not null || rows.Lengths >= 0))
        {
            ReadOnlySpan<int> labels = LabelsOf(loss);
            if (memory.Length < labels.Length)
                memory = new bool[BatchCapacity * rows.PerExample];
            for (int row = 0; row < labels.Length; row++)
                memory[row] = labels[row] >= 0;
            return memory.AsSpan(0, labels.Length);
        }

        if (_layout.Losses[loss].PaddedSteps is { } steps)
        {
            if (memory.Length < BatchSize * steps.PerExample)
                memory = new bool[BatchCapacity * steps.PerExample];
            for (int row = 0; row < BatchSize * steps.PerExample; row++)
                memory[row] = row % steps.PerExample < int.CreateTruncating(Unsafe.Add(ref At(steps.Lengths), 4 * (row / steps.PerExample)));
            return memory.AsSpan(0, BatchSize * steps.PerExample);
        }

        return default;
    }

    internal ReadOnlySpan<T> ExampleWeights
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        get => _hasWeights ? _weights.AsSpan(0, BatchSize) : default;
    }

    internal bool IsTraining { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Run(Pass pass)
    {
        if (pass == Pass.Step && StepsInTwo)
        {
            RunInTwo();
            return;
        }

        RunOnThreads(pass);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunOnThreads(Pass pass)
    {
        int leastExamples = pass == Pass.Forward ? _layout.LeastSharedForward : _layout.LeastSharedBackward;
        if (_team is null || (BatchSize < leastExamples && !DividesAlways))
        {
            _owner.Run(pass, new(this), Share.Whole);
            return;
        }

        _pass = pass;
        _team.Run(this);
    }

    /// <inheritdoc/>
    void ICrewJob.Run(Share share) => _owner.Run(_pass, new(this), share);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void BeginForward(object network, ReadOnlySpan<T> inputs, bool training)
    {
        RequireOwner(network);
        int rows = Guard.Examples(inputs.Length, _layout.Input.Size, nameof(inputs));
        if (rows == 0 || rows > BatchCapacity)
        {
            throw new ArgumentException($"Expected 1 to {BatchCapacity} examples (the workspace's batch capacity) of {_layout.Input.Size} values, got {rows}.", nameof(inputs));
        }

        TokenColumns.Check(_layout, inputs);
        if (training)
        {
            RequireAdapted();
        }

        if (!IsInPlace(inputs))
        {
            _batch?.Leave();
            _batch = null;
            Rows.Pad(inputs, _layout.Input.Size, ref At(_layout.Input.Offset), _layout.Input.Stride);
        }

        BatchSize = rows;
        IsTraining = training;
        _step += training ? 1 : 0;
        _phase = Phase.Created;
        _hasLoss = false;
        _inputsAreOfNextForward = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<T> EndForward()
    {
        _phase = Phase.Forward;
        if (_layout.Heads.Length > 0)
        {
            return PackHeads();
        }

        ArenaValue output = _layout.Output;
        int length = BatchSize * output.Size;
        if (_packedOutputs.Length == 0)
        {
            return _arena.Span.Slice(output.Offset * RowCapacity, length);
        }

        Span<T> packed = _packedOutputs.AsSpan(0, length);
        Rows.Pack(in At(output.Offset), output.Stride, packed, output.Size);
        return packed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal double FillDropoutMask(int index, double rate, ulong seed, int first, int count)
    {
        ArenaValue value = _layout.DropoutMasks[index];
        _dropoutScales[index] = IsTraining ? 1 / (1 - rate) : 1;
        Span<T> mask = _arena.Span.Slice(value.Offset * RowCapacity + first * value.Stride, count * value.Stride);
        if (!IsTraining)
        {
            mask.Fill(T.One);
        }
        else if (_fixedMasks[index] is T[] given)
        {
            CopyFixed(given, "mask", value, mask, first, count);
        }
        else
        {
            FillMask(mask, rate, seed, (ulong)index, _step, (long)(FirstExample + first) * value.Stride);
        }

        return _dropoutScales[index];
    }

    internal double GetDropoutScale(int index) => _dropoutScales[index];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void FillNoise(int index, double standardDeviation, ulong seed, int first, int count)
    {
        ArenaValue value = _layout.Noises[index];
        Span<T> noise = _arena.Span.Slice(value.Offset * RowCapacity + first * value.Stride, count * value.Stride);
        long offset = (long)(FirstExample + first) * value.Stride;
        if (!IsTraining)
        {
            noise.Clear();
        }
        else if (_fixedNoises[index] is T[] given)
        {
            CopyFixed(given, "noise", value, noise, first, count);
        }
        else if (typeof(T) == typeof(float))
        {
            NormalNoise.Fill(MemoryMarshal.Cast<T, float>(noise), standardDeviation, seed, (ulong)index, _step, offset);
        }
        else
        {
            NormalNoise.Fill(MemoryMarshal.Cast<T, double>(noise), standardDeviation, seed, (ulong)index, _step, offset);
        }
    }

    /// <summary>The fixed random numbers of some examples.</summary>
    private void CopyFixed(T[] given, string what, ArenaValue value, Span<T> destination, int first, int count)
    {
        if (given.Length < BatchSize * value.Size)
        {
            throw new InvalidOperationException($"The {what} fixed for {value.Name} has {given.Length / value.Size} examples, but the batch has {BatchSize}.");
        }

        if (count > 0)
        {
            Rows.Pad(given.AsSpan(first * value.Size, count * value.Size), value.Size, ref destination[0], value.Stride);
        }
    }

    /// <summary>What examples of the batch are called in messages about their targets; by their numbers in the batch where it is null.</summary>
    internal Func<int, string>? NameOfExample { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int BeginLoss(object network, ReadOnlySpan<int> targets, ReadOnlySpan<T> weights, int classes, int index = 0)
    {
        LabelRows? rows = RowsOf(index);
        BeginLoss(network, targets.Length, LabelsPerExample(index), weights);
        Guard.Labels(targets, classes, nameof(targets), NameOfExample, rows?.Ignored, LabelsPerExample(index));
        targets.CopyTo(_labels[index]);
        Span<int> labels = _labels[index].AsSpan(0, targets.Length);
        CountedLabels.Ignore(labels, rows?.Ignored);
        if (rows is { Lengths: >= 0 })
            CountedLabels.IgnorePadding(labels, rows.PerExample, in At(rows.Lengths));
        return BatchSize;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int BeginLoss(object network, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, TargetRange range = TargetRange.Numbers, int index = 0)
    {
        ArenaValue target = _layout.Targets[index]!;
        BeginLoss(network, targets.Length, target.Size, weights);
        Guard.Targets(targets, target.Size, range, nameof(targets), NameOfExample);
        Rows.Pad(targets, target.Size, ref At(target.Offset), target.Stride);
        return BatchSize;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal T EndLoss(double loss, double penalty)
    {
        ExactPenalty = penalty;
        Penalty = T.CreateTruncating(penalty);
        _hasLoss = true;
        _phase = Phase.Loss;
        return T.CreateTruncating(loss + penalty);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void BeginBackward(object network)
    {
        RequireOwner(network);
        if (!_hasLoss || _inputsAreOfNextForward)
        {
            throw new InvalidOperationException("Backward needs Forward and Loss before it.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void BeginBackward(object network, ReadOnlySpan<T> outputGradients)
    {
        RequireOwner(network);
        RequirePhase(_inputsAreOfNextForward ? Phase.Created : _phase, Phase.Forward, "Backward", "Forward");
        int size = _layout.OutputSize;
        if (outputGradients.Length != BatchSize * size)
        {
            throw new ArgumentException($"Expected {BatchSize} examples of {size} values ({BatchSize * size}), got {outputGradients.Length} values.", nameof(outputGradients));
        }

        if (_layout.Heads.Length > 0)
        {
            UnpackHeadGradients(outputGradients, size);
        }
        else
        {
            Rows.Pad(outputGradients, size, ref At(_layout.Output.GradientOffset), _layout.Output.Stride);
        }

        ForgetLosses();
    }

    /// <summary>The gradients that losses began with are overwritten, and where the caller gives none they are zero.</summary>
    private void ForgetLosses()
    {
        foreach (ArenaValue other in _layout.GradientsOfLosses)
        {
            Rows.Clear(ref At(other.Offset), BatchSize * other.Stride);
        }

        _hasLoss = false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void BeginStep(object network, Optimizer optimizer, NetworkDescription description, AlignedBuffer<T> parameters)
    {
        BeginBackward(network);
        if (_gradients is null)
        {
            throw new InvalidOperationException("This workspace was created with parameterGradients: false.");
        }

        RequireAdapted(); // the Forward may have been one of inference
        _optimizer = optimizer;
        _updates = optimizer.BeginNetworkStep(description, parameters, _gradients);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Update(int offset, int count)
    {
        const int Padding = 16; // elements: every tensor starts at a multiple
        if (count > 0)
        {
            int length = (count + Padding - 1) / Padding * Padding;
            if (!StepsInTwo)
                _updates!.Update(offset, length);
            else if (Inspection is { } inspection && !VectorReductions.AllFinite<T>(_gradients!.Span.Slice(offset, length)))
                inspection.Refused = true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void EndStep()
    {
        _optimizer = null; // a workspace does not keep it alive
        _updates = null;
        EndBackward();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void EndBackward()
    {
        _phase = Phase.Backward;
        if (_packedInputGradients.Length > 0)
        {
            ArenaValue input = _layout.Input;
            Rows.Pack(in InputGradientOrigin, input.Stride, _packedInputGradients.AsSpan(0, BatchSize * input.Size), input.Size);
        }
    }

    internal void GetOutput(object network, string name, Span<T> destination)
    {
        RequireOwner(network);
        ArenaValue value = FindValue(name);
        RequirePhase(Phase.Forward, "GetOutput", "Forward");
        Guard.Length(destination.Length, BatchSize * value.Size, nameof(destination));
        Unpack(value, value.Offset, destination);
    }

    internal void GetOutputGradient(object network, string name, Span<T> destination)
    {
        CopyGradient(network, FindValue(name), destination);
    }

    private void CopyGradient(object network, ArenaValue value, Span<T> destination)
    {
        RequireOwner(network);
        RequirePhase(Phase.Backward, "GetOutputGradient", "Backward");
        Guard.Length(destination.Length, BatchSize * value.Size, nameof(destination));
        if (value.GradientOffset < 0)
        {
            // An input, whose gradient is not in the arena.
            RequireInputGradients();
            Rows.Pack(in Unsafe.Add(ref InputGradientOrigin, value.Start), value.Stride, destination, value.Size);
            return;
        }

        Unpack(value, value.GradientOffset, destination);
    }

    internal void GetInputGradients(object network, string name, Span<T> destination)
    {
        ArenaValue value = FindValue(name);
        if (value.Offset != _layout.Input.Offset || value.GradientOffset >= 0)
        {
            throw new ArgumentException($"'{name}' is no input of {_layout.Network}.", nameof(name));
        }

        CopyGradient(network, value, destination);
    }

    internal ReadOnlySpan<T> GradientsOf(object network)
    {
        RequireOwner(network);
        return AllGradients;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BeginLoss(object network, int targets, int targetSize, ReadOnlySpan<T> weights)
    {
        RequireOwner(network);
        RequirePhase(Phase.Forward, "Loss", "Forward");
        if (targets != BatchSize * targetSize)
        {
            throw new ArgumentException($"Expected the targets of {BatchSize} examples, {targetSize} to each ({BatchSize * targetSize} values), got {targets}.", nameof(targets));
        }

        _hasWeights = !weights.IsEmpty;
        if (_hasWeights)
        {
            Guard.Length(weights.Length, BatchSize, nameof(weights));
            Guard.Weights(weights, nameof(weights), NameOfExample);
            weights.CopyTo(_weights);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillMask(Span<T> mask, double rate, ulong seed, ulong layer, long step, long offset)
    {
        if (typeof(T) == typeof(float))
        {
            DropoutMask.Fill(MemoryMarshal.Cast<T, float>(mask), rate, seed, layer, step, offset);
        }
        else
        {
            DropoutMask.Fill(MemoryMarshal.Cast<T, double>(mask), rate, seed, layer, step, offset);
        }
    }

    private ArenaValue FindValue(string name) =>
        Array.Find(_layout.NamedValues, value => value.Name == name)
        ?? throw new ArgumentException($"{_layout.Network} has no value named '{name}': {(_layout.NamedValues.Length == 0 ? "it names none" : string.Join(", ", _layout.NamedValues.Select(v => v.Name)))}.", nameof(name));

    private void Unpack(ArenaValue value, int offset, Span<T> destination)
    {
        if (value.IsInLanes)
        {
            int lanes = Simd.VectorBits / 8 / Unsafe.SizeOf<T>();
            Lanes.ToRows(in At(offset), value.Size, value.Stride, ref MemoryMarshal.GetReference(destination), value.Size, BatchSize, lanes);
        }
        else
        {
            Rows.Pack(in Unsafe.Add(ref At(offset), value.Start), value.Stride, destination, value.Size);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private ref T At(int exampleOffset) => ref Unsafe.Add(ref _arena.Origin, exampleOffset * RowCapacity);
}
