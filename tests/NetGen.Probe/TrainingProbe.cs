using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Probe;

/// <summary>Trains networks on made-up data and prints hashes of the bits of their parameters, costs and outputs.</summary>
internal static partial class TrainingProbe
{
    private const int Steps = 200;

    /// <summary>How a step is made besides the plainest way, with the same bits.</summary>
    private static (int Threads, bool Fused)[] s_variants = [(1, true), (2, false), (2, true), (3, true)];

    private static Func<Optimizer>[] s_optimizers = [() => new Adam(), () => new SGD(0.05, momentum: 0.9)];

    private static int s_mostSteps = Steps, s_batches = 5, s_mostAlone = int.MaxValue;

    /// <summary>Some of the networks in two steps by one optimizer, for a machine that is emulated.</summary>
    public static void PrintBriefly()
    {
        s_variants = [(2, true)];
        s_optimizers = [() => new Adam()];
        (s_mostSteps, s_batches, s_mostAlone) = (2, 1, 8);
        PrintOften();
    }

    public static void Print()
    {
        PrintOften();
#if !EMULATED
        Print<TwoVectors, float, float>(batch: 150, steps: 50);
        Print<Deep, float, float>(batch: 6);
        Print<Large, float, float>(batch: 33);
        Print<BlocksInDouble, double, double>(batch: 260, steps: 4);
        Print<Narrow, float, float>(batch: 300, steps: 20);
        Print<Odd, float, int>(batch: 101);
        Print<OddInDouble, double, int>(batch: 51);
        Print<TinyInDouble, double, double>(batch: 5);
        Print<Channels, float, int>(batch: 17, steps: 20);
        Print<NormsInDouble, double, int>(batch: 9);
        Print<NormOfMaps, float, int>(batch: 18);
        Print<StepsOfSoftmax, float, float>(batch: 7);
#endif
    }

    /// <summary>One network of each kind, which an emulator runs, too.</summary>
    private static void PrintOften()
    {
        Print<Digits, float, int>(batch: 16);
        Print<Control, float, float>(batch: 144);
        Print<Tiny, float, float>(batch: 4);
        Print<Blocks, float, float>(batch: 270, steps: 10);
        Print<ControlInDouble, double, double>(batch: 70);
        Print<Operators, float, int>(batch: 13);
        Print<OperatorsInDouble, double, int>(batch: 13);
        Print<Images, float, int>(batch: 21);
        Print<ImagesInDouble, double, int>(batch: 11);
        Print<Norms, float, int>(batch: 19);
        Print<Attention, float, float>(batch: 5, steps: 20);
        Print<AttentionInDouble, double, double>(batch: 3, steps: 20);
    }

    private static void Print<TNetwork, T, TTarget>(int batch, int steps = Steps)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged, INumberBase<TTarget>
    {
        steps = Math.Min(steps, s_mostSteps);
        foreach (Func<Optimizer> optimizer in s_optimizers)
        {
            // By Backward and the optimizer's own step on one thread; then fused, and divided.
            string name = $"{typeof(TNetwork).Name}.{optimizer().GetType().Name}";
            Console.WriteLine($"{name}={Train<TNetwork, T, TTarget>(optimizer(), batch, steps, threads: 1, fused: false):x16}");
            foreach ((int threads, bool fused) in s_variants)
                Console.WriteLine($"{name}.{(fused ? "step" : "plain")}.{threads}={Train<TNetwork, T, TTarget>(optimizer(), batch, steps, threads, fused):x16}");
        }
    }

