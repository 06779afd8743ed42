using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>A layer that computes its output from the whole of its input, and so has a method of its own.</summary>
internal abstract class HeadLayer : Layer
{
    /// <summary>The values that the backward pass reads.</summary>
    public abstract IEnumerable<Value> Keeps { get; }

    /// <summary>What the backward pass reads that the forward pass wrote besides values.</summary>
    public virtual IEnumerable<Buffer> KeptBesides => [];

    /// <summary>What runs before the forward pass of a stage that begins with this layer: statistics of the batch, sums of all steps.</summary>
    public virtual IEnumerable<Kernel> Prepare(Stage stage) => [];

    /// <summary>The forward pass of a stage that begins with this layer.</summary>
    public abstract Kernel Forward(Stage stage);

    /// <summary>The forward pass of one step of each sequence of a stream, whose values have one step; with the bits of the step in a whole sequence.</summary>
    public virtual IEnumerable<Kernel> Step(Stage stage) => [.. Prepare(stage), Forward(stage)];

    /// <summary>Likewise of one sequence alone, where that has a way of its own; else null.</summary>
    public virtual Kernel? StepOfOne(Stage stage) => null;

    /// <summary>
    /// Likewise for one example of a layer that puts examples in lanes, with channels there instead; null where it cannot.
    /// </summary>
    public virtual Kernel? ForwardOne(Stage stage, ImageLayouts layouts) => null;

    /// <summary>The backward pass, from the gradient of this layer's output; the gradient of its input goes into the sink.</summary>
    public abstract IEnumerable<Kernel> Backward(GradientSink sink, PassContext context);

    /// <summary>Likewise, for a layer that combines several values: a sink for each.</summary>
    public virtual IEnumerable<Kernel> Backward(IReadOnlyList<GradientSink> sinks, PassContext context) => Backward(sinks[0], context);

    /// <summary>
    /// Whether the forward pass reads single elements of its input, never vectors, so that Predict can hand it the caller's memory.
    /// </summary>
    public virtual bool ReadsSingleElements => false;
}
