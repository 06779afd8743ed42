using System.Numerics;
using System.Text.Json;
using NetGen.CompilerServices;
using Xunit;

namespace NetGen.Tests;

/// <summary>
/// Compares a network with the golden case that describes it: outputs, loss, gradients of parameters and inputs, and the
/// steps of plain gradient descent where the case has them. One class for every net, precision and kind of target.
/// </summary>
internal sealed class GoldenNet<TNetwork, T, TTarget>
    where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TTarget : unmanaged, INumberBase<TTarget>
{
    private readonly GoldenCase _case;
    private readonly double _tolerance;
    private readonly bool _training;
    private readonly T[] _inputs;
    private readonly TTarget[] _targets;
    private readonly TNetwork _network = TNetwork.Create(seed: 1);
    private readonly Workspace<T> _workspace;
    private T[] _stateAfterForward = [];

    /// <summary>A network with the case's parameters, and a workspace for its batch.</summary>
    public GoldenNet(GoldenCase golden, double tolerance)
    {
        _case = golden;
        _tolerance = tolerance;
        GoldenTensor target = golden.Tensor("target");
        GoldenTensor input = golden.Tensor("input");
        _inputs = input.IsInteger ? [.. input.Integers.Select(T.CreateChecked)] : Convert(input);
        _targets = [.. target.IsInteger ? target.Integers.Select(TTarget.CreateChecked) : target.Data.Select(TTarget.CreateChecked)];

        // Tokens have no gradient.
        _workspace = _network.CreateWorkspace(_inputs.Length / _network.InputSize, inputGradients: !golden.Tensor("input").IsInteger);
        _training = !golden.Root.GetProperty("layers").EnumerateArray().Any(layer => Mode(layer) == "eval");
        FixDropoutMasks();
    }

    /// <summary>Compares all that the case holds.</summary>
    public void Check()
    {
        if (_case.Root.TryGetProperty("passes", out JsonElement passes))
        {
            foreach (JsonElement pass in passes.EnumerateArray())
            {
                CheckPass(pass);
            }

            return;
        }

        CheckPass(_case.Root);
        foreach ((string path, GoldenTensor expected) in States("stateAfter"))
        {
            ParameterDescription tensor = TNetwork.Description.FindState(_case.ParameterName(path));
            Compare(path, _stateAfterForward.AsSpan(tensor.Offset, tensor.Count), expected.Data);
        }

        if (_case.Root.TryGetProperty("sgd", out JsonElement descent))
        {
            CheckDescent(descent);
        }
    }

    private void CheckPass(JsonElement pass)
    {
        _case.SetParameters<TNetwork, T>(_network, GoldenCase.Tensors(pass.GetProperty("params")));
        foreach ((string path, GoldenTensor values) in States("state"))
        {
            ParameterBuffer.SetState<T>(TNetwork.Description, _network.State, _case.ParameterName(path), Convert(values));
        }

        Compare("output", _network.Forward(_workspace, _inputs, _training), Output(pass));
        _stateAfterForward = _network.State.ToArray();
        Compare("loss", [_network.Loss(_workspace, _targets)], pass.GetProperty("lossValue").GetDouble());
        _network.Backward(_workspace);
        CompareGradients(pass);

        if (pass.TryGetProperty("outputGrad", out JsonElement outputGradients))
        {
            // The same gradients once more, from the derivatives by the outputs that the case gives.
            _network.Forward(_workspace, _inputs, _training);
            _network.Backward(_workspace, Convert(GoldenTensor.Parse(outputGradients)));
            CompareGradients(pass);
        }
    }

    private void CompareGradients(JsonElement pass)
    {
        foreach (JsonProperty gradient in pass.GetProperty("grads").EnumerateObject())
        {
            Compare(gradient.Name, _case.GetTensor<TNetwork, T>(gradient.Name, _workspace.Gradients), gradient.Value);
        }

        if (pass.TryGetProperty("inputGrad", out JsonElement inputGradients))
        {
            Compare("input gradient", _workspace.InputGradients, inputGradients);
        }
    }

    /// <summary>Rounding grows from step to step: each may add the error of one.</summary>
    private void CheckDescent(JsonElement descent)
    {
        SGD optimizer = new(descent.GetProperty("lr").GetDouble());
        int steps = 0;
        foreach (double expected in descent.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble()))
        {
            steps++;
            _network.Forward(_workspace, _inputs);
            double loss = double.CreateChecked(_network.Loss(_workspace, _targets));
            AssertClose("loss of gradient descent", GoldenCase.Error([loss], [expected]), steps * _tolerance);
            _network.Backward(_workspace);
            optimizer.Update(_network.Parameters, _workspace.Gradients);
        }
    }

    private void FixDropoutMasks()
    {
        int dropouts = 0;
        foreach (JsonElement layer in _case.Root.GetProperty("layers").EnumerateArray().Where(layer => layer.GetProperty("type").GetString() == "dropout"))
        {
            dropouts++;
            if (Mode(layer) == "train")
            {
                GoldenTensor mask = GoldenTensor.Parse(layer.GetProperty("mask"));
                _workspace.SetDropoutMask($"dropout{dropouts}", [.. mask.Integers.Select(T.CreateChecked)]);
            }
        }
    }

    private IReadOnlyList<KeyValuePair<string, GoldenTensor>> States(string key) =>
        _case.Root.TryGetProperty(key, out JsonElement states) ? GoldenCase.Tensors(states) : [];

    private void Compare(string what, ReadOnlySpan<T> actual, JsonElement expected)
    {
        if (!expected.TryGetProperty("l2", out JsonElement norm))
        {
            Compare(what, actual, GoldenTensor.Parse(expected).Data);
            return;
        }

        double[] values = ToDouble(actual);
        double[] first = [.. expected.GetProperty("first").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Aggregate(1, (size, axis) => size * axis.GetInt32()), values.Length);
        AssertClose(what, GoldenCase.Error(values.AsSpan(0, first.Length), first));
        AssertClose($"norm of {what}", GoldenCase.Error([Math.Sqrt(values.Sum(value => value * value))], [norm.GetDouble()]));
        AssertClose($"sum of {what}", GoldenCase.Error([values.Sum()], [expected.GetProperty("sum").GetDouble()]));
    }

    private void Compare(string what, ReadOnlySpan<T> actual, params ReadOnlySpan<double> expected) =>
        AssertClose(what, GoldenCase.Error(ToDouble(actual), expected));

    private void AssertClose(string what, double error) => AssertClose(what, error, _tolerance);

    private static void AssertClose(string what, double error, double tolerance) =>
        Assert.True(error <= tolerance, $"{what}: error {error:E2}, allowed {tolerance:E0}");

    private static JsonElement Output(JsonElement pass) =>
        pass.TryGetProperty("outputs", out JsonElement outputs) ? outputs.EnumerateObject().Last(output => !output.Name.Contains('.', StringComparison.Ordinal)).Value : pass.GetProperty("output");

    /// <summary>"train" or "eval" for dropout and batch normalization, null for other layers.</summary>
    private static string? Mode(JsonElement layer) => layer.TryGetProperty("mode", out JsonElement mode) ? mode.GetString() : null;

    private static T[] Convert(GoldenTensor tensor) => [.. tensor.Data.Select(T.CreateChecked)];

    private static double[] ToDouble(ReadOnlySpan<T> values)
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            doubles[i] = double.CreateChecked(values[i]);
        }

        return doubles;
    }
}
