using System.Globalization;
using NetGen.Generators.Emission;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Layers;

/// <summary>
/// A layer of a network, bound to its place in the graph. One kind is one class, named like its attribute without
/// "Attribute": that is all it takes to be found.
/// </summary>
internal abstract class Layer
{
    public LayerSpec Spec { get; private set; } = null!;

    /// <summary>The number among the layers of this kind, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The position among all layers, from 1.</summary>
    public int Position { get; private set; }

    /// <summary>The user's name, or the kind with its number: <c>dense1</c>. Parameters and rates go by it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The prefix of the methods: <c>Dense1</c>.</summary>
    public string MethodName => Spec.Kind + Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name as a local variable: <c>dense1</c>.</summary>
    public string LocalName => Names.CamelCase(MethodName);

    public Value Input { get; set; } = null!;

    public Value Output { get; set; } = null!;

    /// <summary>The operation as declared, for tables: <c>Dense(256)</c>.</summary>
    public abstract string Declaration { get; }

    /// <summary>The tensors that are trained.</summary>
    public virtual IReadOnlyList<ParameterTensor> Parameters => [];

    /// <summary>The tensors that are kept between steps but not trained.</summary>
    public virtual IReadOnlyList<ParameterTensor> States => [];

    /// <summary>Floating-point operations of one example's forward pass.</summary>
    public virtual long Flops => Output.Size;

    /// <summary>The layer for an attribute; null when there is none of that kind.</summary>
    public static Layer? Create(LayerSpec spec, int number, int position)
    {
        Type? type = spec.Operator is not null ? typeof(Activation) : typeof(Layer).Assembly.GetType($"{typeof(Layer).Namespace}.{spec.Kind}");
        if (type is null || type.IsAbstract || !typeof(Layer).IsAssignableFrom(type))
        {
            return null;
        }

        Layer layer = (Layer)Activator.CreateInstance(type);
        layer.Spec = spec;
        layer.Number = number;
        layer.Position = position;
        layer.Name = spec.Name ?? layer.LocalName;
        return layer;
    }

    /// <summary>The shape of the output for an input of this shape; null after reporting what is wrong.</summary>
    public abstract Shape? InferShape(Shape input, ProblemReporter problems);

    /// <summary>The name of the output in equations and in the code.</summary>
    public abstract string OutputSymbol(Value input);

    /// <summary>Declares parameters, once shapes are known.</summary>
    public virtual void DeclareParameters(ParameterContext context)
    {
    }
}

/// <summary>A layer that computes its output from the whole of its input, and so has a method of its own.</summary>
internal abstract class HeadLayer : Layer
{
    /// <summary>The values that the backward pass reads.</summary>
    public abstract IEnumerable<Value> Keeps { get; }

    /// <summary>What the backward pass reads that the forward pass wrote besides values.</summary>
    public virtual IEnumerable<Buffer> KeptBesides => [];

    /// <summary>Whether it stores every vector of its output once, so that cheap operations after it are applied on the way.</summary>
    public virtual bool StoresThroughChain => false;

    /// <summary>The forward pass of a stage that begins with this layer.</summary>
    public abstract Kernel Forward(Stage stage);

    /// <summary>The backward pass, from the gradient of this layer's output; the gradient of its input goes into the sink.</summary>
    public abstract IEnumerable<Kernel> Backward(GradientSink sink, NetworkPlan plan);
}

/// <summary>A layer that treats every element alone, so that it can be applied on an element's way to memory.</summary>
internal abstract class ElementWiseLayer : Layer
{
    /// <summary>Whether it does nothing outside training.</summary>
    public virtual bool IsTrainingOnly => false;

    /// <summary>Whether f is a few operations, which may be repeated for every accumulator of a register tile.</summary>
    public abstract bool IsForwardCheap { get; }

    /// <summary>Likewise for f′.</summary>
    public abstract bool IsDerivativeCheap { get; }

    /// <summary>Whether f′ reads the layer's input.</summary>
    public virtual bool KeepsInput => false;

    /// <summary>Whether f′ reads the layer's output.</summary>
    public virtual bool KeepsOutput => false;

    /// <summary>What f reads besides the input.</summary>
    public virtual IEnumerable<Buffer> ForwardReads => [];

    /// <summary>What f′ reads.</summary>
    public abstract IEnumerable<Buffer> BackwardReads { get; }

    /// <summary>What the kernels take besides buffers.</summary>
    public virtual IEnumerable<KernelArgument> Arguments => [];

    /// <summary>The local variables of a kernel that applies the layer.</summary>
    public abstract IEnumerable<string> Locals { get; }

    /// <summary>f of an expression, at an offset of the batch.</summary>
    public abstract string Forward(string vector, string value, string at);

    /// <summary>f′ at an offset of the batch.</summary>
    public abstract string Derivative(string vector, string at);

    /// <summary>f in the lectures' notation.</summary>
    public abstract string Equation(string input);

    /// <summary>f′ in the lectures' notation.</summary>
    public abstract string DerivativeEquation { get; }

    public override Shape? InferShape(Shape input, ProblemReporter problems) => input;
}
