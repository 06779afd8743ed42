using System.Diagnostics;
using System.Globalization;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.StartUp;

/// <summary>What a fresh process does: one training step of W4, and not a thing before it.</summary>
internal static class FirstStep
{
    private const int Batch = 64;

    /// <summary>Runs it and prints the milliseconds since <c>Main</c> began.</summary>
    public static int Run()
    {
        long begin = Stopwatch.GetTimestamp();
        float[] inputs = new float[Batch * W4.InputSize];
        int[] labels = new int[Batch];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = i % 17 / 17f;
        for (int i = 0; i < labels.Length; i++)
            labels[i] = i % W4.OutputSize;

        W4 net = new(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(Batch);
        Adam adam = new(Problem.LearningRate);
        net.Forward(workspace, inputs);
        float cost = net.Loss(workspace, labels);
        net.Backward(workspace);
        adam.Step(net.Parameters, workspace.Gradients);

        double milliseconds = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        Console.WriteLine(milliseconds.ToString(CultureInfo.InvariantCulture));
        return float.IsFinite(cost) ? 0 : 1;
    }
}
