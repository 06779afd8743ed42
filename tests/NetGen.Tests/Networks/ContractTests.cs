using Xunit;

namespace NetGen.Tests;

/// <summary>A user's program: nothing here knows how NetGen is built.</summary>
public sealed partial class ContractTests
{
    /// <summary>Digits, 28x28.</summary>
    [Network]
    [Input(784)]
    [Dense(256), ReLU, Dropout(0.2)]
    [Dense(10)]
    [SoftmaxCrossEntropy]
    public sealed partial class DigitNet;

    /// <summary>XOR in double precision.</summary>
    [Network<double>]
    [Input(2)]
    [Dense(4), Tanh]
    [Dense(1)]
    [BinaryCrossEntropy]
    [L2(1e-3)]
    public sealed partial class XorNet;

    private readonly DigitNet _net = new(seed: 42);
    private readonly float[] _images = new float[64 * 784];
    private readonly int[] _labels = new int[64];

    /// <summary>Random images with random labels.</summary>
    public ContractTests()
    {
        Random random = new(7);
        foreach (ref float pixel in _images.AsSpan())
        {
            pixel = random.NextSingle();
        }

        foreach (ref int label in _labels.AsSpan())
        {
            label = random.Next(10);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        Assert.True(_net.Parameters.SequenceEqual(new DigitNet(seed: 42).Parameters));
        Assert.False(_net.Parameters.SequenceEqual(new DigitNet(seed: 43).Parameters));
    }

    [Fact]
    public void Sixty_steps_of_Adam_halve_the_loss_and_twenty_more_allocate_nothing()
    {
        Workspace<float> workspace = _net.CreateWorkspace(batchCapacity: 64);
        Adam adam = new(1e-3);
        float first = Step();
        float last = 0;
        for (int i = 1; i < 60; i++)
        {
            last = Step();
        }

        Assert.InRange(last, 0, first * 0.5f);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                Step();
            }
        }));

        float Step()
        {
            _net.Forward(workspace, _images);
            float loss = _net.Loss(workspace, _labels);
            _net.Backward(workspace);
            adam.Step(_net.Parameters, workspace.Gradients);
            return loss;
        }
    }

    [Fact]
    public void An_example_has_the_same_bits_alone_and_after_parameters_went_out_and_in()
    {
        float[] outputs = new float[64 * 10];
        _net.Predict(_images, outputs);
        float[] weights = new float[256 * 784];
        _net.GetParameter("dense1.weight", weights);
        _net.SetParameter("dense1.weight", weights);
        float[] again = new float[64 * 10];
        _net.Predict(_images, again);
        Assert.Equal(outputs, again);
        for (int i = 0; i < 64; i += 9)
        {
            float[] one = new float[10];
            _net.Predict(_images.AsSpan(i * 784, 784), one);
            Assert.Equal(outputs[(i * 10)..(i * 10 + 10)], one);
        }
    }

    [Fact]
    public void Outputs_are_those_computed_by_hand_from_the_named_parameters()
    {
        float[] w1 = new float[256 * 784], b1 = new float[256], w2 = new float[10 * 256], b2 = new float[10];
        _net.GetParameter("dense1.weight", w1);
        _net.GetParameter("dense1.bias", b1);
        _net.GetParameter("dense2.weight", w2);
        _net.GetParameter("dense2.bias", b2);
        float[] outputs = _net.Predict(_images.AsSpan(0, 784));
        for (int o = 0; o < 10; o++)
        {
            double sum = b2[o];
            for (int h = 0; h < 256; h++)
            {
                double z = b1[h];
                for (int k = 0; k < 784; k++)
                {
                    z += (double)w1[h * 784 + k] * _images[k];
                }

                sum += w2[o * 256 + h] * Math.Max(0, z);
            }

            Assert.InRange(Math.Abs(sum - outputs[o]), 0, 1e-3 * Math.Max(1, Math.Abs(sum)));
        }
    }

    [Fact]
    public void Gradients_are_central_differences()
    {
        XorNet net = new(seed: 3);
        double error = net.CheckGradients(net.CreateWorkspace(batchCapacity: 4), [0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]);
        Assert.InRange(error, 0, 1e-6);
    }

    [Fact]
    public void A_wrong_length_is_refused_with_the_expected_length()
    {
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => _net.Predict(new float[783], new float[10]));
        Assert.Contains("784", refused.Message, StringComparison.Ordinal);
    }
}
