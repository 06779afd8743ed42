namespace NetGen;

/// <summary>How the weights of a layer are initialized. fan_in and fan_out are the numbers of inputs and outputs of one unit.</summary>
public enum Init
{
    /// <summary>By the activation that follows, past norms, dropout, noise and changes of shape: He for the ReLU family, Xavier for tanh, sigmoid, softmax and none, LeCun for SELU.</summary>
    Default,

    /// <summary>Uniform in ±√(6 / (fan_in + fan_out)) (Glorot and Bengio, 2010; Keras' glorot_uniform).</summary>
    Xavier,

    /// <summary>Normal with variance 2 / (fan_in + fan_out) (Glorot and Bengio, 2010).</summary>
    XavierNormal,

    /// <summary>Uniform in ±√(6 / fan_in) (He et al., 2015; Keras' he_uniform).</summary>
    He,

    /// <summary>Normal with variance 2 / fan_in (He et al., 2015).</summary>
    HeNormal,

    /// <summary>Normal with variance 1 / fan_in (LeCun et al., 1998; Klambauer et al., 2017).</summary>
    LeCun,

    /// <summary>
    /// An orthogonal matrix times <c>InitScale</c> (default 1): the rows of [outputs, inputs] are orthonormal, or its columns
    /// where there are more rows (Saxe, McClelland and Ganguli, 2014; PyTorch's orthogonal_).
    /// </summary>
    Orthogonal,

    /// <summary>Normal with mean 0 and standard deviation <c>InitScale</c> (default 0.05).</summary>
    Normal,

    /// <summary>Uniform in ±<c>InitScale</c> (default 0.05).</summary>
    Uniform,

    /// <summary>Zero.</summary>
    Zeros,

    /// <summary>The constant <c>InitScale</c> (default 0.05).</summary>
    Constant,
}
