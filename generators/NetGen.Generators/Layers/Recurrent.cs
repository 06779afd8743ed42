using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// A recurrent layer: [steps, features] to the last state [units], or the states of all steps. The inputs' part of all gates is one product over
/// all steps, before the recurrence; what a step computes of its gates is the cell's own: <see cref="RNN"/>, <see cref="GRU"/>, <see cref="LSTM"/>.
/// The backward pass runs the steps in the other order, after which the gradients of the weights are one product over all steps each.
/// </summary>
internal abstract class Recurrent : HeadLayer
{
    private readonly List<Recurrence> _directions = [];
    private PaddedRows? _inputRows;
    private PaddedRows? _inputGradientRows;
    private Buffer _firstGradient = null!;

    /// <summary>The gates, in PyTorch's order: of each there is a block of rows in every weight and bias.</summary>
    public abstract IReadOnlyList<string> Gates { get; }

    /// <summary>Whether there is a cell beside the state.</summary>
    public virtual bool HasCell => false;

    public override bool WorksStepByStep => !IsBidirectional;

    public override string Declaration
    {
        get
        {
            string arguments = $"{Units.ToString(CultureInfo.InvariantCulture)}{(ReturnsSequences ? ", ReturnSequences = true" : "")}{(IsBidirectional ? ", Bidirectional = true" : "")}{(HasBias ? "" : ", Bias = false")}";
            return $"{Spec.Kind}({arguments})";
        }
    }

    public override IReadOnlyList<ParameterTensor> Parameters => [.. _directions.SelectMany(direction => direction.Parameters)];

    /// <summary>The directions, forward first.</summary>
    public IReadOnlyList<Recurrence> Directions => _directions;

    public override IEnumerable<Value> Keeps => _inputRows is null ? [Input] : [];

    public override IEnumerable<Buffer> KeptBesides => [.. _inputRows is null ? [] : new[] { _inputRows.Buffer }, .. _directions.SelectMany(direction => direction.Kept)];

    public override long Flops => 2L * Steps * (Features + Units) * Gates.Count * Units * _directions.Count;

    public override string Plan => _directions[0].StateProductPlan.Description;

    public bool ReturnsSequences => Spec.Arguments.Bool("ReturnSequences", false);

    public bool HasBias => Spec.Arguments.Bool("Bias", true);

    public int Units => Spec.Arguments.Int("units") ?? 0;

    /// <summary>Elements of a state, padded.</summary>
    public int UnitStride => Value.Padded(Units);

    public int Steps => Input.Shape.Axes[0];

    public int Features => Input.Shape.Last;

    /// <summary>The inputs of all steps, one row each.</summary>
    public Buffer InputBuffer => _inputRows?.Buffer ?? Input.Data;

    /// <summary>From the inputs of one step to those of the next.</summary>
    public int InputStride => _inputRows is null ? Features : Value.Padded(Features);

    private bool IsBidirectional => Spec.Arguments.Bool("Bidirectional", false);

    /// <summary>Elements of the output of one step.</summary>
    public int Width => IsBidirectional ? 2 * Units : Units;

    private string Index => Number.ToString(CultureInfo.InvariantCulture);

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        if (input.Rank != 2)
        {
            problems.Report("NG0010", Spec.Attribute, Name, "two axes (steps, features)", input.ToString());
            return null;
        }

