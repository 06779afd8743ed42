using Xunit;

namespace NetGen.Tests;

/// <summary>The first lectures: McCulloch and Pitts' neuron, Rosenblatt's perceptron and what it cannot learn, and the layers that cure it.</summary>
public sealed partial class ThresholdTests
{
    private static readonly double[] s_pairs = [0, 0, 0, 1, 1, 0, 1, 1];

    /// <summary>The neuron of 1943: it fires where net = Σ wᵢ·xᵢ reaches the threshold T, which is minus the bias.</summary>
    [Network<double>]
    [Input(3)]
    [Dense(1), HardThreshold(AtZero = 1)]
    internal sealed partial class McCullochPitts;

    /// <summary>The perceptron of 1958.</summary>
    [Network<double>]
    [Input(2)]
    [Dense(1, Init = Init.Zeros), HardThreshold]
    [PerceptronRule]
    internal sealed partial class Perceptron;

    /// <summary>Two hidden neurons, OR and AND, and an output: OR and not AND.</summary>
    [Network<double>]
    [Input(2)]
    [Dense(2, Name = "hidden"), HardThreshold(Name = "h")]
    [Dense(1, Name = "output"), HardThreshold]
    internal sealed partial class Xor;

    /// <summary>Layers without anything between them.</summary>
    [Network<double>]
    [Input(4)]
    [Dense(7)]
    [Dense(6)]
    [Dense(3)]
    [HalfSquaredError]
    internal sealed partial class DeepLinear;

    [Fact]
    public void A_McCulloch_Pitts_neuron_fires_where_net_reaches_its_threshold()
    {
        McCullochPitts neuron = new();
        neuron.SetParameter("dense1.weight", [1, 1, -2]);
        foreach (int threshold in (int[])[1, 2])
        {
            neuron.SetParameter("dense1.bias", [-threshold]);
            foreach (double[] x in Enumerable.Range(0, 8).Select(i => new double[] { i & 1, i >> 1 & 1, i >> 2 & 1 }))
            {
                double net = x[0] + x[1] - 2 * x[2];
                Assert.Equal(net >= threshold ? 1 : 0, neuron.Predict(x)[0]);
            }
        }
    }

    [Fact]
    public void One_step_is_Rosenblatts_rule()
    {
        Perceptron net = new();
        net.SetParameter("dense1.weight", [0.2, -0.5]);
        net.SetParameter("dense1.bias", [0.25]);
        Workspace<double> workspace = net.CreateWorkspace(1);
        SGD optimizer = new(0.1);

        Step([1, 1], target: 1); // net = −0.05: ŷ = 0, so w += 0.1·x and b += 0.1
        Assert.Equal([0.3, -0.4], Weights(net), (a, b) => Math.Abs(a - b) < 1e-15);
        Step([0.5, 0.25], target: 0); // net = 0.4: ŷ = 1, so w −= 0.1·x and b −= 0.1
        Assert.Equal([0.25, -0.425], Weights(net), (a, b) => Math.Abs(a - b) < 1e-15);
        double[] before = net.Parameters.ToArray();
        Step([1, 0], target: 1); // right already
        Assert.Equal(before, net.Parameters.ToArray());

        void Step(double[] x, double target)
        {
            net.Forward(workspace, x);
            net.Loss(workspace, [target]);
            net.Backward(workspace);
            optimizer.Step(net.Parameters, workspace.Gradients);
        }
    }

    [Fact]
    public void A_perceptron_learns_AND_and_OR()
    {
        foreach (double[] targets in (double[][])[[0, 0, 0, 1], [0, 1, 1, 1]])
        {
            Perceptron net = Train(targets, out int epochs);
            Assert.InRange(epochs, 1, 20);
            Assert.Equal(0, net.Evaluate(s_pairs, targets));
            int[] labels = new int[4];
            net.PredictLabels(s_pairs, labels);
            Assert.Equal(targets, labels.Select(label => (double)label));
        }
    }

    [Fact]
    public void A_perceptron_does_not_learn_XOR()
    {
        double[] targets = [0, 1, 1, 0];
        Perceptron net = Train(targets, out int epochs);
        Assert.Equal(1000, epochs);
        Assert.InRange(net.Evaluate(s_pairs, targets), 0.25, 1); // no line separates them: one of four is wrong at least
    }

