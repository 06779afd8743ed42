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

        lifetimes.Hold(plan.Output.Data, plan.Forward.Count - 1);
        foreach (Value adjoint in plan.Losses.Select(loss => loss.Output).Append(plan.OutputAdjoint))
        {
            lifetimes.Hold(adjoint.Gradient, plan.Forward.Count - 1);
        }

        foreach ((_, Value value) in plan.NamedValues)
        {
            lifetimes.Hold(value.Data, Math.Max(0, steps.FindIndex(step => step.Writes.Contains(value.Data))));
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
        if (!plan.ReadsInputsInPlace)
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
                if (buffer != plan.Input.Data || !plan.ReadsInputsInPlace)
                {
                    lifetimes.Touch(buffer, i);
                }
            }
        }

        lifetimes.Hold(Inferred(plan, plan.Output.Data), Math.Max(0, plan.Inference.Count - 1));

        // Evaluate runs the losses, which write gradients, on what Predict leaves.
        HashSet<Buffer> compared = [.. plan.Losses.Select(loss => loss.Output.Data)];
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
        private readonly List<(Buffer Buffer, int Offset)> _placed = [];

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
        /// <param name="others">Buffers that have their offsets already.</param>
        /// <returns>The length.</returns>
        public int Assign(Place place, Action<Buffer, int> assign, Lifetimes? others = null)
        {
            if (others is not null)
            {
                _placed.AddRange(others._placed);
                foreach (KeyValuePair<Buffer, (int First, int Last)> life in others._lifetimes)
                {
                    _lifetimes[life.Key] = life.Value;
                }
            }

            int length = _placed.Count == 0 ? 0 : _placed.Max(entry => entry.Offset + entry.Buffer.Length);
            foreach (Buffer buffer in _lifetimes.Keys.Where(buffer => buffer.Place == place).Except(_placed.Select(entry => entry.Buffer))
                .OrderByDescending(buffer => _lifetimes[buffer].Last == int.MaxValue).ThenBy(buffer => _lifetimes[buffer].First).ThenBy(buffer => buffer.Symbol, StringComparer.Ordinal).ToArray())
            {
                int offset = 0;
                foreach ((Buffer other, int start) in _placed.Where(entry => Overlap(entry.Buffer, buffer)).OrderBy(entry => entry.Offset))
                {
                    if (offset + buffer.Length <= start)
                    {
                        break;
                    }

                    offset = Math.Max(offset, start + other.Length);
                }

                _placed.Add((buffer, offset));
                assign(buffer, offset);
                length = Math.Max(length, offset + buffer.Length);
            }

            return length;
        }

        private bool Overlap(Buffer a, Buffer b) =>
            _lifetimes[a].First <= _lifetimes[b].Last && _lifetimes[b].First <= _lifetimes[a].Last;
    }
}