        if (Units < 1)
        {
            problems.Report("NG0005", Spec.Attribute, $"The number of units of {Name}", Units.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        long width = IsBidirectional ? 2L * Units : Units, gates = (long)Gates.Count * ((Units + 3L) / 4 * 4);
        if (width > Shape.MaxElements || gates * Math.Max(input.Axes[0], Units) > Shape.MaxElements)
        {
            problems.Report("NG0014", Spec.Attribute, $"The gates of {Name}", Notation.Number(gates * Math.Max(input.Axes[0], Units)), $"{input.Axes[0]}x{Gates.Count}x{Units}");
            return null;
        }

        return ReturnsSequences ? new Shape(input.Axes[0], (int)width) : new Shape((int)width);
    }

    public override string? SharedLetter => "states";

    public override string OutputSymbol(Value input) => "states" + Index;

    public override string Definition => $"{Spec.Kind}({Input.Symbol})";

    public override void DeclareParameters(ParameterContext context)
    {
        _directions.Add(new Recurrence(this, isReverse: false, context));
        if (IsBidirectional)
        {
            _directions.Add(new Recurrence(this, isReverse: true, context));
        }

        // Where neither steps nor examples end on a vector of four, rows are copied.
        _inputRows = Input.Size % 4 == 0 ? null : new PaddedRows(Input, Steps, $"{Input.Symbol}Rows{Spec.Kind}{Index}");
        _inputGradientRows = Features % 4 == 0 ? null : new PaddedRows(Input, Steps, $"d{Input.Symbol}Rows{Spec.Kind}{Index}");
        _firstGradient = new Buffer($"d{Input.Symbol}Part{Spec.Kind}{Index}", Place.PerExample, Steps * Value.Padded(Features));
    }

    /// <summary>The gate whose input bias starts at 1, if there is one: the forget gate.</summary>
    public virtual int? GroupOfOnes => null;

    /// <summary>What the backward pass reads of each step besides the gates and the state before it: symbols without numbers.</summary>
    public virtual IEnumerable<string> KeptOfStep => [];

    /// <summary>The equations of a step.</summary>
    public abstract IEnumerable<string> StepEquations(Recurrence direction);

    /// <summary>Likewise of its gradients.</summary>
    public abstract IEnumerable<string> GradientEquations(Recurrence direction);

    /// <summary>
    /// Whether the gradients of the gates differ from the inputs' side to the state's: where a gate is applied to the state's part of another.
    /// </summary>
    public virtual bool HasTwoSides => false;

    /// <summary>Whether the state before a step is in its equation besides the product.</summary>
    public virtual bool PassesStateOn => false;

    /// <summary>Writes the statements of a step for one vector of units; see <see cref="StepCode"/>.</summary>
    public abstract void WriteStep(StepCode step);

    /// <summary>Likewise for the gradients.</summary>
    public abstract void WriteGradient(StepCode step);

    public override IEnumerable<Kernel> Prepare(Stage stage)
    {
        if (_inputRows is not null)
        {
            yield return new Kernel($"{MethodName}InputRows", [Input.Data], [_inputRows.Buffer], code => _inputRows.WriteCopyIn(code, Input.Symbol, clearPadding: true))
            {
                Equations = [$"{_inputRows.Buffer.Symbol} = {Input.Symbol}, in padded rows"],
                Arguments = [KernelArgument.Rows],
            };
        }

        ElementChain chain = new(stage);
        foreach (Kernel panels in _directions.SelectMany(direction => direction.Panels()))
        {
            yield return panels;
        }

        foreach (Recurrence direction in _directions)
        {
            yield return direction.InputProduct();
        }

        foreach (Recurrence direction in _directions.Skip(1))
        {
            yield return direction.Forward(chain.HeadBuffer, null, [$"{Output.Symbol}, of the reverse direction"]);
        }
    }

    public override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return _directions[0].Forward(chain.HeadBuffer, chain, chain.Equations(Definition));
    }

    public override Kernel? StepOfOne(Stage stage) => _directions[0].HasStepOfOne ? _directions[0].StepOfOne(new ElementChain(stage), Definition) : null;

    public override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        Condition condition = TrainsParameters ? Condition.Always : sink.Condition;
        foreach (Recurrence direction in _directions)
        {
            yield return direction.TransposeOfState(condition);
            foreach (Kernel panels in direction.TransposedPanels(condition))
            {
                yield return panels;
            }

            yield return direction.Backward(condition);
        }

        foreach (Recurrence direction in _directions)
        {
            yield return direction.TransposeOfInputs(sink.Condition);
        }

        foreach (Kernel kernel in InputGradients(sink))
        {
            yield return kernel;
        }

        foreach (Kernel kernel in _directions.SelectMany(direction => direction.WeightGradients(context)))
        {
            yield return kernel;
        }
    }

    /// <summary>The gradient of the inputs: one product over all steps for each direction, of which the last adds the one before.</summary>
    private IEnumerable<Kernel> InputGradients(GradientSink sink)
    {
        for (int i = 0; i < _directions.Count; i++)
        {
            Buffer? before = i == 0 ? null : _firstGradient;
            yield return i < _directions.Count - 1 ? _directions[i].InputGradientPart(_firstGradient, sink.Condition) : InputGradient(_directions[i], before, sink);
        }
    }

    private Kernel InputGradient(Recurrence direction, Buffer? before, GradientSink sink)
    {
        IEnumerable<Buffer> first = before is null ? [] : [before], copies = _inputGradientRows is null ? [] : [_inputGradientRows.Buffer];
        string sum = $"{direction.InputWeight.Symbol}ᵀ·{Recurrence.GateBar}";
        return new Kernel($"{direction.Method}InputGradient", [direction.GateGradients, direction.TransposedInputWeight, .. first, .. sink.Reads], [.. copies, sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation(before is null ? sum : $"{sum} + {before.Symbol}")],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
            Products = [direction.InputGradientProduct],
        };

        void Write(KernelWriter code)
        {
            if (_inputGradientRows is null)
            {
                sink.WriteLocals(code);
            }

            WriteBeginSteps(code);
            direction.WriteInputGradient(code, before, (vector, value, at) =>
            {
                if (_inputGradientRows is null)
                {
                    sink.WriteStore(code, vector, value, at);
                }
                else
                {
                    code.Store(vector, value, _inputGradientRows.Buffer.Symbol, at);
                }
            });
            if (Steps > 1)
            {
                code.Line($"rows /= {Steps}; // examples again");
            }

            if (_inputGradientRows is null)
            {
                sink.WriteClearPadding(code);
                return;
            }

            _inputGradientRows.WriteCopyOut(code, sink.Target.Gradient.Symbol);
            sink.WriteStepsInPlace(code);
        }
    }

    /// <summary>From here on, rows are steps.</summary>
    public void WriteBeginSteps(KernelWriter code)
    {
        if (Steps > 1)
        {
            code.Line($"rows *= {Steps}; // every example has {Steps}");
        }
    }
}
