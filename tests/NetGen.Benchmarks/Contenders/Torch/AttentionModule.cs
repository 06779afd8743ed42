using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NetGen.Benchmarks.Contenders.Torch;

/// <summary>Causal attention in TorchSharp: four Linear around scaled_dot_product_attention.</summary>
internal sealed class AttentionModule : nn.Module<Tensor, Tensor>
{
    private readonly Linear _query, _key, _value, _output;
    private readonly long _width, _heads;

    /// <summary>Attention, initialized by TorchSharp.</summary>
    public AttentionModule(long width, long heads)
        : base("attention")
    {
        (_width, _heads) = (width, heads);
        _query = nn.Linear(width, width);
        _key = nn.Linear(width, width);
        _value = nn.Linear(width, width);
        _output = nn.Linear(width, width);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        Tensor mixed = nn.functional.scaled_dot_product_attention(
            Heads(_query.call(input)), Heads(_key.call(input)), Heads(_value.call(input)), is_casual: true);
        return _output.call(mixed.transpose(1, 2).reshape(input.shape));
    }

    /// <summary>From [batch, steps, width] to [batch, heads, steps, width of a head].</summary>
    private Tensor Heads(Tensor projection) =>
        projection.view(projection.shape[0], projection.shape[1], _heads, _width / _heads).transpose(1, 2);
}
