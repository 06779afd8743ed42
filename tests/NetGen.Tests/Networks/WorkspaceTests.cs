using Xunit;

namespace NetGen.Tests;

/// <summary>Wrong lengths, wrong labels and calls out of order: refused, with what was expected and what came.</summary>
public sealed class WorkspaceTests
{
    private readonly Nets.Single33 _net = new(seed: 1);
    private readonly Workspace<float> _workspace;
    private readonly float[] _inputs = [.. Enumerable.Range(0, 5 * 33).Select(i => MathF.Sin(i))];

    /// <summary>A workspace for eight examples; the data have five.</summary>
    public WorkspaceTests() => _workspace = _net.CreateWorkspace(batchCapacity: 8, inputGradients: true);

    [Fact]
    public void Inputs_that_are_no_whole_number_of_examples_are_refused()
    {
        Refused<ArgumentException>(() => _net.Predict(new float[34], new float[3]), "33", "34");
        Refused<ArgumentException>(() => _net.Predict(new float[34]), "33", "34");
        Refused<ArgumentException>(() => _net.PredictProbabilities(new float[34], new float[3]), "33", "34");
        Refused<ArgumentException>(() => _net.PredictLabels(new float[34], new int[1]), "33", "34");
        Refused<ArgumentException>(() => _net.Evaluate(new float[34], new int[1]), "33", "34");
        Refused<ArgumentException>(() => _net.Forward(_workspace, new float[34]), "33", "34");
    }

    [Fact]
    public void Outputs_for_another_number_of_examples_are_refused()
    {
        Refused<ArgumentException>(() => _net.Predict(_inputs, new float[14]), "15", "14");
        Refused<ArgumentException>(() => _net.PredictProbabilities(_inputs, new float[16]), "15", "16");
        Refused<ArgumentException>(() => _net.PredictLabels(_inputs, new int[6]), "5", "6");
        Refused<ArgumentException>(() => _net.Evaluate(_inputs, new int[4]), "5", "4");
    }

    [Fact]
    public void A_batch_larger_than_the_workspace_or_empty_is_refused()
    {
        Refused<ArgumentException>(() => _net.Forward(_workspace, new float[9 * 33]), "8", "9");
        Refused<ArgumentException>(() => _net.Forward(_workspace, []), "8", "0");
        Refused<ArgumentException>(() => _net.CreateWorkspace(0), "0");
        Refused<ArgumentException>(() => _net.CreateWorkspace(int.MaxValue / 100), "batch capacity");
    }

    [Fact]
    public void Targets_and_weights_of_another_length_are_refused()
    {
        _net.Forward(_workspace, _inputs);
        Refused<ArgumentException>(() => _net.Loss(_workspace, new int[6]), "5", "6");
        Refused<ArgumentException>(() => _net.Loss(_workspace, new int[5], new float[4]), "5", "4");
        Refused<ArgumentException>(() => _net.Backward(_workspace, new float[16]), "15", "16");

        Nets.Single17 other = new();
        Workspace<float> workspace = other.CreateWorkspace(2);
        other.Forward(workspace, new float[34]);
        Refused<ArgumentException>(() => other.Loss(workspace, new float[11]), "12", "11");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_label_out_of_range_is_refused_with_its_place(int label)
    {
        int[] labels = [0, 1, 2, label, 0];
        string number = label.ToString(System.Globalization.CultureInfo.InvariantCulture);
        _net.Forward(_workspace, _inputs);
        Refused<ArgumentOutOfRangeException>(() => _net.Loss(_workspace, labels), number, "index 3", "0 to 2");
        Refused<ArgumentOutOfRangeException>(() => _net.Evaluate(_inputs, labels), number, "index 3", "0 to 2");
    }

    [Fact]
    public void Calls_out_of_order_are_refused()
    {
        Refused<InvalidOperationException>(() => _net.Loss(_workspace, new int[5]), "Forward");
        Refused<InvalidOperationException>(() => _net.Backward(_workspace), "Forward");
        Refused<InvalidOperationException>(() => _net.Backward(_workspace, new float[15]), "Forward");
        Refused<InvalidOperationException>(() => { _ = _workspace.InputGradients; }, "Backward");
        _net.Forward(_workspace, _inputs);
        Refused<InvalidOperationException>(() => _net.Backward(_workspace), "Loss");
        _net.Loss(_workspace, new int[5]);
        Refused<InvalidOperationException>(() => { _ = _workspace.InputGradients; }, "Backward");
        _net.Backward(_workspace);
        Assert.Equal(5 * 33, _workspace.InputGradients.Length);
        _net.Forward(_workspace, _inputs);
        Refused<InvalidOperationException>(() => _net.Backward(_workspace), "Loss");
    }

    [Fact]
    public void Backward_of_other_output_gradients_does_not_count_as_a_loss()
    {
        _net.Forward(_workspace, _inputs);
        _net.Backward(_workspace, new float[15]);
        Refused<InvalidOperationException>(() => _net.Backward(_workspace), "Loss");
    }

    [Fact]
    public void A_workspace_of_another_network_is_refused()
    {
        Workspace<float> twin = new Nets.Single33(seed: 1).CreateWorkspace(8);
        Workspace<float> stranger = new Nets.Single17().CreateWorkspace(8);
        foreach (Workspace<float> foreign in (Workspace<float>[])[twin, stranger])
        {
            Refused<InvalidOperationException>(() => _net.Forward(foreign, _inputs), "another");
            Refused<InvalidOperationException>(() => _net.Loss(foreign, new int[5]), "another");
            Refused<InvalidOperationException>(() => _net.Backward(foreign), "another");
            Refused<InvalidOperationException>(() => _net.Backward(foreign, new float[15]), "another");
            Refused<InvalidOperationException>(() => _net.GetGradient(foreign, "dense1.bias", new float[97]), "another");
            Refused<InvalidOperationException>(() => _net.GetOutput(foreign, "input", _inputs), "another");
            Refused<InvalidOperationException>(() => _net.GetOutputGradient(foreign, "input", _inputs), "another");
            Refused<InvalidOperationException>(() => _net.CheckGradients(foreign, _inputs, new int[5]), "another");
        }

        Assert.Throws<ArgumentNullException>(() => _net.Forward(null!, _inputs));
    }

    [Fact]
    public void A_refused_call_changes_nothing()
    {
        _net.Forward(_workspace, _inputs);
        float loss = _net.Loss(_workspace, [0, 1, 2, 0, 1]);
        _net.Backward(_workspace);
        float[] gradients = _workspace.Gradients.ToArray();
        long step = _workspace.Step;
        Assert.ThrowsAny<ArgumentException>(() => _net.Forward(_workspace, new float[34]));
        Assert.ThrowsAny<ArgumentException>(() => _net.Loss(_workspace, [0, 1, 2, 0, 9]));
        Assert.Equal(step, _workspace.Step);
        Assert.Equal(loss, _net.Loss(_workspace, [0, 1, 2, 0, 1]));
        _net.Backward(_workspace);
        Assert.Equal(gradients, _workspace.Gradients.ToArray());
    }

    private static void Refused<TException>(Action action, params string[] contents)
        where TException : Exception
    {
        TException refused = Assert.ThrowsAny<TException>(action);
        Assert.All(contents, text => Assert.Contains(text, refused.Message, StringComparison.Ordinal));
    }
}
