using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Contenders.OpenBlas;

/// <summary>What is not a matrix product in the step over OpenBLAS: vector loops, each over a whole array.</summary>
internal static unsafe class ElementWise<V>
    where V : struct, ISimd<V, float>
{
    /// <summary>h = f(h).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Activate(ActivationKind kind, float* h, int length)
    {
        if (kind == ActivationKind.ReLU)
        {
            for (int i = 0; i < length; i += V.Count)
                V.Store(V.AtLeast(V.Load(ref *h, i), V.Zero), ref *h, i);
        }
        else if (kind == ActivationKind.Tanh)
        {
            for (int i = 0; i < length; i += V.Count)
                V.Store(SimdMath.Tanh(V.Load(ref *h, i)), ref *h, i);
        }
    }

    /// <summary>dz = dh · f′, where f′ is known from h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differentiate(ActivationKind kind, float* h, float* dh, int length)
    {
        if (kind == ActivationKind.ReLU)
        {
            for (int i = 0; i < length; i += V.Count)
                V.Store(V.WhereGreater(V.Load(ref *h, i), V.Zero, V.Load(ref *dh, i), V.Zero), ref *dh, i);
        }
        else if (kind == ActivationKind.Tanh)
        {
            for (int i = 0; i < length; i += V.Count)
            {
                V y = V.Load(ref *h, i);
                V.Store(V.Load(ref *dh, i) * (V.One - y * y), ref *dh, i);
            }
        }
    }

    /// <summary>Adam: w, m and v in one pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Adam(float* w, float* g, float* m, float* v, int length, int step)
    {
        V beta1 = V.Constant(Problem.Beta1), share1 = V.Constant(1 - Problem.Beta1);
        V beta2 = V.Constant(Problem.Beta2), share2 = V.Constant(1 - Problem.Beta2);
        V rate = V.Constant(Problem.LearningRate / (1 - Math.Pow(Problem.Beta1, step)));
        V rootScale = V.Constant(1 / Math.Sqrt(1 - Math.Pow(Problem.Beta2, step)));
        V epsilon = V.Constant(Problem.Epsilon);
        for (int i = 0; i < length; i += V.Count)
        {
            V gi = V.Load(ref *g, i);
            V mi = V.MultiplyAdd(beta1, V.Load(ref *m, i), share1 * gi);
            V vi = V.MultiplyAdd(beta2, V.Load(ref *v, i), share2 * (gi * gi));
            V.Store(mi, ref *m, i);
            V.Store(vi, ref *v, i);
            V.Store(V.Load(ref *w, i) - rate * mi / V.MultiplyAdd(V.Sqrt(vi), rootScale, epsilon), ref *w, i);
        }
    }

    /// <summary>e = exp(e).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exp(float* e, int length)
    {
        for (int i = 0; i < length; i += V.Count)
            V.Store(SimdMath.Exp(V.Load(ref *e, i)), ref *e, i);
    }

    /// <summary>The mean squared error, and dy = 2·(y − t) / length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaredError(float* y, float* t, float* dy, int length)
    {
        V scale = V.Constant(2.0 / length), sums = V.Zero;
        for (int i = 0; i < length; i += V.Count)
        {
            V difference = V.Load(ref *y, i) - V.Load(ref *t, i);
            sums = V.MultiplyAdd(difference, difference, sums);
            V.Store(difference * scale, ref *dy, i);
        }

        float* lanes = stackalloc float[V.Count];
        V.Store(sums, ref *lanes, 0);
        float sum = 0;
        for (int i = 0; i < V.Count; i++)
            sum += lanes[i];
        return sum / length;
    }
}
