namespace NetGen.Benchmarks.Workloads;

/// <summary>R1: a small LSTM that predicts at each step, as in audio and control.</summary>
[Network]
[Input(64, 1)]
[LSTM(32, ReturnSequences = true)]
[Dense(1)]
[MeanSquaredError]
public sealed partial class R1;

/// <summary>R2: R1 with a GRU.</summary>
[Network]
[Input(64, 1)]
[GRU(32, ReturnSequences = true)]
[Dense(1)]
[MeanSquaredError]
public sealed partial class R2;

/// <summary>R3: digits row by row with an LSTM.</summary>
[Network]
[Input(28, 28)]
[LSTM(128)]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class R3;

/// <summary>R4: digits row by row with a GRU.</summary>
[Network]
[Input(28, 28)]
[GRU(128)]
[Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class R4;

/// <summary>R5a: the next character with an LSTM.</summary>
[Network]
[Input<int>(64)]
[Embedding(96, 64)]
[LSTM(256, ReturnSequences = true)]
[Dense(96)]
[SoftmaxCrossEntropy]
public sealed partial class R5a;

/// <summary>R5b: the next character with a GRU.</summary>
[Network]
[Input<int>(64)]
[Embedding(96, 64)]
[GRU(256, ReturnSequences = true)]
[Dense(96)]
[SoftmaxCrossEntropy]
public sealed partial class R5b;

/// <summary>T1: a GPT of 4 blocks, 128 wide.</summary>
[Network]
[Input<int>(64)]
[Embedding(96, 128, Name = "tokens"), PositionalEmbedding]
[Sequence<Block>(Repeat = 4)]
[LayerNorm, Dense(96, Tie = "tokens", Bias = false)]
[SoftmaxCrossEntropy]
public sealed partial class T1
{
    /// <summary>What the network repeats.</summary>
    [Block]
    [Residual<Attention>, Residual<FeedForward>]
    public sealed class Block;

    /// <summary>The half of a block that looks at earlier steps.</summary>
    [Block]
    [LayerNorm, MultiHeadAttention(4, Causal = true)]
    public sealed class Attention;

    /// <summary>The half of a block that works step by step.</summary>
    [Block]
    [LayerNorm, Dense(512), GELU, Dense(128)]
    public sealed class FeedForward;
}

/// <summary>T2: a GPT of 2 blocks, 64 wide.</summary>
[Network]
[Input<int>(64)]
[Embedding(96, 64, Name = "tokens"), PositionalEmbedding]
[Sequence<Block>(Repeat = 2)]
[LayerNorm, Dense(96, Tie = "tokens", Bias = false)]
[SoftmaxCrossEntropy]
public sealed partial class T2
{
    /// <summary>What the network repeats.</summary>
    [Block]
    [Residual<Attention>, Residual<FeedForward>]
    public sealed class Block;

    /// <summary>The half of a block that looks at earlier steps.</summary>
    [Block]
    [LayerNorm, MultiHeadAttention(4, Causal = true)]
    public sealed class Attention;

    /// <summary>The half of a block that works step by step.</summary>
    [Block]
    [LayerNorm, Dense(256), GELU, Dense(64)]
    public sealed class FeedForward;
}

/// <summary>T3: causal attention alone.</summary>
[Network]
[Input(64, 64)]
[MultiHeadAttention(4, Causal = true)]
[MeanSquaredError]
public sealed partial class T3;
