using Xunit;
using Xunit.Abstractions;

namespace NetGen.Tests;

/// <summary>Checkpoints from anywhere.</summary>
public sealed partial class CheckpointFuzzTests(ITestOutputHelper output)
{
    [Network, Input(2), Dense(3), Tanh, Dense(2), SoftmaxCrossEntropy]
    internal sealed partial class Small;

    [Fact]
    public void Twenty_thousand_damaged_checkpoints()
    {
        ArrayDataset<float, int> data = SyntheticData.Moons(20, 0.1, seed: 1);
        Small saved = new(seed: 1), net = new(seed: 2);
        MemoryStream stream = new();
        using (Trainer<Small, float, int> trainer = new(saved, data, null, new FitOptions { Epochs = 2, BatchSize = 10 }))
        {
            trainer.Run();
            Checkpoint.Writer(saved, trainer.Save()).Save(stream);
        }

        float[] parameters = net.Parameters.ToArray();
        Fuzz.Run(
            output,
            seed: 20_006,
            stream.ToArray(),
            damaged =>
            {
                parameters.CopyTo(net.Parameters);
                using SafetensorsFile file = SafetensorsBytes.Open(damaged);
                Checkpoint.Load(file, net);
            },
            () => Assert.True(parameters.AsSpan().SequenceEqual(net.Parameters)));
    }
}
