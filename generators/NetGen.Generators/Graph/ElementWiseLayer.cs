
namespace NetGen.Generators.Graph;

/// <summary>A layer that treats every element alone, so that it can be applied on an element's way to memory.</summary>
internal abstract class ElementWiseLayer : Layer
{
    public override bool WorksStepByStep => true;

    /// <summary>Whether it does nothing outside training.</summary>
    public virtual bool IsTrainingOnly => false;

    /// <summary>What fills the random numbers that f reads, before the pass over the elements; null where it reads none.</summary>
    public virtual RandomNumbers? Fill(string scalar) => null;

    /// <summary>About how many vector operations f takes.</summary>
    public virtual int ForwardOperations => Inputs.Count;

    /// <summary>Whether f is a few operations, which may be repeated for every accumulator of a register tile.</summary>
    public abstract bool IsForwardCheap { get; }

    /// <summary>Likewise for f′.</summary>
    public abstract bool IsDerivativeCheap { get; }

    /// <summary>Whether the backward pass treats f as if f′ were 1, as Rosenblatt's learning rule wants it.</summary>
    public bool IsPassedInBackward { get; set; }

    /// <summary>Whether f′ reads the layer's input.</summary>
    public virtual bool KeepsInput => false;

    /// <summary>Whether f′ reads the layer's output.</summary>
    public virtual bool KeepsOutput => false;

    /// <summary>What f reads besides the input.</summary>
    public virtual IEnumerable<Buffer> ForwardReads => [];

    /// <summary>What f′ reads.</summary>
    public abstract IEnumerable<Buffer> BackwardReads { get; }

    /// <summary>The channels that it has parameters for; null where all elements are treated alike.</summary>
    public virtual ChannelAxis? Channels => null;

    /// <summary>The parameters that f reads for each channel.</summary>
    public virtual IReadOnlyList<ChannelParameter> ChannelParameters => [];

    /// <summary>What the kernels take besides buffers.</summary>
    public virtual IEnumerable<KernelArgument> Arguments => [];

    /// <summary>The local variables of a kernel that applies the layer.</summary>
    public abstract IEnumerable<string> Locals { get; }

    /// <summary>Those of a kernel that applies f′.</summary>
    public virtual IEnumerable<string> DerivativeLocals => Locals;

    /// <summary>f of an expression, whose elements stand at a place.</summary>
    public abstract string Forward(string vector, string value, VectorPlace place);

    /// <summary>f′ at a place; null where it is 1.</summary>
    public abstract string? Derivative(string vector, VectorPlace place);

    /// <summary>f in the lectures' notation, of a value that has a symbol.</summary>
    public abstract string Equation(string input);

    /// <summary>f′ in the lectures' notation, as a factor.</summary>
    public abstract string DerivativeEquation { get; }

    public override bool IsTransparentToInit => IsTrainingOnly;

    /// <summary>An expression as a factor: in parentheses where it is a sum or a difference.</summary>
    protected static string Factor(string expression) => expression.Contains(" + ") || expression.Contains(" - ") ? $"({expression})" : expression;
}

/// <summary>Random numbers for each example of a buffer.</summary>
/// <param name="Buffer">Where they go.</param>
/// <param name="Statement">What a pass does to have them there, with <c>first</c> and <c>rows</c> for the thread's examples.</param>
internal sealed record RandomNumbers(Buffer Buffer, string Statement);
