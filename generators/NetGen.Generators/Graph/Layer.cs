using System.Globalization;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Graph;

/// <summary>
/// A layer of a network, bound to its place in the graph. One kind is one class, named like its attribute without
/// "Attribute": that is all it takes to be found.
/// </summary>
internal abstract class Layer
{
    public LayerSpec Spec { get; private set; } = null!;

    /// <summary>
    /// The number in the generated code, of methods, outputs and parameters alike: among the network's layers of this kind, whatever the case of its
    /// letters, and of the kinds whose outputs have the same letter, from 1, through all blocks.
    /// </summary>
    public int Number { get; private set; }

    /// <summary>
    /// The user's name, or the kind with its number, after the block it stands in: <c>dense1</c>, <c>residual1.2.dense1</c>. Parameters and rates
    /// go by it.
    /// </summary>
    public string Name { get; private set; } = "";

    /// <summary>Where the user did not declare it, but a layer that stands for it: that one as declared, <c>[Residual&lt;Bottleneck&gt;]</c>.</summary>
    public string? DeclaredBy { get; set; }

    /// <summary>Whether it does nothing but cut one of several inputs out of the rows in which they lie side by side.</summary>
    public bool IsInput { get; set; }

    /// <summary>Whether the parameters are trained.</summary>
    public bool IsTrainable { get; private set; }

    /// <summary>The prefix of the methods: <c>Dense1</c>.</summary>
    public string MethodName => Names.Numbered(Spec.Kind, Number);

    /// <summary>The name as a local variable: <c>dense1</c>.</summary>
    public string LocalName => Names.CamelCase(MethodName);

    /// <summary>Of a stream's layers, what they keep from one step to the next; else null.</summary>
    public StreamSteps? Stream { get; set; }

    /// <summary>The values it takes: one, but for layers that combine several.</summary>
    public IReadOnlyList<Value> Inputs { get; set; } = [];

    public Value Input => Inputs[0];

    /// <summary>The values it reads, once for each contribution that it makes to a gradient.</summary>
    public virtual IReadOnlyList<Value> Reads => Inputs;

    public Value Output { get; set; } = null!;

    /// <summary>The operation as declared, for tables: <c>Dense(256)</c>.</summary>
    public abstract string Declaration { get; }

    /// <summary>What it computes, for tables: <c>W1·x + b1</c>, or the kind with its inputs.</summary>
    public virtual string Definition => $"{Spec.Kind}({string.Join(", ", Inputs.Select(input => input.Symbol))})";

    /// <summary>The tensors of parameters that the layer computes with.</summary>
    public virtual IReadOnlyList<ParameterTensor> Parameters => [];

    /// <summary>The layer whose parameters this one shares, if it does.</summary>
    public Layer? TiedTo { get; set; }

    /// <summary>Whether its use of the parameters counts in their gradient.</summary>
    public bool TrainsParameters => IsTrainable && (TiedTo?.IsTrainable != false || OwnParameters.Count > 0);

    /// <summary>The parameters that are not another layer's.</summary>
    public IReadOnlyList<ParameterTensor> OwnParameters => TiedTo is null ? Parameters : [.. Parameters.Where(parameter => parameter.Original is null)];

    /// <summary>The parameters that are another layer's.</summary>
    public IEnumerable<ParameterTensor> SharedParameters => Parameters.Where(parameter => parameter.Original is not null);

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

    /// <summary>Whether it stores every vector of its output once, so that cheap operations after it are applied on the way.</summary>
    public virtual bool StoresThroughChain => false;

    /// <summary>The channels of its output, where it knows at each store which of them it has; else null.</summary>
    public virtual ChannelAxis? StoredChannels => null;

    /// <summary>The initializer that suits weights before it, a value of the enumeration Init; null where it is none's business.</summary>
    public virtual int? PreferredInit => null;

    /// <summary>Whether the number of its outputs is the user's choice, so that a message may propose another.</summary>
    public virtual bool HasFreeSize => false;

    /// <summary>Whether it takes, besides the current value, those that it names, at least one.</summary>
    public virtual bool Combines => false;

    /// <summary>Whether, where these name the current value too, they are all that it takes, in their order.</summary>
    public virtual bool MayNameCurrent => false;

    /// <summary>The arguments that name all that it takes, in their order, where it does not take the current value.</summary>
    public virtual IReadOnlyList<string> InputArguments => [];

    /// <summary>Whether it takes, besides the current value, exactly one that it names.</summary>
    public virtual bool TakesOther => false;

    /// <summary>
    /// The letter of its outputs, where several kinds have the same and so are numbered as one: no two values have the same symbol. a, for what is of
    /// no other letter, is given to activations too.
    /// </summary>
    public virtual string? SharedLetter => null;

    /// <summary>
    /// Whether each step of its output depends on this and earlier steps of its inputs alone, so that a stream can compute it step by step. A layer
    /// that gives its last state does so, too.
    /// </summary>
    public virtual bool WorksStepByStep => false;

    /// <summary>Whether it takes token numbers.</summary>
    public virtual bool TakesTokens => false;

    /// <summary>Whether its output is token numbers.</summary>
    public virtual bool GivesTokens => false;

    /// <summary>The inputs whose steps are its output's, one by one, so that the output is padding where they are; none where it has no steps or others.</summary>
    public virtual IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) =>
        inputs.Where(input => input.Shape.Rank == 2 && output.Rank == 2 && input.Shape.Axes[0] == output.Axes[0]);

    /// <summary>Whether it is computed in tiles of sums, which the head of the file explains.</summary>
    public virtual bool HasTiles => false;

    /// <summary>Whether it takes its inputs in blocks, likewise.</summary>
    public virtual bool HasBlocks => false;

    /// <summary>Whether it is none of the user's layers, but only changes the layout, or repeats a value.</summary>
    public virtual bool IsBorder => false;

    /// <summary>Binds a layer to its declaration and place.</summary>
    public static Layer Initialize(Layer layer, LayerSpec spec, int number, string name, bool isTrainable)
    {
        layer.Spec = spec;
        layer.Number = number;
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

/// <summary>A layer whose output is its input under another shape.</summary>
internal abstract class ViewLayer : Layer
{
    public sealed override long Flops => 0;

    public sealed override bool IsTransparentToInit => true;

    public sealed override Arrangement Arrangement => Arrangement.Any;

    public sealed override string OutputSymbol(Value input) => input.Symbol;
}
