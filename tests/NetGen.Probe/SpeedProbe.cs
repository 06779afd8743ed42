using System.Diagnostics;
using System.Globalization;

namespace NetGen.Probe;

/// <summary>
/// Times training steps in this process: the benchmarks start it as it is and compiled ahead of time, in turns, and compare. Each
/// line is a workload and its microseconds per step.
/// </summary>
internal static class SpeedProbe
{
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(0.25);

    public static void Print()
    {
        Print<TrainingProbe.Digits, int>("784-256-10 ReLU, batch 64", 64);
        Print<TrainingProbe.Control, float>("17-64-64-6 tanh, batch 256", 256);
        Print<TrainingProbe.Tiny, float>("2-8-8-1 tanh, batch 32", 32);
    }

    private static void Print<TNetwork, TTarget>(string name, int batch)
        where TNetwork : class, ITrainableNetwork<TNetwork, float, TTarget>
        where TTarget : unmanaged
    {
        TNetwork net = TNetwork.Create(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(batch);
        Adam adam = new(1e-3);
        float[] inputs = [.. Enumerable.Range(0, batch * net.InputSize).Select(i => i % 17 / 17f)];
        var targets = new TTarget[typeof(TTarget) == typeof(int) ? batch : batch * net.OutputSize];

        // The first round warms up; of the others the best counts, for what else runs on the machine only ever adds time.
        Round();
        double best = Enumerable.Range(0, 5).Min(_ => Round());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={best:R}"));

        double Round()
        {
            int steps = 0;
            long begin = Stopwatch.GetTimestamp();
            do
            {
                for (int i = 0; i < 10; i++, steps++)
                {
                    net.Forward(workspace, inputs);
                    net.Loss(workspace, targets);
                    net.Backward(workspace);
                    adam.Step(net.Parameters, workspace.Gradients);
                }
            }
            while (Stopwatch.GetElapsedTime(begin) < s_round);
            return Stopwatch.GetElapsedTime(begin).TotalMicroseconds / steps;
        }
    }
}
