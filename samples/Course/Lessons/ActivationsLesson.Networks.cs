using NetGen;

#pragma warning disable NG0101 // affine layers with nothing between them are what the lesson is about

namespace Course;

/// <summary>Ten ReLU layers of one unit and weight 1.</summary>
[Network<double>]
[Input(1)]
[Sequence<ReLUOfOne>(Repeat = 10)]
internal sealed partial class TenReLUs;

/// <summary>A unit of weight 1.</summary>
[Block]
[Dense(1, Init = Init.Constant, InitScale = 1), ReLU]
internal sealed class ReLUOfOne;

/// <summary>Ten sigmoid layers of one unit and weight 1.</summary>
[Network<double>]
[Input(1)]
[Sequence<SigmoidOfOne>(Repeat = 10)]
internal sealed partial class TenSigmoids;

/// <summary>A unit of weight 1.</summary>
[Block]
[Dense(1, Init = Init.Constant, InitScale = 1), Sigmoid]
internal sealed class SigmoidOfOne;

/// <summary>2-8-8-1 with tanh.</summary>
[Network<double>]
[Input(2)]
[Dense(8), Tanh, Dense(8), Tanh, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class BentNetwork;

/// <summary>2-8-8-1 with nothing between the layers.</summary>
[Network<double>]
[Input(2)]
[Dense(8), Identity, Dense(8), Identity, Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class StraightNetwork;
