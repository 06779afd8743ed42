using NetGen.Generators.Kernels;

namespace NetGen.Generators.Planning;

/// <summary>What all threads of a workspace do in a pass, one after the other.</summary>
internal abstract record PassStep
{
    /// <summary>Waits for all threads.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Wait(string Reason) : PassStep
    {
        public override string ToString() => $"wait {Reason}";
    }

    /// <summary>Calls a kernel, each thread on its share.</summary>
    public sealed record Call(Kernel Kernel) : PassStep
    {
        public override string ToString() => Kernel.ToString();
    }

    /// <summary>Updates a parameter, in a step of training.</summary>
    public sealed record Apply(Update Update) : PassStep
    {
        public override string ToString() => $"update {Update.Tensor.Symbol}";
    }

    /// <summary>The steps of a pass, with waits where they must be: it is decided here and nowhere else. Memory is planned already.</summary>
    /// <param name="kernels">The kernels, in their order.</param>
    /// <param name="updates">What is updated on the way.</param>
    public static IReadOnlyList<PassStep> Of(IEnumerable<Kernel> kernels, IEnumerable<Update> updates)
    {
        Waits waits = new();
        List<PassStep> steps = [];
        ILookup<Kernel, Update> after = updates.ToLookup(update => update.After);
        foreach (Kernel kernel in kernels)
        {
            Add(waits.Before(kernel), new Call(kernel));
            foreach (Update update in after[kernel])
            {
                Add(waits.Before(update), new Apply(update));
            }
        }

        return steps;

        void Add(string? reason, PassStep step)
        {
            if (reason is not null)
            {
                steps.Add(new Wait(reason));
            }

            steps.Add(step);
        }
    }
}
