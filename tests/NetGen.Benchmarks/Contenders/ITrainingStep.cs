namespace NetGen.Benchmarks.Contenders;

/// <summary>How NetGen trains: the one place that knows which calls make a step.</summary>
internal interface ITrainingStep
{
    /// <summary>Forward, loss, backward and update.</summary>
    /// <returns>The cost before the update.</returns>
    float Run();

    /// <summary>Forward, loss and backward.</summary>
    /// <returns>The cost.</returns>
    float RunWithoutUpdate();
}
