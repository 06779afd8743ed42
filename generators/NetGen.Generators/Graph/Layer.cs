using System.Globalization;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Graph;

/// <summary>
/// A layer of a network, bound to its place in the graph. One kind is one class, named like its attribute without
/// "Attribute": that is all it takes to be found.
/// </summary>
internal abstract class Layer
{
    public LayerSpec Spec { get; private set; } = null!;

    /// <summary>The number among the network's layers of this kind, whatever the case of its letters, from 1, through all blocks.</summary>
    public int Number { get; private set; }

    /// <summary>The position among all layers, from 1.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// The user's name, or the kind with its number, after the block it stands in: <c>dense1</c>, <c>residual1.2.dense1</c>. Parameters and rates
    /// go by it.
    /// </summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether it does nothing but cut one of several inputs out of the rows in which they lie side by side.</summary>
    public bool IsInput { get; set; }

    /// <summary>Whether the parameters are trained.</summary>
    public bool IsTrainable { get; private set; }

    /// <summary>The prefix of the methods: <c>Dense1</c>.</summary>
    public string MethodName => Names.Numbered(Spec.Kind, Number);

    /// <summary>The name as a local variable: <c>dense1</c>.</summary>
    public string LocalName => Names.CamelCase(MethodName);

    /// <summary>The values it takes: one, but for layers that combine several.</summary>
    public IReadOnlyList<Value> Inputs { get; set; } = [];

    public Value Input => Inputs[0];

    public Value Output { get; set; } = null!;

    /// <summary>The operation as declared, for tables: <c>Dense(256)</c>.</summary>
    public abstract string Declaration { get; }

    /// <summary>The tensors of parameters that the layer computes with.</summary>
    public virtual IReadOnlyList<ParameterTensor> Parameters => [];

    /// <summary>The layer whose parameters this one shares, if it does.</summary>
    public Layer? TiedTo { get; set; }

    /// <summary>Whether its use of the parameters counts in their gradient.</summary>
    public bool TrainsParameters => IsTrainable && TiedTo?.IsTrainable != false;

    /// <summary>The parameters, unless they are another layer's.</summary>
    public IReadOnlyList<ParameterTensor> OwnParameters => TiedTo is null ? Parameters : [];

    /// <summary>The tensors that are kept between steps but not trained.</summary>
    public virtual IReadOnlyList<ParameterTensor> States => [];

    /// <summary>Floating-point operations of one example's forward pass.</summary>
    public virtual long Flops => Output.Size;

    /// <summary>How the planner cut its forward pass, in a few words.</summary>
    public virtual string Plan => Output.IsInLanes ? "examples in lanes" : "";

    /// <summary>Whether the initializer of the weights before looks past it to the activation after.</summary>
    public virtual bool IsTransparentToInit => false;

    /// <summary>How the examples of a batch lie in the values it takes. Where they lie otherwise, the planner puts a border before it.</summary>
    public virtual Arrangement Arrangement => Arrangement.Rows;

    /// <summary>Whether the examples of its output lie in lanes.</summary>
    public virtual bool GivesLanes => Arrangement == Arrangement.Any ? Input.IsInLanes : Arrangement == Arrangement.Lanes;

    /// <summary>Whether it is none of the user's layers, but only changes the layout.</summary>
    public virtual bool IsBorder => false;

    /// <summary>The layer for an attribute; null when there is none of that kind.</summary>
    public static Layer? Create(LayerSpec spec, int number, int position, string name, bool isTrainable)
    {
        Type? type = spec.Operator is not null ? typeof(Activation) : typeof(Layer).Assembly.GetType($"{typeof(Layer).Namespace}.{spec.Kind}");
        return type is null || type.IsAbstract || !typeof(Layer).IsAssignableFrom(type) || typeof(Border).IsAssignableFrom(type)
            ? null
            : Initialize((Layer)Activator.CreateInstance(type), spec, number, position, name, isTrainable);
    }

    /// <summary>Binds a layer to its declaration and place.</summary>
    public static Layer Initialize(Layer layer, LayerSpec spec, int number, int position, string name, bool isTrainable)
    {
        layer.Spec = spec;
        layer.Number = number;
        layer.Position = position;
        layer.Name = name;
        layer.IsTrainable = isTrainable;
        return layer;
    }

