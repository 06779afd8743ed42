using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Text;

namespace NetGen.Generators.Planning;

/// <summary>
/// Makes the backward pass: up through the layers, each from the gradient of its output. A value that several layers read gets
/// a contribution from each; all but the last stand in memory of their own, and whoever brings the last adds them up.
/// </summary>
internal sealed class BackwardPlanner(NetworkPlan plan)
{
    private readonly Dictionary<Value, Adjoint> _adjoints = [];
    private readonly HashSet<Layer> _passed = [];
    private readonly HashSet<Value> _alwaysNeeded = [];
    private readonly List<Kernel> _kernels = [];
    private readonly ILookup<Layer, Layer> _sharing = plan.Layers.Reverse().Where(layer => layer is { TiedTo.IsTrainable: true, IsTrainable: true }).ToLookup(layer => layer.TiedTo!);

    public IReadOnlyList<Kernel> Plan()
    {
        _adjoints[plan.Input] = new Adjoint { Pending = plan.Input.Users.Count };
        foreach (Layer layer in plan.Layers.Where(layer => layer is not ViewLayer))
        {
            _adjoints[layer.Output] = new Adjoint { Pending = layer.Output.Users.Count };
            if (layer.Output.IsKept || (layer.TrainsParameters && layer.Parameters.Count > 0) || layer.Inputs.Any(input => _alwaysNeeded.Contains(input.Root)))
            {
                _alwaysNeeded.Add(layer.Output);
            }
        }

        Start();
        foreach (Layer layer in plan.Layers.Reverse().Where(layer => layer is not ViewLayer && !_passed.Contains(layer)))
        {
            Visit(layer);
        }

        ClearUnread([plan.Input]);
        return _kernels;
    }

    /// <summary>
    /// What comes from outside: the gradient of the output, from a loss or from the caller, and those of the values that further losses compare.
    /// </summary>
    private void Start()
    {
        // The values of all losses; what comes first from the output stands where the caller's gradient would.
        List<(Loss Loss, int Index, Value Value)> ends = [.. plan.Losses.SelectMany(loss => loss.Values.Select((value, i) => (loss, i, value)))];
        int ofOutput = ends.FindIndex(end => end.Value.Root == plan.Output.Root);
        plan.OutputAdjoint = Enter(plan.Output, ends.Count(end => end.Value.Root == plan.Output.Root) > 1);
        for (int i = 0; i < ends.Count; i++)
        {
            (Loss loss, int index, Value value) = ends[i];
            loss.StartFrom(index, i == ofOutput ? plan.OutputAdjoint : Enter(value, isShared: value.Root == plan.Output.Root || ends.Count(end => end.Value.Root == value.Root) > 1));
        }

        foreach (Value value in _adjoints.Keys.Where(value => _adjoints[value] is { Pending: 0, Contributions.Count: > 0 }).ToArray())
        {
            Complete(value, _adjoints[value]);
        }
    }

    /// <summary>
    /// Where a gradient from outside stands: it is the whole gradient of a value that nothing else reads, unless that is the input, whose
    /// gradient not every workspace has.
    /// </summary>
    private Value Enter(Value value, bool isShared)
    {
        Adjoint adjoint = _adjoints[value.Root];
        if (adjoint.Pending == 0 && !isShared && value.Root.Producer is not null)
        {
            adjoint.IsComplete = true;
            return value;
        }

        Value contribution = value.Contribution(adjoint.Contributions.Count + 1);
        adjoint.Contributions.Add(contribution);
        return contribution;
    }

    private void Visit(Layer layer)
    {
        Value output = layer.Output;
        if (!_adjoints[output].IsComplete)
        {
            ClearUnread([output]);
        }

        switch (layer)
        {
            case CombiningLayer combining:
                for (int i = 0; i < layer.Inputs.Count; i++)
                {
                    Distribute(combining, i);
                }

                break;
            case ElementWiseLayer operation:
                List<SinkStep> steps = [new SinkStep.Derivative(operation)];
                GradientSink sink = Follow(operation.Input.Root, output, steps, isLoop: true);
                string name = Names.Joined([.. steps.OfType<SinkStep.Derivative>().Reverse().Select(step => step.Layer.MethodName)]);
                Kernel loop = Loop($"{name}Backward", vector => $"{vector}.Load(ref {output.Gradient.Symbol}, at)", null, sink, [output.Gradient]);
                if (operation is ChannelWiseLayer channelWise)
                {
                    _kernels.AddRange(ChannelWise(channelWise, loop));
                    AddShared(layer);
                }

                _kernels.Add(loop);
                break;
            case Embedding embedding:
                _adjoints[embedding.Input.Root].Pending--; // tokens have no gradient
                _kernels.AddRange(layer.TrainsParameters ? embedding.Backward([], plan.Context) : []);
                AddShared(layer);
                break;
            case HeadLayer head:
                GradientSink[] sinks = [.. head.Reads.Select(input => Follow(input.Root, input.Root, [], isLoop: false))];
                IEnumerable<Kernel> kernels = sinks.Length == 1 ? head.Backward(sinks[0], plan.Context) : head.Backward(sinks, plan.Context);
                _kernels.AddRange(kernels.Where(kernel => layer.TrainsParameters || kernel.Condition != Condition.ParameterGradients));
                AddShared(layer);
                break;
        }
    }

