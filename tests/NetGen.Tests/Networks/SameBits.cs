using System.Numerics;
using Xunit;

namespace NetGen.Tests;

/// <summary>Whether training has the same bits on any number of threads.</summary>
internal static class SameBits
{
    private const int Seed = 6;

    /// <summary>Some steps of a network with made-up data, on one thread and on several.</summary>
    public static void CheckThreads<TNetwork, T>()
        where TNetwork : class, ITrainableNetwork<TNetwork, T, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int batch in (int[])[1, 7, 40])
        {
            T[]? expected = null;
            foreach (int threads in (int[])[1, 2, 3, 7])
            {
                TNetwork net = TNetwork.Create(Seed);
                Random data = new(Seed + batch);
                T[] inputs = [.. Enumerable.Range(0, batch * net.InputSize).Select(_ => T.CreateChecked(2 * data.NextDouble() - 1))];
                T[] targets = [.. Enumerable.Range(0, batch * net.OutputSize).Select(_ => T.CreateChecked(data.NextDouble()))];
                Workspace<T> workspace = net.CreateWorkspace(batch, inputGradients: true, threads: threads);
                workspace.DividesAlways = true;
                Adam adam = new(0.01);
                for (int step = 0; step < 5; step++)
                {
                    net.Forward(workspace, inputs);
                    net.Loss(workspace, targets);
                    net.Step(workspace, adam);
                }

                T[] results = [.. net.Parameters.ToArray(), .. workspace.Gradients, .. workspace.InputGradients];
                expected ??= results;
                Assert.True(expected.AsSpan().SequenceEqual(results), $"seed {Seed}, batch {batch}, {threads} threads");
            }
        }
    }
}
