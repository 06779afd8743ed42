using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.CompilerServices;

namespace NetGen;

// What generated code calls: the checks and copies at the ends of Forward, Loss and Backward.
public sealed partial class Workspace<T>
{
    /// <summary>The number of examples that each value has room for: the batch capacity rounded up to a multiple of four.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int RowCapacity { get; }

    /// <summary>The first element of the arena.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref T Arena => ref _arena.Origin;

    /// <summary>Whether Backward computes the gradients of the parameters.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool HasParameterGradients => _gradients is not null;

    /// <summary>The first element of the gradients of the parameters.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref T GradientOrigin => ref _gradients!.Origin;

    /// <summary>Whether Backward computes the gradients of the inputs.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool HasInputGradients => _inputGradients is not null;

    /// <summary>The first element of the gradients of the inputs, in padded rows.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ref T InputGradientOrigin => ref _inputGradients!.Origin;

    /// <summary>The class labels of the batch.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReadOnlySpan<int> Labels => LabelsOf(0);

    /// <summary>The class labels of the batch for a loss, of several.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReadOnlySpan<int> LabelsOf(int loss) => _labels[loss].AsSpan(0, BatchSize);

    /// <summary>The weights of the batch's examples; empty when all are 1.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReadOnlySpan<T> ExampleWeights => _hasWeights ? _weights.AsSpan(0, BatchSize) : default;

    /// <summary>Whether the last Forward was a step of training.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool IsTraining { get; private set; }

    /// <summary>Runs a pass of the network on the workspace's threads, each its share, if the batch is worth it.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="leastExamples">The number of examples from which more than one thread pays.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Run(Pass pass, int leastExamples)
    {
        if (pass == Pass.Step && Inspection is { } inspection)
        {
            RunInspected(inspection, leastExamples);
            return;
        }

        RunOnThreads(pass, leastExamples);
    }

    private void RunOnThreads(Pass pass, int leastExamples)
    {
        if (_team is null || (BatchSize < leastExamples && !DividesAlways))
        {
            _owner.Run(pass, this, Share.Whole);
            return;
        }

        _pass = pass;
        _team.Run(this);
    }

    /// <inheritdoc/>
    void ICrewJob.Run(Share share) => _owner.Run(_pass, this, share);

    /// <summary>Checks and copies the inputs of a Forward, and counts the step.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void BeginForward(object network, ReadOnlySpan<T> inputs, bool training)
    {
        RequireOwner(network);
        int rows = Guard.Examples(inputs.Length, _layout.Input.Size, nameof(inputs));
        if (rows == 0 || rows > BatchCapacity)
        {
            throw new ArgumentException($"Expected 1 to {BatchCapacity} examples (the workspace's batch capacity) of {_layout.Input.Size} values, got {rows}.", nameof(inputs));
        }

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

    /// <summary>The outputs of a Forward, in packed rows.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReadOnlySpan<T> EndForward()
    {
        _phase = Phase.Forward;
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

    /// <summary>Fills the mask of a dropout layer for this step: the part of some examples.</summary>
    /// <param name="index">The layer's number among the dropout layers.</param>
    /// <param name="rate">The probability of dropping a value.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="first">The first example.</param>
    /// <param name="count">The number of examples.</param>
    /// <returns>The factor that makes up for what is dropped: 1 / (1 − rate). Outside training nothing is dropped.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public double FillDropoutMask(int index, double rate, ulong seed, int first, int count)
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
            if (given.Length < BatchSize * value.Size)
            {
                throw new InvalidOperationException($"The mask fixed for {value.Name} has {given.Length / value.Size} examples, but the batch has {BatchSize}.");
            }

            if (count > 0)
            {
                Rows.Pad(given.AsSpan(first * value.Size, count * value.Size), value.Size, ref mask[0], value.Stride);
            }
        }
        else
        {
            FillMask(mask, rate, seed, (ulong)index, _step, (long)first * value.Stride);
        }

        return _dropoutScales[index];
    }

    /// <summary>The factor of the last Forward: see <see cref="FillDropoutMask"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public double GetDropoutScale(int index) => _dropoutScales[index];