    /// <summary>What the gradients of parameters for channels take besides the loop: a sum, and the parameters element by element where no pass before wrote them.</summary>
    private IEnumerable<Kernel> ChannelWise(ChannelWiseLayer layer, Kernel loop)
    {
        IEnumerable<Kernel> spread = layer.Spread(loop).Where(kernel => kernel.Writes.Any(elements => !plan.Forward.Any(before => before.Writes.Contains(elements))));
        return layer.TrainsParameters ? [layer.ParameterGradient(), .. spread] : spread;
    }

    /// <summary>The gradient of a sum is that of every term as it is; of a difference, with its sign; of a product, times the other factors.</summary>
    private void Distribute(CombiningLayer layer, int input)
    {
        Value value = layer.Inputs[input].Root, output = layer.Output;
        CombiningFactor? factor = layer.FactorOf(input);
        if (factor is not null || layer.IsNegated(input))
        {
            string number = (input + 1).ToString(CultureInfo.InvariantCulture), sign = layer.IsNegated(input) ? "-" : "";
            AddLoop($"{layer.MethodName}Backward{number}", vector => $"{sign}{vector}.Load(ref {output.Gradient.Symbol}, at){factor?.Expression(vector)}", sign + output.Bar + factor?.Equation, Follow(value, value, [], isLoop: true), [output.Gradient, .. factor?.Reads ?? []]);
            return;
        }

        Adjoint adjoint = _adjoints[value];
        adjoint.Contributions.Add(output);
        if (--adjoint.Pending == 0)
        {
            Complete(value, adjoint);
        }
    }

    /// <summary>All contributions stand in memory.</summary>
    private void Complete(Value value, Adjoint adjoint)
    {
        Value first = adjoint.Contributions[0];
        if (adjoint.Contributions.Count == 1 && value.Producer is not null)
        {
            value.Gradient = first.Gradient;
            adjoint.IsComplete = true;
            return;
        }

        List<SinkStep> steps = adjoint.Contributions.Count == 1 ? [] : [new SinkStep.Sum([.. adjoint.Contributions.Skip(1)])];
        string name = value.Producer?.MethodName ?? value.Symbol.ToUpperInvariant();
        AddLoop($"{name}GradientSum", vector => $"{vector}.Load(ref {first.Gradient.Symbol}, at)", first.Bar, Descend(value, value, steps, isLoop: true), [first.Gradient]);
    }

    private void AddLoop(string name, Func<string, string> gradient, string? equation, GradientSink sink, IEnumerable<Buffer> reads) =>
        _kernels.Add(Loop(name, gradient, equation, sink, reads));

