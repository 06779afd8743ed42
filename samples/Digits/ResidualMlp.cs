using NetGen;

namespace Digits;

/// <summary>A deep network of dense layers that learns, because each block only adds to what comes in.</summary>
[Network]
[Input(784)]
[Dense(128), Residual<MlpBlock>(Repeat = 4)]
[LayerNorm, Dropout(0.2), Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class ResidualMlp : IDigitNet<ResidualMlp>;

/// <summary>What is added: normalized, widened, bent and narrowed again.</summary>
[Block]
[LayerNorm, Dense(256), GELU, Dense(128)]
public sealed class MlpBlock;
