using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Contenders.OpenBlas;

/// <summary>All memory of the step over OpenBLAS.</summary>
internal sealed class BlasMemory : IDisposable
{
    /// <summary>Takes the memory and copies the data and the parameters in.</summary>
    public BlasMemory(Problem problem)
    {
        Chain chain = (Chain)problem.Architecture;
        int batch = problem.Scenario.Batch;
        int offset = 0;
        WeightOffsets = new int[chain.Layers];
        for (int layer = 0; layer < chain.Layers; layer++)
        {
            WeightOffsets[layer] = offset;
            offset += (chain.Widths[layer] + 1) * chain.Widths[layer + 1];
        }

        Parameters = new(offset);
        Gradients = new(offset);
        M = new(offset);
        V = new(offset);
        Values = [.. chain.Widths.Select((width, layer) => layer == 0 ? new Floats(problem.Inputs) : new Floats(batch * width))];
        Derivatives = [.. chain.Widths.Select((width, layer) => new Floats(layer == 0 ? 0 : batch * width))];
        Targets = new(problem.Targets);
        Ones = new(batch);
        Ones.Span.Fill(1);
        Shifted = new float[batch];
        Reset(problem);
    }

    /// <summary>Where each layer's weights start; its bias follows them.</summary>
    public int[] WeightOffsets { get; }

    /// <summary>All parameters, their gradients, and Adam's two averages.</summary>
    public Floats Parameters { get; }

    /// <inheritdoc cref="Parameters"/>
    public Floats Gradients { get; }

    /// <inheritdoc cref="Parameters"/>
    public Floats M { get; }

    /// <inheritdoc cref="Parameters"/>
    public Floats V { get; }

    /// <summary>The inputs and the output of each layer.</summary>
    public Floats[] Values { get; }

    /// <summary>The derivatives of the cost with respect to them; the inputs have none.</summary>
    public Floats[] Derivatives { get; }

    /// <summary>The targets of the squared error.</summary>
    public Floats Targets { get; }

    /// <summary>1 for each example: a sum over the batch is a product with it.</summary>
    public Floats Ones { get; }

    /// <summary>For each example the label's logit less the largest one.</summary>
    public float[] Shifted { get; }

    /// <summary>Copies the initial parameters in, transposed, and clears the optimizer's state.</summary>
    public void Reset(Problem problem)
    {
        Chain chain = (Chain)problem.Architecture;
        for (int layer = 0; layer < chain.Layers; layer++)
        {
            int inputs = chain.Widths[layer], outputs = chain.Widths[layer + 1];
            ReadOnlySpan<float> source = problem.Parameters.AsSpan(WeightOffsets[layer], (inputs + 1) * outputs);
            Span<float> destination = Parameters.Span.Slice(WeightOffsets[layer], source.Length);
            for (int o = 0; o < outputs; o++)
            {
                for (int i = 0; i < inputs; i++)
                    destination[i * outputs + o] = source[o * inputs + i];
            }

            source[(inputs * outputs)..].CopyTo(destination[(inputs * outputs)..]);
        }

        M.Span.Clear();
        V.Span.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Floats memory in Values.Concat(Derivatives).Concat([Parameters, Gradients, M, V, Targets, Ones]))
            memory.Dispose();
    }
}
