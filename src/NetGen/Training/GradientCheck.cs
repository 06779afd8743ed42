using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>Compares Backward with central differences of the cost.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GradientCheck
{
    /// <summary>
    /// The largest |a − b| / max(1, |a|, |b|), where a is an entry of the gradient and b = (J(p + h) − J(p − h)) / 2h, over
    /// up to <paramref name="samples"/> entries of each tensor of parameters that is trained, and of the inputs if the workspace has their
    /// gradients. Dropout masks are held; parameters and state are restored bit for bit.
    /// </summary>
    public static double Run<TNetwork, T, TTarget>(TNetwork network, Workspace<T> workspace, ReadOnlySpan<T> inputs, ReadOnlySpan<TTarget> targets, int samples, long seed)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        TTarget[] copy = targets.ToArray();
        return Run(network, workspace, inputs, used => network.Loss(used, copy), network.Backward, samples, seed);
    }

    /// <summary>Likewise, given what computes the cost of the last Forward and its gradients.</summary>
    public static double Run<TNetwork, T>(TNetwork network, Workspace<T> workspace, ReadOnlySpan<T> inputs, Func<Workspace<T>, T> loss, Action<Workspace<T>> backward, int samples, long seed)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentNullException.ThrowIfNull(workspace);
        long step = workspace.Step;
        T[] state = network.State.ToArray();
        T[] point = inputs.ToArray();
        Cost();
        backward(workspace);
        T[] gradients = workspace.Gradients.ToArray();
        T[] inputGradients = workspace.HasInputGradients ? workspace.InputGradients.ToArray() : [];
        Span<T> parameters = network.Parameters;
        PhiloxRandom random = new((ulong)seed, 0);
        double worst = 0;

        foreach (ParameterDescription tensor in TNetwork.Description.Parameters.Where(tensor => tensor.IsTrainable))
        {
            foreach (int element in Choose(tensor.Count, samples, random))
            {
                int i = tensor.Offset + Position(tensor, element);
                worst = Worse(worst, gradients[i], CentralDifference(ref parameters[i], Cost));
            }
        }

        foreach (int i in Choose(inputGradients.Length, samples, random))
        {
            if (workspace.Layout.IsContinuous<T>(point, i))
                worst = Worse(worst, inputGradients[i], CentralDifference(ref point[i], Cost));
        }

        Cost();
        backward(workspace);
        workspace.Step = step;
        state.CopyTo(network.State);
        return worst;

        T Cost()
        {
            workspace.Step = step; // the same dropout masks each time
            workspace.AllowsUnfitted = true;
            try
            {
                network.Forward(workspace, point);
            }
            finally
            {
                workspace.AllowsUnfitted = false;
            }

            return loss(workspace);
        }
    }

    private static double CentralDifference<T>(ref T value, Func<T> cost)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The cube root of the precision balances rounding (ε/h) against curvature (h²).
        T original = value;
        T h = T.Cbrt(T.BitIncrement(T.One) - T.One) * T.Max(T.One, T.Abs(original));
        T above = original + h, below = original - h;
        value = above;
        T costAbove = cost();
        value = below;
        T costBelow = cost();
        value = original;
        return double.CreateTruncating(costAbove - costBelow) / double.CreateTruncating(above - below);
    }

    private static double Worse<T>(double worst, T gradient, double difference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double a = double.CreateTruncating(gradient);
        double error = Math.Abs(a - difference) / Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(difference)));
        return double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
    }

    /// <summary>All elements when they are few, else a random choice.</summary>
    private static int[] Choose(int count, int samples, PhiloxRandom random)
    {
        int[] elements = [.. Enumerable.Range(0, count)];
        if (count > samples)
        {
            random.Shuffle<int>(elements);
            Array.Resize(ref elements, samples);
        }

        return elements;
    }

    private static int Position(ParameterDescription tensor, int element)
    {
        int position = 0;
        for (int axis = tensor.Shape.Count - 1; axis >= 1; axis--)
        {
            position += element % tensor.Shape[axis] * tensor.Strides[axis];
            element /= tensor.Shape[axis];
        }

        return position + tensor.RowPosition(element);
    }
}
