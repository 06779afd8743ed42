using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Planning;

/// <summary>
/// Lays out parameters, the workspace's arena and Predict's scratch memory. Buffers share memory when they are not in use
/// at the same time.
/// </summary>
internal static class MemoryPlanner
{
    /// <summary>Elements: every tensor of parameters starts on a 64-byte boundary, in float and in double.</summary>
    private const int Alignment = 16;

    public static void Plan(NetworkPlan plan)
    {
        plan.ParameterLength = LayOut(plan.Parameters);
        plan.StateLength = LayOut(plan.States);
        PlanArena(plan);
        PlanScratch(plan);
    }

    /// <summary>A stream's memory: the parameters lie where the network has them, values of a step like Predict's, and after them what is kept.</summary>
    public static void PlanStream(NetworkPlan plan)
    {
        plan.ParameterLength = LayOut(plan.Parameters);
        plan.StateLength = LayOut(plan.States);
        PlanScratch(plan);
        int offset = 0;
        foreach (Buffer state in plan.Stream!.States)
        {
            state.ScratchOffset = offset;
            offset += state.Length;
        }
    }

    /// <summary>One tensor after the other.</summary>
    /// <returns>The length of all.</returns>
    private static int LayOut(IEnumerable<ParameterTensor> tensors)
    {
        int offset = 0;
        foreach (ParameterTensor tensor in tensors)
        {
            tensor.Data.Offset = tensor.Gradient.Offset = offset;
            offset += (tensor.Data.Length + Alignment - 1) / Alignment * Alignment;
        }

        return offset;
    }

    /// <summary>
    /// What the backward pass reads of the forward pass, and what the user can read, stays to the end: Backward may be
    /// called again.
    /// </summary>
    private static void PlanArena(NetworkPlan plan)
    {
        List<Kernel> steps = [.. plan.Forward, .. plan.LossKernels, .. plan.Backward];
        Lifetimes lifetimes = new();
        lifetimes.Hold(plan.Input.Data, 0);

        HashSet<Buffer> ofForward = [.. plan.Forward.SelectMany(kernel => kernel.Buffers)];
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (Buffer buffer in steps[i].Buffers)
            {
                lifetimes.Touch(buffer, i);
                if (i >= plan.Forward.Count && ofForward.Contains(buffer))
                {
                    lifetimes.Hold(buffer, i);
                }
            }
        }

        foreach (Value target in plan.Losses.Select(loss => loss.Target).OfType<Value>())
        {
            lifetimes.Touch(target.Data, plan.Forward.Count); // all are there before the first loss is computed
        }

        foreach (Buffer lengths in plan.Losses.Select(loss => loss.Lengths).OfType<Buffer>())
        {
            lifetimes.Hold(lengths, 0); // what does not count is looked up there
        }

        foreach (Value head in plan.Heads)
        {
            lifetimes.Hold(head.Data, plan.Forward.Count - 1);
        }

        foreach (Value adjoint in plan.Losses.SelectMany(loss => loss.Values).Append(plan.OutputAdjoint))
        {
            lifetimes.Hold(adjoint.Gradient, plan.Forward.Count - 1);
        }

