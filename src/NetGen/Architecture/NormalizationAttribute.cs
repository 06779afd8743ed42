namespace NetGen;

/// <summary>
/// Standardized inputs: y = (x − mean) / √variance for each feature, or for each channel of an input with channels, height
/// and width. A feature that never changes is only centered.
/// </summary>
/// <remarks>
/// State is <c>mean</c> (starts at 0) and <c>variance</c> (starts at 1), fitted by <c>net.Adapt(inputs)</c>, or by <c>Fit</c>
/// on the training part, and saved with the model; nothing is trained. It stands right after an input.
/// </remarks>
public sealed class NormalizationAttribute : LayerAttribute;
