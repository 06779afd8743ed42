namespace NetGen.Benchmarks.Workloads;

/// <summary>A network as all contenders see it: what they build theirs from, and what its work is counted by.</summary>
/// <param name="Loss">What is minimized.</param>
/// <param name="Dropout">The rate of dropout.</param>
internal abstract record Architecture(LossKind Loss, double Dropout = 0)
{
    /// <summary>The shape of one example.</summary>
    public abstract IReadOnlyList<long> InputShape { get; }

    /// <summary>The number of inputs of one example.</summary>
    public int Inputs => (int)InputShape.Aggregate(1L, (size, axis) => size * axis);

    /// <summary>The shape of one example's outputs; a class loss has the classes in the last axis.</summary>
    public abstract IReadOnlyList<long> OutputShape { get; }

    /// <summary>The number of outputs of one example.</summary>
    public int Outputs => (int)OutputShape.Aggregate(1L, (size, axis) => size * axis);

    /// <summary>The number of classes of a class loss.</summary>
    public int Classes => (int)OutputShape[^1];

    /// <summary>The number of labels of one example of a class loss: one, or one for each step.</summary>
    public int Labels => Outputs / Classes;

    /// <summary>The number of tokens where inputs are tokens, else 0.</summary>
    public virtual int Vocabulary => 0;

    /// <summary>The weight decay of AdamW; 0 means Adam.</summary>
    public virtual double WeightDecay => 0;

    /// <summary>Whether a step computes the gradient of the inputs, too.</summary>
    public virtual bool InputGradients => false;

    /// <summary>The number of weights and biases.</summary>
    public abstract int ParameterCount { get; }

    /// <summary>FLOP of one example's forward pass: 2 for each multiply-add of a matrix product or convolution.</summary>
    public abstract long ForwardFlops { get; }

    /// <summary>FLOP of one example's first layer, whose input gradient nobody needs.</summary>
    protected abstract long FirstLayerFlops { get; }

    /// <summary>
    /// FLOP of one example's training step: those of the forward pass, as many for the weight gradient and, but for the first layer,
    /// for the input gradient.
    /// </summary>
    public long TrainingFlops => 3 * ForwardFlops - FirstLayerFlops;

    /// <summary>What the table says of it.</summary>
    public abstract string Summary { get; }
}
