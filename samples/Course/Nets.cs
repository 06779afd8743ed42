using NetGen;

namespace Course;

/// <summary>A network's numbers by name, as arrays.</summary>
internal static class Nets
{
    /// <summary>A parameter, row by row: a dense weight is [outputs, inputs].</summary>
    public static double[] Get<TNet>(this INetwork<TNet, double> net, string name)
        where TNet : class, INetwork<TNet, double>
    {
        double[] values = new double[TNet.Description.Parameters.Single(parameter => parameter.Name == name).Count];
        net.GetParameter(name, values);
        return values;
    }

    /// <summary>The gradient of a parameter.</summary>
    public static double[] Gradient<TNet>(this INetwork<TNet, double> net, Workspace<double> workspace, string name)
        where TNet : class, INetwork<TNet, double>
    {
        double[] values = new double[TNet.Description.Parameters.Single(parameter => parameter.Name == name).Count];
        net.GetGradient(workspace, name, values);
        return values;
    }

    /// <summary>The gradients of all parameters, one after the other.</summary>
    public static double[] Gradient<TNet>(this INetwork<TNet, double> net, Workspace<double> workspace)
        where TNet : class, INetwork<TNet, double> =>
        [.. TNet.Description.Parameters.SelectMany(parameter => net.Gradient(workspace, parameter.Name))];

    /// <summary>All parameters, one after the other.</summary>
    public static double[] Packed<TNet>(this INetwork<TNet, double> net)
        where TNet : class, INetwork<TNet, double>
    {
        double[] values = new double[TNet.Description.ParameterCount];
        net.CopyParametersTo(values);
        return values;
    }

    /// <summary>A value inside the network, for all examples of the last forward pass.</summary>
    public static double[] Output<TNet>(this INetwork<TNet, double> net, Workspace<double> workspace, string name)
        where TNet : class, INetwork<TNet, double>
    {
        double[] values = new double[workspace.BatchSize * Size<TNet>(name)];
        net.GetOutput(workspace, name, values);
        return values;
    }

    /// <summary>The gradient of a value inside the network: its error signal.</summary>
    public static double[] OutputGradient<TNet>(this INetwork<TNet, double> net, Workspace<double> workspace, string name)
        where TNet : class, INetwork<TNet, double>
    {
        double[] values = new double[workspace.BatchSize * Size<TNet>(name)];
        net.GetOutputGradient(workspace, name, values);
        return values;
    }

    /// <summary>Trains on all examples at once, so many steps; returns the loss before each.</summary>
    public static double[] Train<TNet, TTarget>(this ITrainableNetwork<TNet, double, TTarget> net, double[] inputs, TTarget[] targets, Optimizer optimizer, int steps)
        where TNet : class, ITrainableNetwork<TNet, double, TTarget>
        where TTarget : unmanaged
    {
        Workspace<double> workspace = net.CreateWorkspace(inputs.Length / net.InputSize);
        double[] losses = new double[steps];
        for (int step = 0; step < steps; step++)
        {
            net.Forward(workspace, inputs);
            losses[step] = net.Loss(workspace, targets);
            net.Step(workspace, optimizer);
        }

        return losses;
    }

    /// <summary>The first output of one example.</summary>
    public static double At<TNet>(this INetwork<TNet, double> net, params ReadOnlySpan<double> inputs)
        where TNet : class, INetwork<TNet, double>
    {
        double[] outputs = new double[net.OutputSize];
        net.Predict(inputs, outputs);
        return outputs[0];
    }

    /// <summary>All outputs of all examples.</summary>
    public static double[] Outputs<TNet>(this INetwork<TNet, double> net, ReadOnlySpan<double> inputs)
        where TNet : class, INetwork<TNet, double>
    {
        double[] outputs = new double[inputs.Length / net.InputSize * net.OutputSize];
        net.Predict(inputs, outputs);
        return outputs;
    }

    private static int Size<TNet>(string name)
        where TNet : class, INetwork<TNet, double> =>
        TNet.Description.Layers.Single(layer => layer.Name == name).OutputShape.Aggregate(1, (size, length) => size * length);
}
