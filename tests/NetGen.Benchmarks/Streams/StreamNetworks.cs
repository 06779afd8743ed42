namespace NetGen.Benchmarks.Streams;

/// <summary>One step at a time: a GRU of 8 units.</summary>
[Network, Input(64, 1), GRU(8, ReturnSequences = true), Dense(1), MeanSquaredError]
public sealed partial class GRU8;

/// <summary>Likewise 16 units.</summary>
[Network, Input(64, 1), GRU(16, ReturnSequences = true), Dense(1), MeanSquaredError]
public sealed partial class GRU16;

/// <summary>Likewise 32 units.</summary>
[Network, Input(64, 1), GRU(32, ReturnSequences = true), Dense(1), MeanSquaredError]
public sealed partial class GRU32;

/// <summary>Likewise 64 units.</summary>
[Network, Input(64, 1), GRU(64, ReturnSequences = true), Dense(1), MeanSquaredError]
public sealed partial class GRU64;

/// <summary>One step at a time: an LSTM of 8 units.</summary>
[Network, Input(64, 1), LSTM(8, ReturnSequences = true), Dense(1), MeanSquaredError]
public sealed partial class LSTM8;

/// <summary>Likewise 16 units.</summary>
[Network, Input(64, 1), LSTM(16, ReturnSequences = true), Dense(1), MeanSquaredError]
public sealed partial class LSTM16;

/// <summary>Likewise 32 units.</summary>
[Network, Input(64, 1), LSTM(32, ReturnSequences = true), Dense(1), MeanSquaredError]
public sealed partial class LSTM32;

/// <summary>Likewise 64 units.</summary>
[Network, Input(64, 1), LSTM(64, ReturnSequences = true), Dense(1), MeanSquaredError]
public sealed partial class LSTM64;
