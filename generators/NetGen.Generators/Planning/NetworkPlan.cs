using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>A network with everything decided: shapes, fusion, kernels, and where all memory lies. The emitter only writes it down.</summary>
internal sealed partial class NetworkPlan(NetworkSpec spec)
{
    public NetworkSpec Spec { get; } = spec;

    public IReadOnlyList<Problem> Problems { get; set; } = [];

    /// <summary>Whether the network can be generated; without it only the public surface is, with bodies that say what is wrong.</summary>
    public bool IsValid => Problems.Count == 0 && !Spec.HasInvalidAttributes;

    /// <summary><c>float</c> or <c>double</c>.</summary>
    public string Scalar => Spec.Scalar.Name();

    public int ScalarBytes => Context.ScalarBytes;

    /// <summary>What layers know of it.</summary>
    public PassContext Context => new(Spec.Scalar, L1 is not null, L2 is not null);

    /// <summary>Of the plan of a stream, what it keeps from step to step; else null.</summary>
    public StreamSteps? Stream { get; init; }

    /// <summary>The plan of the network's stream, which computes one step of each sequence at a time; null where there is none.</summary>
    public NetworkPlan? StreamPlan { get; set; }

    /// <summary>The first layer that needs more than earlier steps, where the inputs are sequences and that is why there is no stream.</summary>
    public Layer? StreamObstacle { get; set; }

    /// <summary>The input; where the user declared several, all of them side by side.</summary>
    public Value Input { get; set; } = null!;

    /// <summary>The inputs that the user declared, where they are several or tokens, so that members take a span for each.</summary>
    public IReadOnlyList<InputPart> InputParts { get; set; } = [];

    /// <summary>The inputs as the user declared them.</summary>
    public IReadOnlyList<InputPart> DeclaredInputs => InputParts.Count > 0 ? InputParts : [new InputPart(Input.InputName!, 0, Input.Shape)];

    /// <summary>The name of the class, for messages.</summary>
    public string ShortName => Spec.Type.Name.TrimStart('@');

    /// <summary>The accessibility of members that take the input as one span.</summary>
    public string Access => InputParts.Count > 0 ? "private" : "public";

    /// <summary>The lengths of inputs with padding, which the forward pass counts first.</summary>
    public List<StepLengths> StepLengths { get; } = [];

    /// <summary>What Predict puts out; the first of several heads.</summary>
    public Value Output { get; set; } = null!;

    public IReadOnlyList<Layer> Layers { get; set; } = [];

    /// <summary>The values that GetOutput finds, beside the inputs: those that the user named.</summary>
    public IReadOnlyList<(string Name, Value Value)> NamedValues { get; set; } = [];

    public IReadOnlyList<Stage> Stages { get; set; } = [];

    public IReadOnlyList<Loss> Losses { get; set; } = [];

    /// <summary>Whether a loss starts the backward pass from the output, rather than from other values alone.</summary>
    public bool IsOutputInLoss => Losses.Any(loss => loss.Values.Contains(OutputAdjoint));

    /// <summary>λ of the L1 penalty, if there is one.</summary>
    public double? L1 => Spec.Penalties.FirstOrDefault(penalty => penalty.Kind == "L1")?.Rate;

    /// <summary>λ of the L2 penalty, if there is one.</summary>
    public double? L2 => Spec.Penalties.FirstOrDefault(penalty => penalty.Kind == "L2")?.Rate;

    /// <summary>The penalties that there are: their kinds and rates, L1 first.</summary>
    public IEnumerable<(string Kind, double Rate)> Penalties =>
    [
        .. L1 is { } l1 ? [("L1", l1)] : Array.Empty<(string, double)>(),
        .. L2 is { } l2 ? [("L2", l2)] : Array.Empty<(string, double)>(),
    ];

    /// <summary>The layers that the user declared.</summary>
    public IEnumerable<Layer> DeclaredLayers => Layers.Where(layer => !layer.IsBorder && !layer.IsInput);

    /// <summary>Whether examples lie in lanes anywhere, in blocks.</summary>
    public bool HasLanes => Layers.Any(layer => layer.Output.IsInLanes);