    private static ulong Train<TNetwork, T, TTarget>(Optimizer optimizer, int batch, int steps, int threads, bool fused)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged, INumberBase<TTarget>
    {
        TNetwork net = TNetwork.Create(seed: 12);
        System.Random random = new(34);
        bool labels = typeof(TTarget) == typeof(int);
        int targetSize = labels ? 1 : net.OutputSize;
        T[] inputs = [.. Enumerable.Range(0, s_batches * batch * net.InputSize).Select(_ => T.CreateChecked(random.NextDouble()))];
        TTarget[] targets = [.. Enumerable.Range(0, s_batches * batch * targetSize)
            .Select(_ => labels ? TTarget.CreateChecked(random.Next(net.OutputSize)) : TTarget.CreateChecked(random.NextDouble()))];

        Workspace<T> workspace = net.CreateWorkspace(batch, threads: threads);
        var costs = new T[steps];
        for (int step = 0; step < steps; step++)
        {
            int first = step % s_batches * batch;
            net.Forward(workspace, inputs.AsSpan(first * net.InputSize, batch * net.InputSize));
            costs[step] = net.Loss(workspace, targets.AsSpan(first * targetSize, batch * targetSize));
            if (fused)
            {
                net.Step(workspace, optimizer);
            }
            else
            {
                net.Backward(workspace);
                Update(optimizer, net.Parameters, workspace.Gradients);
            }
        }

        var outputs = new T[s_batches * batch * net.OutputSize];
        net.Predict(inputs, outputs);
        var alone = new T[outputs.Length];
        for (int i = 0; i < Math.Min(s_batches * batch, s_mostAlone); i++)
        {
            net.Predict(inputs.AsSpan(i * net.InputSize, net.InputSize), alone.AsSpan(i * net.OutputSize, net.OutputSize));
        }

        T[] evaluation = [net.Evaluate(inputs, targets)];
        return Hash<T>(net.Parameters, costs, outputs, alone, evaluation);
    }

