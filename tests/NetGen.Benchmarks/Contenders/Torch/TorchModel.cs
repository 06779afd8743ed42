using NetGen.Benchmarks.Workloads;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NetGen.Benchmarks.Contenders.Torch;

/// <summary>A chain of dense layers in TorchSharp.</summary>
internal static class TorchModel
{
    /// <summary>The network, initialized by TorchSharp.</summary>
    public static Sequential Create(Chain chain)
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

    /// <summary>Copies parameters in: weight [out, in] and bias of each layer.</summary>
    public static void SetParameters(Sequential model, Chain chain, float[] packed)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        int offset = 0;
        foreach (Linear linear in model.children().OfType<Linear>())
        {
            foreach (Tensor parameter in new[] { linear.weight!, linear.bias! })
            {
                int count = (int)parameter.numel();
                parameter.copy_(tensor(packed.AsSpan(offset, count).ToArray(), parameter.shape));
                offset += count;
            }
        }

        if (offset != chain.ParameterCount)
            throw new InvalidOperationException($"TorchSharp's network has {offset} parameters, expected {chain.ParameterCount}.");
    }

    private static nn.Module<Tensor, Tensor>? Activation(ActivationKind kind) => kind switch
    {
        ActivationKind.ReLU => nn.ReLU(),
        ActivationKind.Tanh => nn.Tanh(),
        _ => null,
    };
}
