using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;

namespace NetGen.Generators.Planning;

/// <summary>
/// How Predict computes one example of a network whose layers put examples in lanes: with channels in lanes instead, for a single
/// example would leave all lanes but one empty. Every sum has the order of a batch, and so the same bits; values lie where a batch has them.
/// </summary>
internal sealed class OneImagePlan
{
    private readonly ImageLayouts _layouts = new();
    private readonly List<Kernel> _kernels = [];
    private readonly List<Kernel> _own = [];
    private readonly Dictionary<Buffer, Buffer> _aliases = [];

    private double _flops;
    private double _vectors;

    private OneImagePlan()
    {
    }

    /// <summary>
    /// Up to how many examples one by one are faster than together. Together, they take one vector for every element, however many lanes are
    /// empty; one by one, each takes a vector for so many channels, and layers without lanes load their weights for each.
    /// </summary>
    public int Few => Math.Max(1, (int)(0.6 * _flops / _vectors));

    /// <summary>The kernels that Predict calls for one example, in order.</summary>
    public IReadOnlyList<Kernel> Kernels => _kernels;

    /// <summary>Those that a batch does not use.</summary>
    public IReadOnlyList<Kernel> Own => _own;

    /// <summary>The values that lie where another does: what acts in training alone, and inputs that are read as they come.</summary>
    public IReadOnlyDictionary<Buffer, Buffer> Aliases => _aliases;

    /// <summary>A plan, if examples lie in lanes at all and every layer there can do with channels instead.</summary>
    public static OneImagePlan? Choose(IEnumerable<(Stage Stage, Kernel[] Kernels)> stages)
    {
        OneImagePlan plan = new();
        return stages.All(entry => plan.Add(entry.Stage, entry.Kernels)) && plan._own.Count > 0 ? plan : null;
    }

    private bool Add(Stage stage, Kernel[] kernels)
    {
        if (stage.IsTrainingOnly)
        {
            _aliases[stage.Output.Data] = Resolve(stage.Input.Data);
            return KeepLayout(stage);
        }

        if (!stage.Input.IsInLanes && !stage.Output.IsInLanes)
        {
            _kernels.AddRange(kernels);
            return true;
        }

        if (stage.Head is ToLanes && stage.Output.Root.Users.TrueForAll(user => user is Convolution))
        {
            _aliases[stage.Output.Data] = Resolve(stage.Input.Data);
            _layouts.Note(stage.Output, new ImageLayout(Maps.Steps(1), 1, stage.Output.Size, IsChannelsLast: false));
            return true;
        }

        Kernel? kernel = stage.Head is HeadLayer head ? head.ForwardOne(stage, _layouts) : ElementWise(stage);
        if (kernel is null || !KeepLayout(stage))
        {
            return false;
        }

        _kernels.Add(kernel);
        _own.Add(kernel);
        if (stage.Head is Convolution or Pooling)
        {
            ImageLayout layout = _layouts.LayoutOf(stage.HeadOutput);
            int vectors = VectorPlan.Cut(layout.Step).Sum(section => section.CountInTiles / (section.Width / section.Vectors));
            _flops += stage.Head.Flops;
            _vectors += (double)stage.Head.Flops / layout.InRow.Channels * vectors;
        }

        return true;
    }

    /// <summary>Operations after the head do not change the layout; what they combine with must lie alike, and parameters of channels go with channels side by side.</summary>
    private bool KeepLayout(Stage stage)
    {
        if (_layouts.Find(stage.HeadOutput) is not { } layout)
        {
            return stage.Chain.Count == 0 || !stage.HeadOutput.IsInLanes;
        }

        foreach (ElementWiseLayer layer in stage.Chain)
        {
            bool knowsChannels = layer.Channels is not { } channels || (layout.IsChannelsLast && channels.Count == layout.InRow.Channels && channels.Distance == layout.InRow.Channel);
            if (!knowsChannels || layer.Inputs.Skip(1).Any(other => _layouts.LayoutOf(other) != layout))
            {
                return false;
            }

            _layouts.Note(layer.Output, layout);
        }

        return true;
    }

    private Buffer Resolve(Buffer buffer) => _aliases.TryGetValue(buffer, out Buffer other) ? other : buffer;

    private Kernel ElementWise(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{stage.MethodName}ForwardOne", [stage.Input.Data, .. chain.Reads], chain.Writes, Write)
        {
            Equations = [.. chain.Equations(stage.Input.Symbol)],
            Arguments = [.. chain.Arguments],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            chain.WriteLoopOfOne(code, _layouts.LayoutOf(stage.Input));
        }
    }
}