    private static void Update<T>(Optimizer optimizer, Span<T> parameters, ReadOnlySpan<T> gradients)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            optimizer.Step(MemoryMarshal.Cast<T, float>(parameters), MemoryMarshal.Cast<T, float>(gradients));
        else
            optimizer.Step(MemoryMarshal.Cast<T, double>(parameters), MemoryMarshal.Cast<T, double>(gradients));
    }

    /// <summary>FNV-1a of the bits. A training that went wrong has no hash.</summary>
    private static ulong Hash<T>(Span<T> parameters, params T[][] others)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (T value in (T[])[.. parameters, .. others.SelectMany(values => values)])
        {
            if (!T.IsFinite(value))
                throw new InvalidOperationException($"The training gave {value}.");
            hash = unchecked((hash ^ (ulong)BitConverter.DoubleToInt64Bits(double.CreateChecked(value))) * 0x100_0000_01B3);
        }

        return hash;
    }

    [Network]
    [Input(40, 16)]
    [LayerNorm, MultiHeadAttention(4, KeyValueHeads = 2, Causal = true, Rotary = true)]
    [MultiHeadAttention(1), Tanh]
    [MeanSquaredError]
    public sealed partial class Attention;

    [Network<double>]
    [Input(19, 6)]
    [MultiHeadAttention(2, Causal = true), Tanh]
    [MultiHeadAttention(3, Rotary = true)]
    [MeanSquaredError]
    public sealed partial class AttentionInDouble;

    [Network]
    [Input(784)]
    [Dense(256), ReLU, Dropout(0.2)]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class Digits;

    [Network]
    [Input(17)]
    [Dense(64), Tanh]
    [Dense(64), Tanh]
    [Dense(6), Tanh]
    [HalfSquaredError]
    public sealed partial class Control;

    [Network]
    [Input(2)]
    [Dense(8), Tanh]
    [Dense(8), Tanh]
    [Dense(1)]
    [BinaryCrossEntropy]
    public sealed partial class Tiny;

    /// <summary>Of layers that are one or two vectors of eight floats, or a part of them, for one example; forward in blocks of 64 examples.</summary>
    [Network]
    [Input(37)]
    [Dense(12), ReLU]
    [Dense(10, Bias = false), Tanh]
    [Dense(13), LeakyReLU]
    [Dense(7)]
    [MeanSquaredError]
    public sealed partial class TwoVectors;

    [Network]
    [Input(3)]
    [Dense(16), Tanh]
    [Dense(16), Tanh]
    [Dense(16), Tanh]
    [Dense(16), Tanh]
    [Dense(16), Tanh]
    [Dense(2)]
    [MeanSquaredError]
    public sealed partial class Deep;

    /// <summary>Of weights beyond the first cache, in rows that are no multiple of a vector.</summary>
    [Network]
    [Input(9)]
    [Dense(93), ReLU]
    [Dense(102), Tanh]
    [Dense(98), Tanh]
    [Dense(5)]
    [MeanSquaredError]
    public sealed partial class Large;

    /// <summary>Of products that go block by block, with rests of everything.</summary>
    [Network]
    [Input(229)]
    [Dense(300), ReLU]
    [Dense(248), Tanh]
    [Dense(5)]
    [MeanSquaredError]
    public sealed partial class Blocks;

    [Network<double>]
    [Input(203)]
    [Dense(336), Tanh]
    [Dense(300), ReLU]
    [Dense(5)]
    [MeanSquaredError]
    [L2(1e-3)]
    public sealed partial class BlocksInDouble;

    /// <summary>Of many examples of few elements, whose tiles differ with the vectors.</summary>
    [Network]
    [Input(5)]
    [Dense(56), Tanh]
    [Dense(8), Tanh]
    [Dense(36), Tanh]
    [Dense(20), Tanh]
    [Dense(2)]
    [MeanSquaredError]
    [L2(1e-3)]
    public sealed partial class Narrow;

    [Network]
    [Input(33)]
    [Dense(97), Sigmoid, Dropout(0.1)]
    [Dense(45), Softplus]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    [L2(1e-3)]
    public sealed partial class Odd;

    [Network<double>]
    [Input(33)]
    [Dense(97), Sigmoid, Dropout(0.1)]
    [Dense(45), LeakyReLU]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    [L2(1e-3)]
    public sealed partial class OddInDouble;

    [Network<double>]
    [Input(17)]
    [Dense(64), Tanh]
    [Dense(64), Softmax]
    [Dense(6), Tanh]
    [MeanSquaredError]
    public sealed partial class ControlInDouble;

    [Network<double>]
    [Input(2)]
    [Dense(8), Tanh]
    [Dense(8), Tanh]
    [Dense(1)]
    [BinaryCrossEntropy]
    public sealed partial class TinyInDouble;

    [Network]
    [Input(33)]
    [Dense(50), GELU]
    [Dense(37), SiLU, Mish]
    [Dense(20), GELUTanh, ELU]
    [Dense(33, Init = Init.Orthogonal), SELU, Softsign]
    [Dense(5)]
    [SoftmaxCrossEntropy(LabelSmoothing = 0.1)]
    [L1(1e-4)]
    public sealed partial class Operators;

    [Network<double>]
    [Input(33)]
    [Dense(50), GELU]
    [Dense(37), SiLU, Mish]
    [Dense(20), GELUTanh, ELU]
    [Dense(33, Init = Init.Orthogonal), SELU, Softsign]
    [Dense(5), LogSoftmax]
    [NegativeLogLikelihood(ClassWeights = new double[] { 1, 2, 0.5, 3, 1 })]
    [L1(1e-4)]
    public sealed partial class OperatorsInDouble;

    [Network]
    [Input(1, 12, 11)]
    [Conv2D(6, 5, Padding = 2), ReLU, MaxPool2D(2)]
    [Conv2D(7, 3), Tanh, Flatten]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class Images;

    /// <summary>Of channels for every kind of tile of one example.</summary>
    [Network]
    [Input(3, 6, 7)]
    [Conv2D(48, 3, Padding = 1), ReLU, MaxPool2D(2)]
    [Conv2D(60, 2), Tanh]
    [Conv2D(44, 1), HardSwish, Softsign, LeakyReLU, Flatten]
    [Dense(5)]
    [SoftmaxCrossEntropy]
    public sealed partial class Channels;

    [Network<double>]
    [Input(2, 9, 8)]
    [Conv2D(5, 3, Stride = 2, Padding = 1), Sigmoid]
    [Conv2D(3, 2), AveragePool2D(2, Stride = 1), Flatten]
    [Dense(4)]
    [SoftmaxCrossEntropy]
    public sealed partial class ImagesInDouble;

    [Network]
    [Input(21)]
    [Dense(34), LayerNorm, ReLU]
    [Dense(19), BatchNorm, Tanh]
    [Dense(40), RMSNorm, SiLU]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class Norms;

    [Network<double>]
    [Input(21)]
    [BatchNorm, Dense(18), LayerNorm(Affine = false), Sigmoid]
    [Dense(13), RMSNorm, BatchNorm]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class NormsInDouble;

    [Network]
    [Input(2, 6, 7)]
    [Conv2D(5, 3, Padding = 1), BatchNorm, ReLU, LayerNorm, Flatten]
    [Dense(3)]
    [SoftmaxCrossEntropy]
    public sealed partial class NormOfMaps;

    [Network]
    [Input(3, 7)]
    [Dense(9), Softmax, Dense(21), BatchNorm, LayerNorm, LogSoftmax]
    [MeanSquaredError]
    public sealed partial class StepsOfSoftmax;
}
