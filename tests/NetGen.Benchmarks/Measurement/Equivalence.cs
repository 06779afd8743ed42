using NetGen.Benchmarks.Contenders;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Measurement;

/// <summary>Checks that the contenders compute the same: whoever does other maths has no place in the table.</summary>
internal static class Equivalence
{
    private const int Steps = 5;
    private const double Tolerance = 1e-5;

    /// <summary>Compares outputs, or the costs of the first steps, with the first contender's.</summary>
    /// <exception cref="InvalidOperationException">They differ.</exception>
    public static void Check(Workload workload, Scenario scenario, IReadOnlyList<IContender> contenders)
    {
        float[][] results = [.. contenders.Select(contender => NoCollection.Run(() => Results(contender, scenario.Mode)))];
        for (int other = 1; other < contenders.Count; other++)
        {
            for (int i = 0; i < results[0].Length; i++)
            {
                float expected = results[0][i], actual = results[other][i];
                if (!(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected))))
                {
                    string what = scenario.Mode == Mode.Infer ? $"output {i}" : $"the cost of step {i + 1}";
                    throw new InvalidOperationException(
                        $"{workload.Id}, {scenario.ModeName}, batch {scenario.Batch}: {what} is {expected} in {contenders[0].Name} and {actual} in {contenders[other].Name}.");
                }
            }
        }
    }

    private static float[] Results(IContender contender, Mode mode)
    {
        contender.Reset();
        return mode == Mode.Infer ? contender.CheckOutputs() : [.. Enumerable.Range(0, Steps).Select(_ => contender.CheckStep())];
    }
}
