using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Contenders.OpenBlas;

/// <summary>Creates the step with the widest vectors of this machine.</summary>
internal static class BlasContender
{
    /// <summary>The contender over OpenBLAS.</summary>
    public static IContender Create(Problem problem) => Simd.VectorBits switch
    {
        512 => new BlasContender<Float32x16>(problem),
        256 => new BlasContender<Float32x8>(problem),
        _ => new BlasContender<Float32x4>(problem),
    };
}

/// <summary>
/// The training step as one would write it by hand: matrix products by OpenBLAS, everything else in vector loops over
/// whole arrays. Weights lie as [inputs][outputs], all parameters in one buffer, nothing is allocated in a step.
/// </summary>
internal sealed unsafe class BlasContender<V> : IContender
    where V : struct, ISimd<V, float>
{
    private readonly Problem _problem;
    private readonly BlasMemory _memory;
    private readonly int[] _weights;
    private readonly int _batch;
    private int _step;

    public BlasContender(Problem problem)
    {
        _problem = problem;
        _batch = problem.Scenario.Batch;
        _memory = new BlasMemory(problem);
        _weights = _memory.WeightOffsets;
        Blas.SetThreads(problem.Scenario.Threads);
    }

    private Chain Chain => (Chain)_problem.Architecture;

    /// <inheritdoc/>
    public string Name => "OpenBLAS";

    /// <inheritdoc/>
    public void Reset()
    {
        _memory.Reset(_problem);
        _step = 0;
    }

    /// <inheritdoc/>
    public float Run(int repetitions)
    {
        float sum = 0;
        while (repetitions-- > 0)
        {
            if (_problem.Scenario.Mode == Mode.Infer)
            {
                Forward();
                sum += _memory.Values[^1].Pointer[0];
            }
            else
            {
                sum += Step(update: _problem.Scenario.Mode == Mode.Train);
            }
        }

        return sum;
    }

    /// <inheritdoc/>
    public float CheckStep() => Step(update: true);

    /// <inheritdoc/>
    public float[] CheckOutputs()
    {
        Forward();
        return _memory.Values[^1].Span.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private float Step(bool update)
    {
        Forward();
        float cost = Loss();
        Backward();
        if (update)
            ElementWise<V>.Adam(_memory.Parameters.Pointer, _memory.Gradients.Pointer, _memory.M.Pointer, _memory.V.Pointer, _memory.Parameters.Length, ++_step);
        return cost;
    }

    /// <summary>h = f(x·W + b): the bias is what the product is added to.</summary>
    private void Forward()
    {
        for (int layer = 0; layer < Chain.Layers; layer++)
        {
            int inputs = Chain.Widths[layer], outputs = Chain.Widths[layer + 1];
            float* w = _memory.Parameters.Pointer + _weights[layer];
            float* h = _memory.Values[layer + 1].Pointer;
            Span<float> bias = new(w + inputs * outputs, outputs);
            for (int row = 0; row < _batch; row++)
                bias.CopyTo(new Span<float>(h + row * outputs, outputs));
            Blas.Multiply(_batch, outputs, inputs, _memory.Values[layer].Pointer, false, w, false, 1, h);
            ElementWise<V>.Activate(Chain.ActivationOf(layer), h, _batch * outputs);
        }
    }

    private float Loss()
    {
        float* y = _memory.Values[^1].Pointer, dy = _memory.Derivatives[^1].Pointer;
        return Chain.Loss == LossKind.MeanSquaredError
            ? ElementWise<V>.SquaredError(y, _memory.Targets.Pointer, dy, _batch * Chain.Outputs)
            : CrossEntropy(y, dy);
    }

    /// <summary>dW = xᵀ·dz, db = Σ dz, dx = dz·Wᵀ.</summary>
    private void Backward()
    {
        for (int layer = Chain.Layers - 1; layer >= 0; layer--)
        {
            int inputs = Chain.Widths[layer], outputs = Chain.Widths[layer + 1];
            float* dz = _memory.Derivatives[layer + 1].Pointer, x = _memory.Values[layer].Pointer;
            float* dw = _memory.Gradients.Pointer + _weights[layer];
            ElementWise<V>.Differentiate(Chain.ActivationOf(layer), _memory.Values[layer + 1].Pointer, dz, _batch * outputs);
            Blas.Multiply(inputs, outputs, _batch, x, true, dz, false, 0, dw);
            Blas.SumColumns(_batch, outputs, dz, _memory.Ones.Pointer, dw + inputs * outputs);
            if (layer > 0)
                Blas.Multiply(_batch, inputs, outputs, dz, false, _memory.Parameters.Pointer + _weights[layer], true, 0, _memory.Derivatives[layer].Pointer);
        }
    }

    /// <summary>The mean of −ln softmax(y)ₜ, and dy = (softmax(y) − onehot(t)) / batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float CrossEntropy(float* y, float* dy)
    {
        int classes = Chain.Outputs;
        for (int row = 0; row < _batch; row++)
        {
            float* yr = y + row * classes, dyr = dy + row * classes;
            float largest = yr[0];
            for (int i = 1; i < classes; i++)
                largest = MathF.Max(largest, yr[i]);
            for (int i = 0; i < classes; i++)
                dyr[i] = yr[i] - largest;
            _memory.Shifted[row] = dyr[_problem.Labels[row]];
        }

        ElementWise<V>.Exp(dy, _batch * classes);
        float cost = 0, share = 1f / _batch;
        for (int row = 0; row < _batch; row++)
        {
            float* dyr = dy + row * classes;
            float sum = 0;
            for (int i = 0; i < classes; i++)
                sum += dyr[i];
            cost += MathF.Log(sum) - _memory.Shifted[row];
            for (int i = 0; i < classes; i++)
                dyr[i] *= share / sum;
            dyr[_problem.Labels[row]] -= share;
        }

        return cost / _batch;
    }
}