    [Fact]
    public void Its_loss_is_the_share_of_wrong_decisions_and_has_no_gradient_to_check()
    {
        Perceptron net = new();
        Assert.Equal(0.25, net.Evaluate(s_pairs, [0, 0, 0, 1])); // all weights 0: never 1
        Workspace<double> workspace = net.CreateWorkspace(4);
        net.Forward(workspace, s_pairs);
        Assert.Equal(0.75, net.Loss(workspace, [0, 1, 1, 1]));
        NotSupportedException refused = Assert.Throws<NotSupportedException>(() => net.CheckGradients(workspace, s_pairs, [0, 1, 1, 1]));
        Assert.Contains("PerceptronRule", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_layers_of_thresholds_set_by_hand_compute_XOR()
    {
        Xor net = new();
        net.SetParameter("hidden.weight", [1, 1, 1, 1]);
        net.SetParameter("hidden.bias", [-0.5, -1.5]); // OR, AND
        net.SetParameter("output.weight", [1, -1]);
        net.SetParameter("output.bias", [-0.5]); // OR and not AND
        Workspace<double> workspace = net.CreateWorkspace(4);

        Assert.Equal([0, 1, 1, 0], net.Forward(workspace, s_pairs).ToArray());
        double[] hidden = new double[8];
        net.GetOutput(workspace, "h", hidden);
        Assert.Equal([0, 0, 1, 0, 1, 0, 1, 1], hidden);
        Assert.Equal([0, 1, 1, 0], net.Predict(s_pairs));
    }

    [Fact]
    public void A_deep_linear_network_is_one_matrix()
    {
        DeepLinear net = new(seed: 5);
        net.SetParameter("dense1.bias", [.. Enumerable.Range(0, 7).Select(i => 0.1 * i)]);
        net.SetParameter("dense3.bias", [1, 2, 3]);
        double[] offset = net.Predict(new double[4]);
        double[][] columns = [.. Enumerable.Range(0, 4).Select(i => net.Predict([.. Enumerable.Range(0, 4).Select(k => k == i ? 1.0 : 0)]))];

        double[] x = [0.3, -1.2, 2.5, 0.7], y = net.Predict(x);
        for (int o = 0; o < 3; o++)
        {
            Assert.Equal(offset[o] + Enumerable.Range(0, 4).Sum(i => (columns[i][o] - offset[o]) * x[i]), y[o], 13);
        }

        // W = W3·W2·W1, entry by entry.
        double[] w1 = Parameter("dense1.weight", 28), w2 = Parameter("dense2.weight", 42), w3 = Parameter("dense3.weight", 18);
        for (int o = 0; o < 3; o++)
        {
            for (int i = 0; i < 4; i++)
            {
                double entry = 0;
                for (int b = 0; b < 6; b++)
                {
                    for (int a = 0; a < 7; a++)
                    {
                        entry += w3[o * 6 + b] * w2[b * 7 + a] * w1[a * 4 + i];
                    }
                }

                Assert.Equal(entry, columns[i][o] - offset[o], 13);
            }
        }

        double[] Parameter(string name, int count)
        {
            double[] values = new double[count];
            net.GetParameter(name, values);
            return values;
        }
    }

    /// <summary>The rule, example after example, until an epoch without a mistake or a thousand epochs.</summary>
    private static Perceptron Train(double[] targets, out int epochs)
    {
        Perceptron net = new();
        Workspace<double> workspace = net.CreateWorkspace(1);
        SGD optimizer = new(learningRate: 1);
        for (epochs = 0; epochs < 1000; epochs++)
        {
            double mistakes = 0;
            for (int i = 0; i < 4; i++)
            {
                net.Forward(workspace, s_pairs.AsSpan(2 * i, 2));
                mistakes += net.Loss(workspace, targets.AsSpan(i, 1));
                net.Backward(workspace);
                optimizer.Step(net.Parameters, workspace.Gradients);
            }

            if (mistakes == 0)
            {
                break;
            }
        }

        return net;
    }

    private static double[] Weights(Perceptron net)
    {
        double[] weights = new double[2];
        net.GetParameter("dense1.weight", weights);
        return weights;
    }
}