    /// <summary>The shape of the output for an input of this shape; null after reporting what is wrong.</summary>
    public virtual Shape? InferShape(Shape input, ProblemReporter problems) => input;

    /// <summary>Likewise, for a layer that combines several values.</summary>
    public virtual Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems) => InferShape(inputs[0].Shape, problems);

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

    /// <summary>What runs before the forward pass because it needs the whole batch, or none of it: statistics.</summary>
    public virtual IEnumerable<Kernel> Prepare() => [];

    /// <summary>The forward pass of a stage that begins with this layer.</summary>
    public abstract Kernel Forward(Stage stage);

    /// <summary>
    /// Likewise for one example of a layer that puts examples in lanes, with channels there instead; null where it cannot.
    /// </summary>
    public virtual Kernel? ForwardOne(Stage stage, OneImagePlan plan) => null;

    /// <summary>The backward pass, from the gradient of this layer's output; the gradient of its input goes into the sink.</summary>
    public abstract IEnumerable<Kernel> Backward(GradientSink sink, NetworkPlan plan);

    /// <summary>Likewise, for a layer that combines several values: a sink for each.</summary>
    public virtual IEnumerable<Kernel> Backward(IReadOnlyList<GradientSink> sinks, NetworkPlan plan) => Backward(sinks[0], plan);

    /// <summary>
    /// Whether the forward pass reads single elements of its input, never vectors, so that Predict can hand it the caller's memory.
    /// </summary>
    public virtual bool ReadsSingleElements => false;
}

/// <summary>A layer whose output is its input under another shape.</summary>
internal abstract class ViewLayer : Layer
{
    public sealed override long Flops => 0;

    public sealed override bool IsTransparentToInit => true;

    public sealed override Arrangement Arrangement => Arrangement.Any;

    public sealed override string OutputSymbol(Value input) => input.Symbol;
}

/// <summary>A layer that combines the current value with others, element by element.</summary>
internal abstract class CombiningLayer : ElementWiseLayer
{
    public sealed override string Declaration => $"{Spec.Kind}({string.Join(", ", Spec.Arguments.Texts("names"))})";

    public sealed override Arrangement Arrangement => Arrangement.Any;

    public sealed override bool IsForwardCheap => true;

    public sealed override bool IsDerivativeCheap => true;

    public sealed override IEnumerable<Buffer> ForwardReads => Inputs.Skip(1).Select(input => input.Data);

    public sealed override IEnumerable<string> Locals => [];

    public sealed override long Flops => (long)(Inputs.Count - 1) * Output.Size;

    public sealed override Shape? InferShape(IReadOnlyList<Value> inputs, ProblemReporter problems)
    {
        foreach (Value other in inputs.Skip(1))
        {
            if (!other.Shape.Equals(inputs[0].Shape))
            {
                problems.Report(new Problem("NG0032", Spec.Attribute, Name, GraphBuilder.NameOf(inputs[0]), inputs[0].Shape.ToString(), GraphBuilder.NameOf(other), other.Shape.ToString())
                {
                    Suggestion = inputs[0].Producer is Dense ? other.Shape.Last.ToString(CultureInfo.InvariantCulture) : null,
                });
                return null;
            }
        }

        return inputs[0].Shape;
    }

    /// <summary>The values that the gradient of an input is multiplied by.</summary>
    public abstract IEnumerable<Value> FactorsOf(int input);
}

/// <summary>A layer that treats every element alone, so that it can be applied on an element's way to memory.</summary>
internal abstract class ElementWiseLayer : Layer
{
    /// <summary>Whether it does nothing outside training.</summary>
    public virtual bool IsTrainingOnly => false;

    /// <summary>What fills the random numbers that f reads, before the pass over the elements; null where it reads none.</summary>
    public virtual Kernel? Fill(string scalar) => null;

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

    /// <summary>Those of a kernel that applies f′.</summary>
    public virtual IEnumerable<string> DerivativeLocals => Locals;

    /// <summary>f of an expression, at an offset of the batch.</summary>
    public abstract string Forward(string vector, string value, string at);

    /// <summary>f′ at an offset of the batch; null where it is 1.</summary>
    public abstract string? Derivative(string vector, string at);

    /// <summary>f in the lectures' notation.</summary>
    public abstract string Equation(string input);

    /// <summary>f′ in the lectures' notation.</summary>
    public abstract string DerivativeEquation { get; }

    public override bool IsTransparentToInit => IsTrainingOnly;
}
