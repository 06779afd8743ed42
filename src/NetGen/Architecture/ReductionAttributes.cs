namespace NetGen;

/// <summary>
/// The sum along an axis of an example, which thereby goes: yⱼ = Σ over i of x[i, j]. [steps, features] along axis 0 becomes [features], along
/// axis 1 [steps]; the only axis becomes [1]. Backward: x̄[i, j] = ȳⱼ.
/// </summary>
/// <param name="axis">The axis, from 0, or from the end, −1 being the last. Default: the last.</param>
/// <remarks>Over the steps of a padded sequence, the sum takes those before the padding.</remarks>
public sealed class SumAttribute(int axis = -1) : LayerAttribute
{
    /// <summary>The axis, from 0, or from the end.</summary>
    public int Axis { get; } = axis;
}

/// <summary>
/// The mean along an axis of an example, which thereby goes: yⱼ = Σ over i of x[i, j] / n. [steps, features] along axis 0 becomes [features],
/// along axis 1 [steps]; the only axis becomes [1]. Backward: x̄[i, j] = ȳⱼ / n.
/// </summary>
/// <param name="axis">The axis, from 0, or from the end, −1 being the last. Default: the last.</param>
/// <remarks>Over the steps of a padded sequence, the mean is that of those before the padding.</remarks>
public sealed class MeanAttribute(int axis = -1) : LayerAttribute
{
    /// <summary>The axis, from 0, or from the end.</summary>
    public int Axis { get; } = axis;
}

/// <summary>
/// The largest along an axis of an example, which thereby goes: yⱼ = max over i of x[i, j]. [steps, features] along axis 0 becomes [features],
/// along axis 1 [steps]; the only axis becomes [1]. Backward: ȳⱼ goes to the first of the largest.
/// </summary>
/// <param name="axis">The axis, from 0, or from the end, −1 being the last. Default: the last.</param>
/// <remarks>Over the steps of a padded sequence, the maximum is that of those before the padding.</remarks>
public sealed class MaxAttribute(int axis = -1) : LayerAttribute
{
    /// <summary>The axis, from 0, or from the end.</summary>
    public int Axis { get; } = axis;
}
