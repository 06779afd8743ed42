namespace NetGen;

/// <summary>The base of every attribute that declares parameters: layers with weights, and blocks of layers.</summary>
public abstract class TrainableLayerAttribute : LayerAttribute
{
    /// <summary>
    /// Whether the parameters are trained. False: no code computes their gradients, which stay zero, penalties do not count
    /// them, <c>net.Step</c> leaves them alone, and batch normalization uses its running statistics. Default true.
    /// </summary>
    public bool Trainable { get; set; } = true;
}
