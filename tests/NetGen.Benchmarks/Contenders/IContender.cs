namespace NetGen.Benchmarks.Contenders;

/// <summary>One implementation of a workload in one scenario.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>Goes back to the initial parameters and to an optimizer without a past.</summary>
    void Reset();

    /// <summary>What is timed: the scenario's step, again and again.</summary>
    /// <param name="repetitions">How many times.</param>
    /// <returns>A number that depends on the result of every repetition.</returns>
    float Run(int repetitions);

    /// <summary>One whole training step, dropout off, for the comparison of costs.</summary>
    /// <returns>The cost before the update.</returns>
    float CheckStep();

    /// <summary>The outputs of the batch in inference mode.</summary>
    float[] CheckOutputs();
}
