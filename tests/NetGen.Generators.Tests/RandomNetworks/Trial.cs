using System.Numerics;

namespace NetGen.Generators.Tests.RandomNetworks;

/// <summary>What a compiled network does at one point, in its own precision, widened to double.</summary>
internal interface ITrial
{
    /// <summary>The tensors of parameters by name, in canonical order of their elements.</summary>
    IReadOnlyDictionary<string, double[]> Parameters { get; }

    /// <summary>The dropout layers by name, with the elements of their masks.</summary>
    void SetMasks(IReadOnlyDictionary<string, double[]> masks);

    void SetParameters(IReadOnlyDictionary<string, double[]> parameters);

    double[] Predict(double[] inputs);

    Outcome Run(double[] inputs, double[] targets);

    /// <summary>The gradients from given derivatives of the outputs.</summary>
    IReadOnlyDictionary<string, double[]> Backward(double[] inputs, double[] outputGradients);

    /// <summary>The generated CheckGradients.</summary>
    double CheckGradients(double[] inputs, double[] targets, int samples, long seed);
}

/// <summary>Outputs, cost, named values and gradients, those of the inputs under the name "input".</summary>
internal sealed record Outcome(double[] Outputs, double Cost, IReadOnlyDictionary<string, double[]> Named, IReadOnlyDictionary<string, double[]> Gradients);

internal static class Trial
{
    public static ITrial Create(Type network, Architecture architecture, Type scalar)
    {
        Type target = architecture.Loss.TakesLabels ? typeof(int) : scalar;
        return (ITrial)Activator.CreateInstance(typeof(Trial<,,>).MakeGenericType(network, scalar, target), architecture)!;
    }
}

internal sealed class Trial<TNetwork, T, TTarget> : ITrial
    where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged, INumber<TTarget>
{
    private readonly Architecture _architecture;
    private readonly TNetwork _network = TNetwork.Create(7);
    private readonly Workspace<T> _workspace;

    public Trial(Architecture architecture)
    {
        _architecture = architecture;
        _workspace = _network.CreateWorkspace(architecture.Batch, inputGradients: true, threads: 1 + architecture.Batch % 3);
        _workspace.DividesAlways = true;
    }

    private delegate double Check(Workspace<T> workspace, ReadOnlySpan<T> inputs, ReadOnlySpan<TTarget> targets, int samples, long seed);

    public IReadOnlyDictionary<string, double[]> Parameters => Read(_network.Parameters);

    public void SetMasks(IReadOnlyDictionary<string, double[]> masks)
    {
        foreach ((string layer, double[] mask) in masks)
        {
            _workspace.SetDropoutMask(layer, Narrow(mask));
        }
    }

    public void SetParameters(IReadOnlyDictionary<string, double[]> parameters)
    {
        foreach (ParameterDescription tensor in TNetwork.Description.Parameters)
        {
            for (int i = 0; i < tensor.Count; i++)
            {
                _network.Parameters[Position(tensor, i)] = T.CreateTruncating(parameters[tensor.Name][i]);
            }
        }
    }

    public double[] Predict(double[] inputs)
    {
        T[] outputs = new T[inputs.Length / _architecture.Inputs * _architecture.Outputs];
        _network.Predict(Narrow(inputs), outputs);
        return Widen<T>(outputs);
    }

    public Outcome Run(double[] inputs, double[] targets)
    {
        double[] outputs = Widen(_network.Forward(_workspace, Narrow(inputs)));
        double cost = double.CreateTruncating(_network.Loss(_workspace, Targets(targets)));
        _network.Backward(_workspace);
        Dictionary<string, double[]> named = [];
        foreach (Operation layer in _architecture.Layers.Where(layer => layer.Name is not null))
        {
            T[] value = new T[layer.Outputs * _architecture.Batch];
            _network.GetOutput(_workspace, layer.Name!, value);
            named[layer.Name!] = Widen<T>(value);
        }

        return new Outcome(outputs, cost, named, Gradients());
    }

    public IReadOnlyDictionary<string, double[]> Backward(double[] inputs, double[] outputGradients)
    {
        _network.Forward(_workspace, Narrow(inputs));
        _network.Backward(_workspace, Narrow(outputGradients));
        return Gradients();
    }

    public double CheckGradients(double[] inputs, double[] targets, int samples, long seed)
    {
        T[] before = _network.Parameters.ToArray();
        Check check = typeof(TNetwork).GetMethod("CheckGradients")!.CreateDelegate<Check>(_network);
        double error = check(_workspace, Narrow(inputs), Targets(targets), samples, seed);
        Assert.Equal(before, _network.Parameters.ToArray());
        return error;
    }

    private Dictionary<string, double[]> Gradients()
    {
        AssertPaddingIsZero(_workspace.Gradients);
        return new(Read(_workspace.Gradients)) { ["input"] = Widen(_workspace.InputGradients) };
    }

    /// <summary>What lies between the tensors is 0, or training would move the padding of the parameters.</summary>
    private static void AssertPaddingIsZero(Span<T> buffer)
    {
        T[] rest = buffer.ToArray();
        foreach (ParameterDescription tensor in TNetwork.Description.Parameters)
        {
            for (int i = 0; i < tensor.Count; i++)
            {
                rest[Position(tensor, i)] = T.Zero;
            }
        }

        Assert.False(rest.Any(value => value != T.Zero), "The gradients of the padding are not zero.");
    }

    private static Dictionary<string, double[]> Read(Span<T> buffer)
    {
        Dictionary<string, double[]> tensors = [];
        foreach (ParameterDescription tensor in TNetwork.Description.Parameters)
        {
            double[] values = new double[tensor.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = double.CreateTruncating(buffer[Position(tensor, i)]);
            }

            tensors[tensor.Name] = values;
        }

        return tensors;
    }

    /// <summary>Where an element in row-major order of the canonical shape lies in the buffer.</summary>
    private static int Position(ParameterDescription tensor, int element) => tensor.Shape.Count == 1
        ? tensor.Offset + element * tensor.Strides[0]
        : tensor.Offset + element / tensor.Shape[1] * tensor.Strides[0] + element % tensor.Shape[1] * tensor.Strides[1];

    private static T[] Narrow(double[] values) => Array.ConvertAll(values, T.CreateTruncating);

    private static TTarget[] Targets(double[] values) => Array.ConvertAll(values, TTarget.CreateTruncating);

    private static double[] Widen<TValue>(ReadOnlySpan<TValue> values)
        where TValue : unmanaged, INumber<TValue>
    {
        double[] widened = new double[values.Length];
        for (int i = 0; i < widened.Length; i++)
        {
            widened[i] = double.CreateTruncating(values[i]);
        }

        return widened;
    }
}
