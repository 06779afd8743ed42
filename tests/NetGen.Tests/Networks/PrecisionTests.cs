using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>
/// Gradients in single precision against those in double: at widths where single precision, with twice the lanes, has ways of its own through
/// products, which central differences in double do not see.
/// </summary>
public sealed partial class PrecisionTests
{
    private const double Tolerance = 1e-5;

    [Fact]
    public void Gradients_in_single_precision_are_those_in_double()
    {
        foreach (int batch in (int[])[1, 7, 32])
        {
            Check<SingleStates, DoubleStates>(batch);
            Check<SingleSteps, DoubleSteps>(batch);
            Check<SingleWide, DoubleWide>(batch);
        }
    }

    private static void Check<TSingle, TDouble>(int batch)
        where TSingle : class, ITrainableNetwork<TSingle, float, float>
        where TDouble : class, ITrainableNetwork<TDouble, double, double>
    {
        Random random = new(batch);
        TSingle single = TSingle.Create(1);
        TDouble twice = TDouble.Create(1);
        float[] parameters = [.. Enumerable.Range(0, TSingle.Description.ParameterCount).Select(_ => (random.NextSingle() * 0.4f) - 0.2f)];
        ParameterBuffer.Unpack<float>(TSingle.Description, single.Parameters, parameters);
        ParameterBuffer.Unpack<double>(TDouble.Description, twice.Parameters, [.. parameters.Select(value => (double)value)]);
        float[] inputs = [.. Enumerable.Range(0, batch * single.InputSize).Select(_ => random.NextSingle())];
        Workspace<float> ofSingle = single.CreateWorkspace(batch);
        Workspace<double> ofDouble = twice.CreateWorkspace(batch);
        single.Forward(ofSingle, inputs);
        single.Loss(ofSingle, new float[batch * single.OutputSize]);
        single.Backward(ofSingle);
        twice.Forward(ofDouble, [.. inputs.Select(value => (double)value)]);
        twice.Loss(ofDouble, new double[batch * twice.OutputSize]);
        twice.Backward(ofDouble);
        foreach (ParameterDescription tensor in TSingle.Description.Parameters)
        {
            float[] actual = new float[tensor.Count];
            double[] expected = new double[tensor.Count];
            ParameterBuffer.Get<float>(TSingle.Description, ofSingle.Gradients, tensor.Name, actual);
            ParameterBuffer.Get<double>(TDouble.Description, ofDouble.Gradients, tensor.Name, expected);
            double error = actual.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / Math.Max(1e-3, expected.Max(Math.Abs));
            Assert.True(error <= Tolerance, $"{TSingle.Description.Name}, batch {batch}, {tensor.Name}: {error:E1}");
        }
    }

    [Network]
    [Input(64, 1)]
    [GRU(32, ReturnSequences = true), Dense(1)]
    [MeanSquaredError]
    internal sealed partial class SingleStates;

    [Network<double>]
    [Input(64, 1)]
    [GRU(32, ReturnSequences = true), Dense(1)]
    [MeanSquaredError]
    internal sealed partial class DoubleStates;

    [Network]
    [Input(64, 32)]
    [Dense(64), Tanh, Dense(3)]
    [MeanSquaredError]
    internal sealed partial class SingleSteps;

    [Network<double>]
    [Input(64, 32)]
    [Dense(64), Tanh, Dense(3)]
    [MeanSquaredError]
    internal sealed partial class DoubleSteps;

    [Network]
    [Input(300)]
    [Dense(512), ReLU, Dense(96), Tanh, Dense(64)]
    [MeanSquaredError]
    internal sealed partial class SingleWide;

    [Network<double>]
    [Input(300)]
    [Dense(512), ReLU, Dense(96), Tanh, Dense(64)]
    [MeanSquaredError]
    internal sealed partial class DoubleWide;
}
