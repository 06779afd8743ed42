namespace NetGen;

/// <summary>
/// Standardized inputs: y = (x − mean) / √variance for each feature, or for each channel of an input with channels, height
/// and width. A feature that never changes is only centered.
/// </summary>
/// <remarks>
/// <para>
/// State is <c>mean</c> (starts at 0) and <c>variance</c> (starts at 1), fitted by <c>net.Adapt(inputs)</c>, or by <c>Fit</c>
/// on the training part where it is new (see <see cref="Adapt"/>), and saved with the model; nothing is trained. It stands right after an input.
/// </para>
/// <para>
/// Adapt, SetState, Load, CopyFrom and Clone count as fitting, as does writing other numbers into <c>State</c>. That a network is not fitted
/// is copied and saved, too: its copy and its file are as new as it is. Files that do not say so count as fitted. Training by hand what was never
/// fitted throws InvalidOperationException.
/// </para>
/// </remarks>
public sealed class NormalizationAttribute : LayerAttribute;