    /// <summary>All tensors of parameters, those that layers share once.</summary>
    public IEnumerable<ParameterTensor> Parameters => Layers.SelectMany(layer => layer.OwnParameters);

    public IEnumerable<ParameterTensor> States => Layers.SelectMany(layer => layer.States);

    /// <summary>The layers with random numbers and a rate that the user may set, kind by kind.</summary>
    public IReadOnlyList<IRandomLayer[]> RandomLayers =>
        [.. Layers.OfType<IRandomLayer>().GroupBy(layer => layer.RatesOfKind).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => kind.ToArray())];

    /// <summary>Whether there are any.</summary>
    public bool HasRates => RandomLayers.Count > 0;

    /// <summary>The layers that are fitted to the inputs.</summary>
    public IEnumerable<IFittedLayer> FittedLayers => Layers.OfType<IFittedLayer>();

    /// <summary>Whether there are any, which a network that cannot be generated says too.</summary>
    public bool IsAdaptable => IsValid ? FittedLayers.Any()
        : Spec.Layers.Concat(Spec.Blocks.SelectMany(block => block.Layers)).Any(layer => LayerKinds.Create(layer) is IFittedLayer);

    public int ParameterCount => Parameters.Sum(parameter => parameter.Count);

    /// <summary>Elements of the parameters' buffer, with padding.</summary>
    public int ParameterLength { get; set; }

    /// <summary>Elements of the state's buffer, with padding.</summary>
    public int StateLength { get; set; }

    /// <summary>The forward pass.</summary>
    public IReadOnlyList<Kernel> Forward { get; set; } = [];

    /// <summary>Likewise, with what comes between the kernels.</summary>
    public IReadOnlyList<PassStep> ForwardSteps { get; set; } = [];

    /// <summary>
    /// How many examples go through all layers of the forward pass together: so many as stay in the first cache meanwhile, in a small network
    /// where no example's values lie where another's have been. Null: all.
    /// </summary>
    public int? ForwardExamples
    {
        get
        {
            bool areApart = ForwardSteps.All(step => step is PassStep.Call { Kernel.Split: var split } && split == KernelSplit.ByExample);
            int length = Forward.SelectMany(kernel => kernel.Buffers).Distinct().Where(buffer => buffer.IsPerExample).Sum(buffer => buffer.Length);
            return areApart && Forward.Count > 1 && ParameterLength <= VeryFewParameters ? ReductionBlocks.ExamplesInFirstCache(length * ScalarBytes) : null;
        }
    }

    /// <summary>Elements: a part of the first cache.</summary>
    private const int VeryFewParameters = 2048;

    /// <summary>
    /// In groups of how many the examples of a batch are handed out to threads: so many as fill whole vectors in each buffer, for what runs past the
    /// last example of a thread must stay within the thread's own memory. Short examples, and those in lanes, go by 16; of long ones a group is work enough.
    /// </summary>
    public int ExamplesOfShare
    {
        get
        {
            Buffer[] buffers = [.. Forward.Concat(Backward).SelectMany(kernel => kernel.Buffers).Distinct().Where(buffer => buffer.IsPerExample)];
            if (HasLanes || buffers.All(buffer => buffer.Length < LongExample))
                return VectorPlan.MaxLanes;
            int examples = 1;
            while (buffers.Any(buffer => examples * buffer.Length % VectorPlan.MaxLanes != 0))
                examples *= 2;
            return examples;
        }
    }

    /// <summary>Elements: an example of so many is work for a thread.</summary>
    private const int LongExample = 1024;

    /// <summary>The kernels that Predict calls: the forward pass without what only acts in training.</summary>
    public IReadOnlyList<Kernel> Inference { get; set; } = [];

    /// <summary>How Predict computes one example, if in a way of its own.</summary>
    public OneExamplePlan? OneExample { get; set; }

    /// <summary>Likewise where a batch has its examples in lanes.</summary>
    public OneImagePlan? OneImage { get; set; }

    /// <summary>Of the plan of a stream, how it computes one sequence alone; null: as several.</summary>
    public OneSequencePlan? OneSequence { get; set; }

    /// <summary>The kernel of each loss.</summary>
    public IReadOnlyList<Kernel> LossKernels { get; set; } = [];

    public IReadOnlyList<Kernel> Backward { get; set; } = [];

    /// <summary>Likewise, with what comes between the kernels.</summary>
    public IReadOnlyList<PassStep> BackwardSteps { get; set; } = [];

    /// <summary>What a step updates, in the order of the backward pass.</summary>
    public IReadOnlyList<Update> Updates { get; set; } = [];

    /// <summary>
    /// Whether all parameters are updated together, at the end of the pass: where they are so few that they stay in the cache,
    /// and every one has a gradient.
    /// </summary>
    public bool UpdatesAtEnd => Updates.Count > 0 && ParameterLength <= FewParameters && Updates.Count == Parameters.Count();

    /// <summary>Elements: with gradients and two states, half of a second-level cache.</summary>
    public const int FewParameters = 32_768;

    /// <summary>The number of examples from which a pass pays on more than one thread: it then takes several times as long as waking them.</summary>
    public int LeastSharedExamples(bool isBackward)
    {
        const long LeastFlops = 1_500_000;
        long flops = Math.Max(1, Layers.Sum(layer => layer.Flops)) * (isBackward ? 2 : 1);
        return (int)Math.Min(int.MaxValue, (LeastFlops + flops - 1) / flops);
    }

    /// <summary>
    /// The gradient that Backward starts from when the caller gives it: the output's, or a contribution to it where other layers
    /// read the output too.
    /// </summary>
    public Value OutputAdjoint { get; set; } = null!;

    /// <summary>The values that Predict finds elsewhere, for what computes them is left out: their names, and the buffers instead.</summary>
    public IReadOnlyDictionary<Buffer, Buffer> InferenceAliases { get; set; } = new Dictionary<Buffer, Buffer>();

    /// <summary>Elements of a workspace that do not depend on the batch.</summary>
    public int FixedLength { get; set; }

    /// <summary>Likewise, in a workspace that computes the gradients of the inputs.</summary>
    public int FixedLengthForInputGradients { get; set; }

    /// <summary>Elements of a workspace for each example.</summary>
    public int ExampleLength { get; set; }

    /// <summary>Elements of Predict's scratch memory for each example.</summary>
    public int ScratchLength { get; set; }

    /// <summary>Elements of Predict's scratch memory that do not depend on the number of examples; they come last.</summary>
    public int ScratchFixedLength { get; set; }

    /// <summary>
    /// Examples that Predict takes at a time: enough for full tiles, few enough for the cache; fewer where they would take much memory, whose
    /// values are in no cache anyway.
    /// </summary>
    public int PredictBatch =>
        ScratchBytes(ManyExamples) <= MuchMemory ? ManyExamples
        : ScratchBytes(VectorPlan.MaxLanes) <= VeryMuchMemory ? VectorPlan.MaxLanes
        : FewestExamples;

    /// <summary>Predict's scratch memory is for at least so many examples, as <c>ThreadScratch.Examples</c> says.</summary>
    public const int FewestExamples = 4;

    private const int ManyExamples = 48;

    /// <summary>Bytes of Predict's scratch memory.</summary>
    private const long MuchMemory = 64L << 20, VeryMuchMemory = 1L << 30;

    private long ScratchBytes(int examples) => (long)ScratchLength * examples * ScalarBytes;

    /// <summary>Whether Predict reads the caller's inputs in place: rows without padding, read element by element.</summary>
    public bool ReadsInputsInPlace => Stream is null && Input.Size == Input.Stride && Heads.All(head => head.Root != Input) && Stages.All(ReadsSingleElements);

    private bool ReadsSingleElements(Stage stage) =>
        stage.Layers.All(layer => !layer.Inputs.Any(input => input.Root == Input) || layer is HeadLayer { ReadsSingleElements: true });

    /// <summary>Whether any of the kernels is written for the machine's widest vectors.</summary>
    public static bool IsGeneric(IEnumerable<Kernel> kernels) => kernels.Any(kernel => kernel.IsGeneric);
}
