using System.Diagnostics;

namespace NetGen.Probe;

/// <summary>Trains on files that are larger than memory and prints how much of it that took.</summary>
internal static partial class LargeFileProbe
{
    private const int Steps = 3_000;

    public static void Print()
    {
        using RawFileDataset<float, int> data = new(Argument("NETGEN_PROBE_INPUTS"), Argument("NETGEN_PROBE_TARGETS"), Net.InputSize);
        Net net = new(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(batchCapacity: 64);
        MiniBatches<float, int> batches = new(data, batchSize: 64, seed: 1);
        Adam optimizer = new();
        batches.Shuffle(0);
        long allocated = 0;
        for (int step = 0; step < Steps && batches.Next(); step++)
        {
            if (step == 10)
                allocated = GC.GetAllocatedBytesForCurrentThread();
            net.Forward(workspace, batches.Inputs);
            net.Loss(workspace, batches.Targets);
            net.Backward(workspace);
            optimizer.Step(net.Parameters, workspace.Gradients);
        }

        Console.WriteLine($"allocated={GC.GetAllocatedBytesForCurrentThread() - allocated}");
        Console.WriteLine($"bytes={4L * data.Count * data.InputSize}");
        using Process process = Process.GetCurrentProcess();
        Console.WriteLine($"peak={process.PeakWorkingSet64}");
    }

    private static string Argument(string variable) =>
        Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"Expected a path in {variable}.");

    [Network, Input(784), Dense(4), ReLU, Dense(3), SoftmaxCrossEntropy]
    public sealed partial class Net;
}
