using NetGen;

namespace Tabular;

// Shapes are known when the program is compiled, the columns of a table only when it is read. So there are networks for up
// to 16, 64, 256 and 1,024 inputs, and the smallest that fits is taken. Inputs beyond the table's are always 0: they add
// nothing to any sum, and their weights get no gradient. Classes beyond the table's have a bias of −10⁶: their probability
// is exactly 0, and so is their gradient. The result is that of a network made to measure.

[Network, Input(16), Normalization, Dense(32), ReLU, Dense(Classifier.Classes), SoftmaxCrossEntropy, L2(1e-3)]
internal sealed partial class Classifier16;

[Network, Input(64), Normalization, Dense(32), ReLU, Dense(Classifier.Classes), SoftmaxCrossEntropy, L2(1e-3)]
internal sealed partial class Classifier64;

[Network, Input(256), Normalization, Dense(32), ReLU, Dense(Classifier.Classes), SoftmaxCrossEntropy, L2(1e-3)]
internal sealed partial class Classifier256;

[Network, Input(1024), Normalization, Dense(32), ReLU, Dense(Classifier.Classes), SoftmaxCrossEntropy, L2(1e-3)]
internal sealed partial class Classifier1024;

[Network, Input(16), Normalization, Dense(32), ReLU, Dense(1), MeanSquaredError, L2(1e-2)]
internal sealed partial class Regressor16;

[Network, Input(64), Normalization, Dense(32), ReLU, Dense(1), MeanSquaredError, L2(1e-2)]
internal sealed partial class Regressor64;

[Network, Input(256), Normalization, Dense(32), ReLU, Dense(1), MeanSquaredError, L2(1e-2)]
internal sealed partial class Regressor256;

[Network, Input(1024), Normalization, Dense(32), ReLU, Dense(1), MeanSquaredError, L2(1e-2)]
internal sealed partial class Regressor1024;
