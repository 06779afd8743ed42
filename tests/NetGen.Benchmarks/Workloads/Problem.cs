namespace NetGen.Benchmarks.Workloads;

/// <summary>The data and the initial parameters that all contenders of a scenario share.</summary>
internal sealed class Problem
{
    /// <summary>The settings of Adam and AdamW, on all sides: PyTorch's defaults.</summary>
    public const double LearningRate = 1e-3, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    /// <summary>Draws the data, from a fixed seed.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="scenario">What is timed.</param>
    /// <param name="parameters">The initial parameters in canonical order.</param>
    public Problem(Architecture architecture, Scenario scenario, float[] parameters)
    {
        Architecture = architecture;
        Scenario = scenario;
        Parameters = parameters;
        Random random = new(12345);
        Inputs = architecture.Vocabulary > 0
            ? [.. Enumerable.Range(0, scenario.Batch * architecture.Inputs).Select(_ => random.Next(architecture.Vocabulary))]
            : Values(random, scenario.Batch * architecture.Inputs);
        Targets = Values(random, scenario.Batch * architecture.Outputs);
        Labels = [.. Enumerable.Range(0, scenario.Batch * architecture.Labels).Select(_ => random.Next(architecture.Classes))];
    }

    /// <summary>The network.</summary>
    public Architecture Architecture { get; }

    /// <summary>What is timed.</summary>
    public Scenario Scenario { get; }

    /// <summary>The initial parameters in canonical order, which is PyTorch's: for instance weight [out, in] and bias of each dense layer.</summary>
    public float[] Parameters { get; }

    /// <summary>The inputs, example after example; tokens are whole numbers.</summary>
    public float[] Inputs { get; }

    /// <summary>The targets of the squared error.</summary>
    public float[] Targets { get; }

    /// <summary>The targets of the cross-entropy.</summary>
    public int[] Labels { get; }

    private static float[] Values(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