        Dictionary<Buffer, int> firstWrites = [];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            foreach (Buffer buffer in steps[i].Writes)
            {
                firstWrites[buffer] = i;
            }
        }

        foreach ((_, Value value) in plan.NamedValues)
        {
            lifetimes.Hold(value.Data, firstWrites.TryGetValue(value.Data, out int written) ? written : 0);
            lifetimes.Hold(value.Gradient, plan.Forward.Count);
        }

        plan.ExampleLength = lifetimes.Assign(Place.PerExample, (buffer, offset) => buffer.Offset = offset);
        PlanFixed(plan);
    }

    /// <summary>
    /// What does not depend on the batch, such as transposed weights. Most workspaces do not need what only the gradients of the inputs
    /// do, often the largest, which therefore comes last.
    /// </summary>
    private static void PlanFixed(NetworkPlan plan)
    {
        Lifetimes needed = new(), onlyForInputs = new();
        foreach (Buffer buffer in plan.Forward.SelectMany(kernel => kernel.Buffers))
        {
            needed.Hold(buffer, 0);
        }

        HashSet<Buffer> always = [.. plan.Forward.SelectMany(kernel => kernel.Buffers), .. plan.Backward.Where(kernel => kernel.Condition != Condition.InputGradients).SelectMany(kernel => kernel.Buffers)];
        for (int i = 0; i < plan.Backward.Count; i++)
        {
            foreach (Buffer buffer in plan.Backward[i].Buffers)
            {
                (always.Contains(buffer) ? needed : onlyForInputs).Touch(buffer, i);
            }
        }

        plan.FixedLength = needed.Assign(Place.PerWorkspace, (buffer, offset) => buffer.Offset = offset);
        plan.FixedLengthForInputGradients = onlyForInputs.Assign(Place.PerWorkspace, (buffer, offset) => buffer.Offset = offset, needed);
    }

    private static void PlanScratch(NetworkPlan plan)
    {
        Lifetimes lifetimes = new(), fixedLifetimes = new();
        bool readsInPlace = plan.ReadsInputsInPlace;
        if (!readsInPlace)
        {
            lifetimes.Touch(plan.Input.Data, 0);
        }

        for (int i = 0; i < plan.Inference.Count; i++)
        {
            foreach (Buffer buffer in plan.Inference[i].Buffers)
            {
                fixedLifetimes.Touch(buffer, i);
            }

            IEnumerable<Buffer> buffers = plan.Inference[i].Buffers;
            IEnumerable<Buffer> sources = buffers.Select(buffer => Inferred(plan, buffer)).Concat(buffers.Select(buffer => InferredOfOne(plan, buffer)));
            foreach (Buffer buffer in sources)
            {
                if (buffer != plan.Input.Data || !readsInPlace)
                {
                    lifetimes.Touch(buffer, i);
                }
            }
        }

        // What one kernel does in one go, others do one after the other: all that time its buffers are in use.
        foreach ((Kernel own, IReadOnlyList<Kernel> others) in plan.OneSequence?.Replaced ?? [])
        {
            foreach (int step in others.Select(other => plan.Inference.ToList().IndexOf(other)))
            {
                foreach (Buffer buffer in own.Buffers)
                {
                    lifetimes.Touch(Inferred(plan, buffer), step);
                }
            }
        }

        foreach (Value head in plan.Heads)
        {
            lifetimes.Hold(Inferred(plan, head.Data), Math.Max(0, plan.Inference.Count - 1));
        }

        foreach (Buffer lengths in plan.Losses.Select(loss => loss.Lengths).OfType<Buffer>())
        {
            lifetimes.Hold(lengths, 0);
        }

        // Evaluate runs the losses, which write gradients, on what Predict leaves.
        HashSet<Buffer> compared = [.. plan.Losses.SelectMany(loss => loss.Values).Select(value => value.Data)];
        foreach (Buffer buffer in plan.LossKernels.SelectMany(kernel => kernel.Buffers).Where(buffer => buffer != plan.Output.Data))
        {
            lifetimes.Hold(compared.Contains(buffer) ? Inferred(plan, buffer) : buffer, compared.Contains(buffer) ? 0 : plan.Inference.Count);
        }

        plan.ScratchLength = lifetimes.Assign(Place.PerExample, (buffer, offset) => buffer.ScratchOffset = offset);
        plan.ScratchFixedLength = fixedLifetimes.Assign(Place.PerWorkspace, (buffer, offset) => buffer.ScratchOffset = offset);
    }

    private static Buffer Inferred(NetworkPlan plan, Buffer buffer) =>
        plan.InferenceAliases.TryGetValue(buffer, out Buffer alias) ? alias : buffer;

    private static Buffer InferredOfOne(NetworkPlan plan, Buffer buffer) =>
        plan.OneImage?.Aliases.TryGetValue(buffer, out Buffer alias) == true ? alias : Inferred(plan, buffer);

    /// <summary>From which step to which each buffer is in use.</summary>
    private sealed class Lifetimes
    {
        private readonly Dictionary<Buffer, (int First, int Last)> _lifetimes = [];
        // In the order of their offsets.
        private readonly List<Placed> _placed = [];

        public void Touch(Buffer buffer, int step)
        {
            _lifetimes[buffer] = _lifetimes.TryGetValue(buffer, out (int First, int Last) life)
                ? (Math.Min(life.First, step), Math.Max(life.Last, step))
                : (step, step);
        }

        /// <summary>In use from this step on.</summary>
        public void Hold(Buffer buffer, int step)
        {
            Touch(buffer, step);
            Touch(buffer, int.MaxValue);
        }

        /// <summary>
        /// Gives each buffer of a place the lowest offset where it disturbs no other: those that stay first, then in the order of use.
        /// </summary>
        /// <param name="place">The place.</param>
        /// <param name="assign">Receives the offsets.</param>
        /// <param name="before">Buffers that have their offsets already.</param>
        /// <returns>The length.</returns>
        public int Assign(Place place, Action<Buffer, int> assign, Lifetimes? before = null)
        {
            HashSet<Buffer> others = [];
            foreach (Placed placed in before?._placed ?? [])
            {
                _placed.Add(placed);
                others.Add(placed.Buffer);
            }

            int length = _placed.Count == 0 ? 0 : _placed.Max(placed => placed.End);
            foreach ((Buffer buffer, (int First, int Last) life) in _lifetimes.Where(entry => entry.Key.Place == place && !others.Contains(entry.Key)).Select(entry => (entry.Key, entry.Value))
                .OrderByDescending(entry => entry.Value.Last == int.MaxValue).ThenBy(entry => entry.Value.First).ThenBy(entry => entry.Key.Symbol, StringComparer.Ordinal).ToArray())
            {
                int offset = 0;
                foreach (Placed other in _placed)
                {
                    if (other.First <= life.Last && life.First <= other.Last)
                    {
                        if (offset + buffer.Length <= other.Offset)
                        {
                            break;
                        }

                        offset = Math.Max(offset, other.End);
                    }
                }

                Insert(new Placed(buffer, offset, life.First, life.Last));
                assign(buffer, offset);
                length = Math.Max(length, offset + buffer.Length);
            }

            return length;
        }

        private void Insert(Placed placed)
        {
            int low = 0, high = _placed.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = _placed[middle].Offset <= placed.Offset ? (middle + 1, high) : (low, middle);
            }

            _placed.Insert(low, placed);
        }

        private readonly record struct Placed(Buffer Buffer, int Offset, int First, int Last)
        {
            public int End => Offset + Buffer.Length;
        }
    }
}