    private static Kernel Loop(string name, Func<string, string> gradient, string? equation, GradientSink sink, IEnumerable<Buffer> reads) =>
        new(name, [.. reads, .. sink.Reads], [sink.Target.Gradient], code => sink.WriteLoop(code, gradient))
        {
            Condition = sink.Condition,
            Equations = [sink.Equation(equation)],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

    /// <summary>
    /// The sink of a kernel that computes a contribution to the gradient of <paramref name="value"/>, after <paramref name="steps"/>
    /// that began at <paramref name="start"/>.
    /// </summary>
    private GradientSink Follow(Value value, Value start, List<SinkStep> steps, bool isLoop)
    {
        while (true)
        {
            if (Contribute(value) is { } contribution)
            {
                return new GradientSink(start, contribution, steps, ConditionFor(value));
            }

            if (_adjoints[value].Contributions.Count > 0)
            {
                steps.Add(new SinkStep.Sum([.. _adjoints[value].Contributions]));
            }

            if (Below(value, steps, isLoop) is not { } below)
            {
                return End(value, start, steps);
            }

            value = below;
        }
    }

    /// <summary>
    /// From a complete gradient on through the operations that computed the value, as long as nobody asks for the gradient in
    /// between and their derivatives are a few operations; a loop over the elements takes any derivative.
    /// </summary>
    private GradientSink Descend(Value value, Value start, List<SinkStep> steps, bool isLoop) =>
        Below(value, steps, isLoop) is { } below ? Follow(below, start, steps, isLoop) : End(value, start, steps);

    /// <summary>The value before one more operation; null where there is none to go through.</summary>
    private Value? Below(Value value, List<SinkStep> steps, bool isLoop)
    {
        if (value.IsKept || value.Producer is not ElementWiseLayer layer || layer is CombiningLayer or ChannelWiseLayer || !(isLoop || layer.IsDerivativeCheap))
        {
            return null;
        }

        _passed.Add(layer);
        steps.Add(new SinkStep.Derivative(layer));
        return layer.Input.Root;
    }

    private GradientSink End(Value value, Value start, List<SinkStep> steps)
    {
        _adjoints[value].IsComplete = true;
        return new GradientSink(start, value, steps, ConditionFor(value));
    }

    /// <summary>Where a contribution goes that is not the last; null for the last.</summary>
    private Value? Contribute(Value value)
    {
        Adjoint adjoint = _adjoints[value];
        if (--adjoint.Pending == 0)
        {
            return null;
        }

        Value contribution = value.Contribution(adjoint.Contributions.Count + 1);
        adjoint.Contributions.Add(contribution);
        return contribution;
    }

    /// <summary>Values that the cost does not depend on.</summary>
    private void ClearUnread(IEnumerable<Value> values)
    {
        foreach (Value value in values.Where(value => !_adjoints[value].IsComplete && _adjoints[value].Contributions.Count == 0))
        {
            string name = value.Producer?.MethodName ?? value.Symbol.ToUpperInvariant();
            _kernels.Add(new Kernel($"{name}NoGradient", [], [value.Gradient], code => code.Line($"{code.Names.Rows}.Clear(ref {value.Gradient.Symbol}, {KernelWriter.Elements(value)});"))
            {
                Condition = ConditionFor(value),
                Equations = [$"{value.Bar} = 0: the cost does not depend on it"],
                Arguments = [KernelArgument.Rows],
            });
            _adjoints[value].IsComplete = true;
        }
    }

    /// <summary>After the gradients of parameters that other layers share: theirs, which came before, are added.</summary>
    private void AddShared(Layer layer)
    {
        foreach (Layer sharing in _sharing[layer])
        {
            ParameterTensor[] parts = [.. sharing.SharedParameters];
            _kernels.Add(new Kernel($"{sharing.MethodName}SharedGradient", parts.Select(parameter => parameter.Gradient), layer.Parameters.Select(parameter => parameter.Gradient), Write)
            {
                Condition = Condition.ParameterGradients,
                Equations = [string.Join(",  ", parts.Zip(layer.Parameters, (part, whole) => $"{whole.Bar} += {part.Bar}")) + $",  the part of {sharing.Name}"],
            });

            void Write(KernelWriter code)
            {
                for (int i = 0; i < layer.Parameters.Count; i++)
                {
                    string part = parts[i].Gradient.Symbol, whole = layer.Parameters[i].Gradient.Symbol;
                    code.FourLanes("at", layer.Parameters[i].Gradient.Length, at =>
                        code.Store(code.Names.V4, $"{code.Names.V4}.Load(ref {whole}, {at}) + {code.Names.V4}.Load(ref {part}, {at})", whole, at));
                }
            }
        }
    }

    /// <summary>
    /// A gradient is needed if there are parameters to train on the way to it, or if the user named a value there and may ask
    /// for it; else only when the inputs' are asked for.
    /// </summary>
    private Condition ConditionFor(Value value) => _alwaysNeeded.Contains(value) ? Condition.Always : Condition.InputGradients;

    /// <summary>How far the gradient of a value has come.</summary>
    private sealed class Adjoint
    {
        /// <summary>Contributions that are still to come.</summary>
        public int Pending { get; set; }

        /// <summary>The contributions that stand in memory.</summary>
        public List<Value> Contributions { get; } = [];

        /// <summary>Whether the whole gradient stands in memory.</summary>
        public bool IsComplete { get; set; }
    }
}
