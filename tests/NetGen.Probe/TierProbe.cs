using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Probe;

/// <summary>
/// Trains networks on one core: 200 steps each, then, after a method whose name marks the place in the JIT's list of methods, for a second more. What the list has after the
/// mark was not as fast as it can be in the first steps.
/// </summary>
internal static partial class TierProbe
{
    private const int Batch = 16;

    private static readonly List<Action> s_steps = [];

    public static void Print()
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            Process.GetCurrentProcess().ProcessorAffinity = 1;
        Prepare<Chain, float, float>();
        Prepare<Classifier, float, int>();
        Prepare<Maps, float, int>();
        Prepare<Steps, float, int>();
        foreach (Action step in s_steps)
            step();

        // What beginning takes is compiled a second time now, and not after the mark.
        Thread.Sleep(400);
        foreach (Action step in s_steps)
        {
            for (int i = 0; i < 200; i++)
                step();
        }

        Mark();
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < 1; count++)
        {
            foreach (Action step in s_steps)
                step();
        }

        Console.WriteLine($"steps={count}");
    }

    /// <summary>Compiled when it is called.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Mark()
    {
    }

    private static void Prepare<TNetwork, T, TTarget>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged, INumberBase<TTarget>
    {
        TNetwork network = TNetwork.Create(1);
        Workspace<T> workspace = network.CreateWorkspace(Batch);
        AdamW optimizer = new();
        T[] inputs = [.. Enumerable.Range(0, Batch * network.InputSize).Select(i => T.CreateChecked(Math.Sin(i)))];
        TTarget[] targets = new TTarget[Batch * TNetwork.Description.Heads[0].TargetSize];

        // Optimized at once, so that it is not compiled again with other methods inside.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Step()
        {
            network.Forward(workspace, inputs);
            network.Loss(workspace, targets);
            network.Step(workspace, optimizer);
        }

        s_steps.Add(Step);
    }

    [Network, Input(2), Dense(8), Tanh, Dense(8), Tanh, Dense(1), BinaryCrossEntropy]
    internal sealed partial class Chain;

    [Network, Input(33), Dense(300), ReLU, Dropout(0.2), Dense(64), BatchNorm, GELU, Dense(5), SoftmaxCrossEntropy, L2(1e-4)]
    internal sealed partial class Classifier;

    [Network, Input(2, 8, 8), Conv2D(6, 3, Padding = 1), ReLU, MaxPool2D(2), Conv2D(4, 3), GroupNorm(2), PReLU, Flatten, Dense(5), LayerNorm, Dense(3), SoftmaxCrossEntropy]
    internal sealed partial class Maps;

    [Network, Input(8, 6), GRU(12, ReturnSequences = true), LSTM(8), Dense(4), SoftmaxCrossEntropy]
    internal sealed partial class Steps;
}
