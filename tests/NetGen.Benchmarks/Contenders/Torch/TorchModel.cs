using NetGen.Benchmarks.Workloads;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NetGen.Benchmarks.Contenders.Torch;

/// <summary>The networks in TorchSharp.</summary>
internal static class TorchModel
{
    /// <summary>A network, initialized by TorchSharp.</summary>
    public static nn.Module<Tensor, Tensor> Create(Architecture architecture) => architecture switch
    {
        Chain chain => Create(chain),
        LeNet5 => CreateLeNet5(),
        ResidualMLP residual => Create(residual),
        Recurrent recurrent => new RecurrentModule(recurrent),
        CausalAttention attention => new AttentionModule(attention.Width, attention.Heads),
        CausalTransformer transformer => new TransformerModule(transformer),
        _ => throw new NotSupportedException(architecture.ToString()),
    };

    /// <summary>Copies parameters in: NetGen has them in the same order.</summary>
    public static void SetParameters(nn.Module model, float[] packed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        int offset = 0;
        foreach (Parameter parameter in model.parameters())
        {
            int count = (int)parameter.numel();
            parameter.copy_(tensor(packed.AsSpan(offset, count).ToArray(), parameter.shape));
            offset += count;
        }

        if (offset != packed.Length)
            throw new InvalidOperationException($"TorchSharp's network has {offset} parameters, expected {packed.Length}.");
    }

    private static Sequential Create(Chain chain)
    {
        List<(string, nn.Module<Tensor, Tensor>)> modules = [];
        for (int layer = 0; layer < chain.Layers; layer++)
        {
            modules.Add(($"dense{layer}", nn.Linear(chain.Widths[layer], chain.Widths[layer + 1])));
            if (Activation(chain.ActivationOf(layer)) is { } activation)
                modules.Add(($"activation{layer}", activation));
            if (chain.Dropout > 0 && layer < chain.Layers - 1)
                modules.Add(($"dropout{layer}", nn.Dropout(chain.Dropout)));
        }

        return nn.Sequential(modules);
    }

    private static Sequential CreateLeNet5() => nn.Sequential(
        ("conv1", nn.Conv2d(1, 6, 5, padding: 2)), ("relu1", nn.ReLU()), ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(6, 16, 5)), ("relu2", nn.ReLU()), ("pool2", nn.MaxPool2d(2)), ("flatten", nn.Flatten()),
        ("dense1", nn.Linear(400, 120)), ("relu3", nn.ReLU()), ("dense2", nn.Linear(120, 84)), ("relu4", nn.ReLU()), ("dense3", nn.Linear(84, 10)));

    private static Sequential Create(ResidualMLP residual) => nn.Sequential(Enumerable.Range(0, residual.Blocks).Select(block =>
        ($"block{block}", (nn.Module<Tensor, Tensor>)new ResidualModule("residual", nn.Sequential(
            ("norm", nn.LayerNorm(residual.Width)), ("dense1", nn.Linear(residual.Width, residual.Hidden)), ("gelu", nn.GELU()),
            ("dense2", nn.Linear(residual.Hidden, residual.Width)))))).ToArray());

    private static nn.Module<Tensor, Tensor>? Activation(ActivationKind kind) => kind switch
    {
        ActivationKind.ReLU => nn.ReLU(),
        ActivationKind.Tanh => nn.Tanh(),
        _ => null,
    };
}
