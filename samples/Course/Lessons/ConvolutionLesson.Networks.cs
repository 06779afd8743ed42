using NetGen;

namespace Course;

/// <summary>Five units to five by a filter of width 3.</summary>
[Network<double>]
[Input(5, 1)]
[Conv1D(1, 3, Padding = 1, Bias = false)]
internal sealed partial class SharedWeights;

/// <summary>Five units to five, each to each.</summary>
[Network<double>]
[Input(5)]
[Dense(5, Bias = false)]
internal sealed partial class AllToAll;
