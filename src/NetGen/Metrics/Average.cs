namespace NetGen;

/// <summary>
/// How the values of several labels become one. The labels are the classes, where each example is of one; of several yes/no
/// outputs they are the outputs, each with the value of its yes (scikit-learn's multilabel case). Macro and micro are Lewis' (1991).
/// </summary>
public enum Average
{
    /// <summary>
    /// The mean over the labels: over the classes that occur among the labels or the predictions, or over all yes/no outputs.
    /// </summary>
    Macro,

    /// <summary>The mean over the labels, weighted by their numbers of examples; of yes/no outputs, of those of yes.</summary>
    Weighted,

    /// <summary>
    /// Of all examples together: of classes the accuracy, since each example is of one; of yes/no outputs, that of the yes of all
    /// outputs counted as one.
    /// </summary>
    Micro,

    /// <summary>The value of class 1, or of the only yes/no output.</summary>
    Binary,

    /// <summary>
    /// Each label for itself: <see cref="Metric.Values"/> has a value for each, named with its number, <c>f1[0]</c>. The single
    /// <see cref="Metric.Value"/> is that of <see cref="Macro"/>.
    /// </summary>
    PerLabel,
}
