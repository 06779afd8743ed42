using NetGen;

namespace TextModels;

/// <summary>What the program needs of a network that says which token comes next; the generator writes all of it.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
internal interface ITextNet<TSelf> : ITrainableNetwork<TSelf, float, int>
    where TSelf : class, ITextNet<TSelf>
{
    /// <summary>Sequences that come token by token, each computed once.</summary>
    /// <param name="sequences">How many of them go on together.</param>
    SequenceStream<float> CreateStream(int sequences = 1);

    /// <summary>One step of each sequence.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="tokens">The token of each sequence.</param>
    /// <param name="outputs">Receives the logits of the token that comes next, for each sequence.</param>
    void Predict(SequenceStream<float> stream, ReadOnlySpan<int> tokens, Span<float> outputs);
}

/// <summary>A block of a transformer: what earlier tokens say, then what follows from it; each is added to what comes in.</summary>
[Block]
[Residual<Attention>, Residual<FeedForward>]
internal sealed class SmallBlock;

/// <summary>Attention over this token and those before it, in four heads.</summary>
[Block]
[LayerNorm, MultiHeadAttention(4, Causal = true)]
internal sealed class Attention;

/// <summary>Each token on its own, widened, bent and narrowed again.</summary>
[Block]
[LayerNorm, Dense(256), GELU, Dense(64)]
internal sealed class FeedForward;

/// <summary>Adds two numbers digit by digit: the tokens are 0 to 9, +, = and the end of the line.</summary>
[Network]
[Input<int>(Addition.Steps)]
[Embedding(Addition.Vocabulary, 64), PositionalEmbedding]
[Sequence<SmallBlock>(Repeat = 2)]
[LayerNorm, Dense(Addition.Vocabulary)]
[SoftmaxCrossEntropy(IgnoreLabel = -1)]
internal sealed partial class AdditionNet : ITextNet<AdditionNet>;

/// <summary>Characters by gated recurrent units.</summary>
[Network]
[Input<int>(CharacterModel.Steps)]
[Embedding(CharacterModel.Vocabulary, 64), GRU(256, ReturnSequences = true)]
[Dense(CharacterModel.Vocabulary)]
[SoftmaxCrossEntropy]
internal sealed partial class GruNet : ITextNet<GruNet>;

/// <summary>Characters by long short-term memory.</summary>
[Network]
[Input<int>(CharacterModel.Steps)]
[Embedding(CharacterModel.Vocabulary, 64), LSTM(256, ReturnSequences = true)]
[Dense(CharacterModel.Vocabulary)]
[SoftmaxCrossEntropy]
internal sealed partial class LstmNet : ITextNet<LstmNet>;

/// <summary>A wider block, of twice as many features.</summary>
[Block]
[Residual<Attention>, Residual<WideFeedForward>]
internal sealed class WideBlock;

/// <summary>Each token on its own.</summary>
[Block]
[LayerNorm, Dense(512), GELU, Dense(128)]
internal sealed class WideFeedForward;

/// <summary>Characters by a small GPT: four blocks of 128 features, whose last layer shares the weight of the embedding.</summary>
[Network]
[Input<int>(CharacterModel.Steps)]
[Embedding(CharacterModel.Vocabulary, 128, Name = "tokens"), PositionalEmbedding]
[Sequence<WideBlock>(Repeat = 4)]
[LayerNorm, Dense(CharacterModel.Vocabulary, Tie = "tokens")]
[SoftmaxCrossEntropy]
internal sealed partial class GptNet : ITextNet<GptNet>;