    /// <summary>Fills the noise of a layer for this step: the part of some examples. Outside training it is zero.</summary>
    /// <param name="index">The layer's number among the layers of Gaussian noise.</param>
    /// <param name="standardDeviation">The standard deviation.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="first">The first example.</param>
    /// <param name="count">The number of examples.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void FillNoise(int index, double standardDeviation, ulong seed, int first, int count)
    {
        ArenaValue value = _layout.Noises[index];
        Span<T> noise = _arena.Span.Slice(value.Offset * RowCapacity + first * value.Stride, count * value.Stride);
        long offset = (long)first * value.Stride;
        if (!IsTraining)
        {
            noise.Clear();
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

    /// <summary>What examples of the batch are called in messages about their targets; by their numbers in the batch where it is null.</summary>
    internal Func<int, string>? NameOfExample { get; set; }

    /// <summary>Checks and copies the class labels of a Loss.</summary>
    /// <returns>The number of examples.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int BeginLoss(object network, ReadOnlySpan<int> targets, ReadOnlySpan<T> weights, int classes, int index = 0)
    {
        BeginLoss(network, targets.Length, 1, weights);
        Guard.Labels(targets, classes, nameof(targets), NameOfExample);
        targets.CopyTo(_labels[index]);
        return BatchSize;
    }

    /// <summary>Checks and copies the targets of a Loss.</summary>
    /// <returns>The number of examples.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int BeginLoss(object network, ReadOnlySpan<T> targets, ReadOnlySpan<T> weights, TargetRange range = TargetRange.Numbers, int index = 0)
    {
        ArenaValue target = _layout.Targets[index]!;
        BeginLoss(network, targets.Length, target.Size, weights);
        Guard.Targets(targets, target.Size, range, nameof(targets), NameOfExample);
        Rows.Pad(targets, target.Size, ref At(target.Offset), target.Stride);
        return BatchSize;
    }

    /// <summary>Notes the parts of the cost and makes the workspace ready for Backward.</summary>
    /// <param name="loss">The loss, reduced.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="sum">The loss before it was divided.</param>
    /// <param name="divisor">What it was divided by; null where the reduction is the sum.</param>
    /// <returns>The cost.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public T EndLoss(double loss, double penalty, double sum, double? divisor)
    {
        (LossSum, LossDivisor, ExactPenalty) = (sum, divisor, penalty);
        Penalty = T.CreateTruncating(penalty);
        _hasLoss = true;
        _phase = Phase.Loss;
        return T.CreateTruncating(loss + penalty);
    }

    /// <summary>Checks that Backward may follow.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void BeginBackward(object network)
    {
        RequireOwner(network);
        if (!_hasLoss || _inputsAreOfNextForward)
        {
            throw new InvalidOperationException("Backward needs Forward and Loss before it.");
        }
    }

    /// <summary>Checks and copies the gradients of the outputs that a Backward starts from.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void BeginBackward(object network, ReadOnlySpan<T> outputGradients)
    {
        RequireOwner(network);
        RequirePhase(_inputsAreOfNextForward ? Phase.Created : _phase, Phase.Forward, "Backward", "Forward");
        ArenaValue output = _layout.Output;
        if (outputGradients.Length != BatchSize * output.Size)
        {
            throw new ArgumentException($"Expected {BatchSize} examples of {output.Size} values ({BatchSize * output.Size}), got {outputGradients.Length} values.", nameof(outputGradients));
        }

        Rows.Pad(outputGradients, output.Size, ref At(output.GradientOffset), output.Stride);
        _hasLoss = false; // its output gradients are overwritten
    }

    /// <summary>Checks that a step may follow, and begins it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void BeginStep(object network, Optimizer optimizer, NetworkDescription description, AlignedBuffer<T> parameters)
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

    /// <summary>
    /// Updates parameters in a step, from an offset that is a multiple of 16 on. Padding after the last is updated with it: it
    /// is zero, and so are its gradients.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Update(int offset, int count)
    {
        const int Padding = 16; // elements: every tensor starts at a multiple
        if (count > 0)
        {
            int length = (count + Padding - 1) / Padding * Padding;
            if (Inspection is not { } inspection)
                _updates!.Update(offset, length);
            else if (!VectorReductions.AllFinite<T>(_gradients!.Span.Slice(offset, length)))
                inspection.Refused = true;
        }
    }

    /// <summary>Ends a step.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void EndStep()
    {
        _optimizer = null; // a workspace does not keep it alive
        _updates = null;
        EndBackward();
    }

    /// <summary>Packs the gradients of the inputs, if they were asked for.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void EndBackward()
    {
        _phase = Phase.Backward;
        if (_packedInputGradients.Length > 0)
        {
            ArenaValue input = _layout.Input;
            Rows.Pack(in InputGradientOrigin, input.Stride, _packedInputGradients.AsSpan(0, BatchSize * input.Size), input.Size);
        }
    }

    /// <summary>Copies a named value of the last Forward.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void GetOutput(object network, string name, Span<T> destination)
    {
        using WorkspaceUse<T> use = Use();
        RequireOwner(network);
        ArenaValue value = FindValue(name);
        RequirePhase(Phase.Forward, "GetOutput", "Forward");
        Guard.Length(destination.Length, BatchSize * value.Size, nameof(destination));
        Unpack(value, value.Offset, destination);
    }

    /// <summary>Copies the gradient of a named value of the last Backward.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void GetOutputGradient(object network, string name, Span<T> destination)
    {
        using WorkspaceUse<T> use = Use();
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

    /// <summary>Copies the gradient of an input of the last Backward.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void GetInputGradients(object network, string name, Span<T> destination)
    {
        using WorkspaceUse<T> use = Use();
        ArenaValue value = FindValue(name);
        if (value.Offset != _layout.Input.Offset || value.GradientOffset >= 0)
        {
            throw new ArgumentException($"'{name}' is no input of {_layout.Network}.", nameof(name));
        }

        CopyGradient(network, value, destination);
    }

    /// <summary>The gradients of the parameters, for the network that this workspace belongs to.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReadOnlySpan<T> GradientsOf(object network)
    {
        RequireOwner(network);
        return AllGradients;
    }

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

    private ref T At(int exampleOffset) => ref Unsafe.Add(ref _arena.Origin, exampleOffset * RowCapacity);
}
