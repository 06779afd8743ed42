using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>
/// One direction of a recurrent layer: its parameters, what it keeps of each step, and its kernels. States and sums of one step lie in buffers of
/// their own, one row an example, so that a step's product is one over the batch.
/// </summary>
internal sealed class Recurrence
{
    private readonly Recurrent _layer;
    private readonly bool _isReverse;
    private readonly string _suffix;
    private readonly ParameterTensor? _inputBias;
    private readonly ParameterTensor? _stateBias;
    private readonly ParameterTensor _stateWeight;
    private readonly Buffer _transposedStateWeight;
    private readonly (MatrixPanels Panels, Buffer Buffer)? _inputPanels;
    private readonly (MatrixPanels Panels, Buffer Buffer)? _statePanels;
    private readonly (MatrixPanels Panels, Buffer Buffer)? _transposedPanels;
    private readonly Dictionary<string, Buffer> _ofStep = [];
    private readonly Dictionary<string, Buffer> _compact = [];

    public Recurrence(Recurrent layer, bool isReverse, ParameterContext context)
    {
        _layer = layer;
        _isReverse = isReverse;
        string number = layer.Number.ToString(CultureInfo.InvariantCulture), prefix = $"{layer.Name}.{(isReverse ? "reverse." : "")}";
        _suffix = number + (isReverse ? "Reverse" : "");
        int units = layer.Units, gates = layer.Gates.Count, stride = gates * layer.UnitStride;
        InputWeight = Weight("Wx", "inputWeight", layer.Features, ParameterContext.Xavier);
        _stateWeight = Weight("Wh", "hiddenWeight", units, ParameterContext.Orthogonal);
        if (layer.HasBias)
        {
            _inputBias = Bias("bx", "inputBias", context.BiasInitialization(layer) with { GroupOfOnes = layer.GroupOfOnes });
            _stateBias = Bias("bh", "hiddenBias", new Initialization("Zeros", 0, 1, 1));
        }

        TransposedInputWeight = new Buffer($"Wx{_suffix}T", Place.PerWorkspace, stride * Value.Padded(layer.Features));
        _transposedStateWeight = new Buffer($"Wh{_suffix}T", Place.PerWorkspace, stride * layer.UnitStride);
        _inputPanels = PanelsOf($"Wx{_suffix}", GatesStride, layer.Features);
        _statePanels = PanelsOf($"Wh{_suffix}", GatesStride, units);
        _transposedPanels = PanelsOf($"Wh{_suffix}T", layer.UnitStride, GatesStride);
        foreach (string name in layer.KeptOfStep.Append("before"))
        {
            OfStep(name, 1);
        }

        OfStep("gates", gates);
        OfStep("dgates", gates);
        OfStep("dparts", gates);
        foreach (string name in new[] { "dstate", "dcell", "passed", "dstep" })
        {
            _compact[name] = new Buffer($"{name}{_suffix}", Place.PerExample, layer.UnitStride);
        }

        foreach (string name in layer.HasCell ? new[] { "state", "cell" } : ["state"])
        {
            // A stream goes on from the state that the step before has left.
            _compact[name] = layer.Stream?.State($"{name}{_suffix}", layer.UnitStride) ?? new Buffer($"{name}{_suffix}", Place.PerExample, layer.UnitStride);
        }

        foreach (string name in new[] { "sums", "dsums" })
        {
            _compact[name] = new Buffer($"{name}{_suffix}", Place.PerExample, stride);
        }

        ParameterTensor Weight(string symbol, string name, int fanIn, int init) => new(
            symbol + _suffix, prefix + name, fanIn, units, [gates * units, fanIn], [1, stride], isWeight: true, context.WeightInitialization(layer, fanIn, units, init), groups: gates);

        ParameterTensor Bias(string symbol, string name, Initialization start) =>
            new(symbol + _suffix, prefix + name, 1, units, [gates * units], [1], isWeight: false, start, groups: gates);

        void OfStep(string name, int blocks) => _ofStep[name] = new Buffer($"{name}{_suffix}", Place.PerExample, layer.Steps * blocks * layer.UnitStride);
    }

    /// <summary>The panels of a product's matrix, where they pay: not for the few rows of a stream.</summary>
    private (MatrixPanels, Buffer)? PanelsOf(string symbol, int columns, int terms)
    {
        VectorPlan plan = VectorPlan.Choose(columns, terms);
        if (_layer.Stream is not null || !MatrixPanels.Pay(plan, columns, terms))
        {
            return null;
        }

        MatrixPanels panels = new(plan, terms);
        return (panels, new Buffer($"{symbol}Panels", Place.PerWorkspace, panels.Length));
    }

    private static IEnumerable<Buffer> BufferOf((MatrixPanels Panels, Buffer Buffer)? panels) => panels is { } some ? [some.Buffer] : [];

    public IReadOnlyList<ParameterTensor> Parameters => _inputBias is null ? [InputWeight, _stateWeight] : [InputWeight, _stateWeight, _inputBias, _stateBias!];

    public ParameterTensor InputWeight { get; }

    public Buffer TransposedInputWeight { get; }

    /// <summary>The gradients of the gates, as the inputs' part has them.</summary>
    public Buffer GateGradients => _ofStep["dgates"];

    /// <summary>What the forward pass leaves to the backward pass.</summary>
    public IEnumerable<Buffer> Kept => [_ofStep["gates"], .. KeptOfStep];

    /// <summary>The prefix of the methods.</summary>
    public string Method => _layer.MethodName + (_isReverse ? "Reverse" : "");

    /// <summary>The gradient of the gates in equations.</summary>
    public const string GateBar = "ā";

    public string InputEquation => $"{InputWeight.Symbol}·{_layer.Input.Symbol}[t]{Plus(_inputBias)}";

    public string StateEquation => $"{_stateWeight.Symbol}·h[{Before}]{Plus(_stateBias)}";

    public string SumEquation => $"{InputEquation} + {StateEquation}";

    private string Before => _isReverse ? "t+1" : "t-1";

    private int GatesStride => _layer.Gates.Count * _layer.UnitStride;

    private int Steps => _layer.Steps;

    private int UnitStride => _layer.UnitStride;

    private Buffer StatePartGradients => _layer.HasTwoSides ? _ofStep["dparts"] : _ofStep["dgates"];

    private IEnumerable<Buffer> KeptOfStep => _layer.KeptOfStep.Append("before").Select(name => _ofStep[name]);

    /// <summary>The state, and the cell beside it.</summary>
    private IEnumerable<Buffer> States => _layer.HasCell ? [_compact["state"], _compact["cell"]] : [_compact["state"]];

    /// <summary>Where the output's columns of this direction start.</summary>
    private int FirstColumn => _isReverse ? _layer.Units : 0;

    /// <summary>Whether the steps' states, as the output has them, end on vectors of four.</summary>
    private bool EndsOnVector => _layer.Units % 4 == 0;

    /// <summary>What brings the columns of both weights side by side, for batches of several examples.</summary>
    public IEnumerable<Kernel> Panels()
    {
        if (_inputPanels is { } input)
        {
            yield return CopyPanels("Inputs", InputWeight, input.Panels, input.Buffer, Steps);
        }

        if (_statePanels is { } state)
        {
            yield return CopyPanels("Sums", _stateWeight, state.Panels, state.Buffer, 1);
        }
    }

    private Kernel CopyPanels(string name, ParameterTensor weight, MatrixPanels panels, Buffer buffer, int steps) =>
        new($"{Method}{name}Panels", [weight.Data], [buffer], code => WriteForMany(code, panels, steps, () => panels.WriteCopy(code, weight.Data, GatesStride, buffer)))
        {
            Equations = [$"{buffer.Symbol} = {weight.Symbol}, the columns of each tile side by side"],
            Arguments = [KernelArgument.Rows],
        };

    /// <summary>What is of use where examples are so many that a product takes tiles.</summary>
    private static void WriteForMany(KernelWriter code, MatrixPanels panels, int steps, Action body)
    {
        code.Line($"if (rows < {(panels.LeastRows + steps - 1) / steps}) return; // no tiles");
        body();
    }

    /// <summary>The inputs' part of all gates: one product over all steps of all examples.</summary>
    public Kernel InputProduct()
    {
        VectorPlan plan = VectorPlan.Choose(GatesStride, _layer.Features);
        Buffer gates = _ofStep["gates"];
        IEnumerable<Buffer> bias = _inputBias is null ? [] : [_inputBias.Data];
        return new Kernel($"{Method}Inputs", [_layer.InputBuffer, InputWeight.Data, .. BufferOf(_inputPanels), .. bias], [gates], Write)
        {
            Equations = [$"{gates.Symbol}[t] = {InputEquation}, for all steps"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            _layer.WriteBeginSteps(code);
            new MatrixProduct(code, plan)
            {
                Columns = GatesStride,
                InnerCount = _layer.Features,
                Left = _layer.InputBuffer.Symbol,
                LeftRowStride = _layer.InputStride,
                Right = InputWeight.Symbol,
                RightStride = GatesStride,
                Panels = _inputPanels?.Buffer.Symbol,
                StartOfColumn = _inputBias is null ? null : (vector, column) => $"{vector}.Load(ref {_inputBias.Symbol}, {column})",
                Store = (vector, value, at, _) => code.Store(vector, value, gates.Symbol, at),
            }.Write();
        }
    }

    /// <summary>All steps, one after the other.</summary>
    /// <param name="head">Where the states go as the layer's output.</param>
    /// <param name="chain">What follows element by element, for the last direction.</param>
    /// <param name="equations">What the layer computes.</param>
    public Kernel Forward(Buffer head, ElementChain? chain, IEnumerable<string> equations)
    {
        Kernel product = StateProduct();
        Kernel[] steps = [.. StepParts(isGradient: false)];
        IEnumerable<Buffer> parameters = [_stateWeight.Data, .. BufferOf(_statePanels), .. _stateBias is null ? Array.Empty<Buffer>() : [_stateBias.Data]];
        return new Kernel($"{Method}Forward", [.. parameters, _ofStep["gates"], .. LengthsOrNone, .. chain?.Reads ?? []], [_ofStep["gates"], .. KeptOfStep, .. States, _compact["sums"], head, .. chain?.Writes ?? []], Write)
        {
            Equations = [.. equations, _layer.Stream is not null ? "one step, from the state that the one before has left" : $"from step {First} to step {Last}, the state before the first being 0{(Lengths is null ? "" : "; where padding begins, the state stays and the output is 0")}"],
            Helpers = [product, .. steps],
            Arguments = [.. chain?.Arguments ?? [], KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain?.WriteLocals(code);
            foreach (Buffer state in States.Where(_ => _layer.Stream is null))
            {
                code.Line($"{code.Names.Rows}.Clear(ref {state.Symbol}, rows * {UnitStride});");
            }

            WriteLoop(code, _isReverse, () =>
            {
                code.Line($"{product.Call};");
                foreach (Kernel step in steps)
                {
                    code.Line($"{step.CallWith(argument => argument, buffer => AtStep(code, buffer, head))};");
                }

                if (_layer.ReturnsSequences && !EndsOnVector)
                {
                    WriteCopyOut(code, head);
                }
            });
            if (!_layer.ReturnsSequences)
            {
                code.Blank();
                code.Line($"{code.Names.Rows}.Copy(ref {_compact["state"].Symbol}, {UnitStride}, ref {code.At(head.Symbol, Offset("0"))}, {_layer.Output.Stride}, {_layer.Units}, rows);");
            }

            if (chain is not null)
            {
                Value output = _layer.Output;
                if (output.Size != output.Stride)
                {
                    code.Line($"{code.Names.Rows}.ClearPadding(ref {head.Symbol}, rows, {output.Size}, {output.Stride});");
                }

                chain.WriteLoop(code);
            }
        }
    }

    /// <summary>The states of a step, to rows of the output that do not end on vectors.</summary>
    private void WriteCopyOut(KernelWriter code, Buffer head)
    {
        string state = _compact["state"].Symbol, at = Offset(Step(_layer.Width)), rows = code.Names.Rows;
        if (Lengths is null)
        {
            code.Line($"{rows}.Copy(ref {state}, {UnitStride}, ref {code.At(head.Symbol, at)}, {_layer.Output.Stride}, {_layer.Units}, rows);");
            return;
        }

        using (code.Block("for (int row = 0; row < rows; row++)"))
        {
            code.Row("yRow", head.Symbol, LaneWriter.Sum($"row * {_layer.Output.Stride}", at));
            code.Line($"if (t < {LengthOfRow(code)}) {rows}.Copy(ref {code.At(state, $"row * {UnitStride}")}, {UnitStride}, ref yRow, {_layer.Output.Stride}, {_layer.Units}, 1);");
            code.Line($"else {rows}.Clear(ref yRow, {_layer.Units});");
        }
    }

    /// <summary>The offset of a step in rows of so many elements a step.</summary>
    private string Step(int elements) => Steps == 1 ? "0" : $"t * {elements}";

    /// <summary>Where this direction's columns are, in what starts at an offset.</summary>
    private string Offset(string start) => LaneWriter.Sum(start, $"{FirstColumn}");

    /// <summary>The state's part of all gates of one step.</summary>
    private Kernel StateProduct()
    {
        VectorPlan plan = VectorPlan.Choose(GatesStride, _layer.Units);
        Buffer state = _compact["state"], sums = _compact["sums"];
        IEnumerable<Buffer> bias = _stateBias is null ? [] : [_stateBias.Data];
        return new Kernel($"{Method}Sums", [state, _stateWeight.Data, .. BufferOf(_statePanels), .. bias], [sums], Write)
        {
            Equations = [$"{sums.Symbol} = {StateEquation}, for one step"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code) => new MatrixProduct(code, plan)
        {
            Columns = GatesStride,
            InnerCount = _layer.Units,
            Left = state.Symbol,
            LeftRowStride = UnitStride,
            Right = _stateWeight.Symbol,
            RightStride = GatesStride,
            Panels = _statePanels?.Buffer.Symbol,
            Result = sums.Symbol,
            StreamsSingleRows = MatrixPanels.Pay(plan, GatesStride, _layer.Units),
            StartOfColumn = _stateBias is null ? null : (vector, column) => $"{vector}.Load(ref {_stateBias.Symbol}, {column})",
            Store = (vector, value, at, _) => code.Store(vector, value, sums.Symbol, at),
        }.Write();
    }

    /// <summary>What a step does unit by unit: in the machine's widest vectors, and the units that are left in vectors of eight and of four.</summary>
    private IEnumerable<Kernel> StepParts(bool isGradient)
    {
        const int Eight = 8;
        int wide = UnitStride / VectorPlan.MaxLanes * VectorPlan.MaxLanes, eight = wide + (UnitStride - wide) / Eight * Eight;
        if (wide > 0)
        {
            yield return StepPart(isGradient, "", new ColumnSection(0, wide, VectorKind.Widest, 1));
        }

        if (eight > wide)
        {
            yield return StepPart(isGradient, wide > 0 ? "Rest" : "", new ColumnSection(wide, Eight, VectorKind.Eight, 1));
        }

        if (eight < UnitStride)
        {
            yield return StepPart(isGradient, eight > 0 ? "Last" : "", new ColumnSection(eight, UnitStride - eight, VectorKind.Four, 1));
        }
    }

    private Kernel StepPart(bool isGradient, string name, ColumnSection units)
    {
        int start = units.Start, end = units.Start + units.Count;
        Buffer output = isGradient ? _layer.Output.Gradient : _layer.Output.Data;
        bool hasOutput = _layer.ReturnsSequences && (EndsOnVector || isGradient);
        Buffer dy = EndsOnVector ? output : _compact["dstep"];
        Buffer[] kept = [_ofStep["gates"], .. KeptOfStep];
        Buffer[] reads, writes;
        if (isGradient)
        {
            reads = [.. kept, .. hasOutput ? [dy] : Array.Empty<Buffer>(), _compact["dstate"]];
            writes = [.. _layer.HasCell ? [_compact["dcell"]] : Array.Empty<Buffer>(), .. Gradients, _compact["dsums"], .. Passed];
        }
        else
        {
            reads = [_compact["sums"]];
            writes = [.. kept, .. States, .. hasOutput ? [output] : Array.Empty<Buffer>()];
        }

        string which = name.Length == 0 ? "" : $", for the units from {start} on";
        return new Kernel($"{Method}Step{(isGradient ? "Gradient" : "")}{name}", [.. reads, .. LengthsOrNone], writes, Write)
        {
            Equations = [.. isGradient ? _layer.GradientEquations(this) : _layer.StepEquations(this), $"for one step{which}"],
            Arguments = [.. Lengths is null ? [] : new[] { new KernelArgument("int", "t") }, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            if (units.Kind == VectorKind.Eight)
            {
                code.EightColumns(units, section => WriteRows(code, section));
            }
            else
            {
                WriteRows(code, units);
            }
        }

        void WriteRows(KernelWriter code, ColumnSection section)
        {
            using (code.Block("for (int row = 0; row < rows; row++)"))
            {
                foreach (Buffer buffer in reads.Concat(writes).Distinct())
                {
                    bool isOutput = hasOutput && buffer == (isGradient ? dy : output);
                    code.Row(RowName(buffer, isOutput, isGradient), buffer.Symbol, $"row * {(isOutput && EndsOnVector ? _layer.Output.Stride : buffer.Length)}");
                }

                if (Lengths is not null)
                {
                    WritePadding(code, isGradient, hasOutput, start, end);
                }

                bool isOne = section.Kind == VectorKind.Eight || section.Count == 4;
                using (isOne ? code.Block() : code.Block($"for (int u = {start}; u < {end}; u += {(section.Kind == VectorKind.Four ? "4" : "V.Count")})"))
                {
                    WriteVector(code, new StepCode(code, code.Vector(section.Kind), isOne ? $"{start}" : "u", UnitStride), isGradient, hasOutput);
                }
            }
        }
    }

    private void WriteVector(KernelWriter code, StepCode step, bool isGradient, bool hasOutput)
    {
        if (isGradient)
        {
            step.Let("dh", step.Load("dstate") + (hasOutput ? $" + {step.Load("dy")}" : ""));
            _layer.WriteGradient(step);
            if (Passed.Any() && !_layer.PassesStateOn)
            {
                step.Store($"{step.Vector}.Zero", "passed");
            }

            return;
        }

        step.Let("before", step.Load("state"));
        _layer.WriteStep(step);
        step.Store("before", "before");
        if (hasOutput)
        {
            step.Store("h", "y");
        }
    }

    /// <summary>What a step of the padding does: nothing to the state; its output and the gradients of its gates are 0.</summary>
    private void WritePadding(KernelWriter code, bool isGradient, bool hasOutput, int start, int end)
    {
        string rows = code.Names.Rows;
        using (code.Block($"if (t >= {LengthOfRow(code)}) // padding: the state stays"))
        {
            if (!isGradient && hasOutput)
            {
                code.Line($"{rows}.Clear(ref {code.At("yRow", $"{start}")}, {end - start});");
            }

            if (start == 0)
            {
                if (isGradient)
                {
                    foreach (Buffer buffer in Gradients.Append(_compact["dsums"]))
                    {
                        code.Line($"{rows}.Clear(ref {RowName(buffer, false, true)}, {GatesStride});");
                    }

                    code.Line($"{rows}.Copy(ref {StepCode.Row("dstate")}, {UnitStride}, ref {StepCode.Row("passed")}, {UnitStride}, {UnitStride}, 1);");
                }
                else
                {
                    code.Line($"{rows}.Clear(ref {StepCode.Row("before")}, {UnitStride});");
                }
            }

            code.Line("continue;");
        }

        code.Blank();
    }

    /// <summary>The steps of each example that are no padding; null where there is none.</summary>
    private Buffer? Lengths => _layer.Input.Lengths;

    private IEnumerable<Buffer> LengthsOrNone => Lengths is null ? [] : [Lengths];

    private string LengthOfRow(KernelWriter code) => StepLengths.Of(code, Lengths!, "row");

    /// <summary>The gradients of the gates of all steps.</summary>
    private IEnumerable<Buffer> Gradients => _layer.HasTwoSides ? [_ofStep["dgates"], _ofStep["dparts"]] : [_ofStep["dgates"]];

    /// <summary>What the gradient of the state has besides the product, where there is such.</summary>
    private IEnumerable<Buffer> Passed => _layer.PassesStateOn || Lengths is not null ? [_compact["passed"]] : [];

    /// <summary>The name of a row in a step's loop: the buffer's without its number.</summary>
    private string RowName(Buffer buffer, bool isOutput, bool isGradient) =>
        StepCode.Row(isOutput ? (isGradient ? "dy" : "y") : buffer.Symbol.Substring(0, buffer.Symbol.Length - _suffix.Length));

    /// <summary>Where a buffer is at step t; of the output, the memory that it has.</summary>
    private string AtStep(KernelWriter code, Buffer buffer, Buffer output)
    {
        if (_ofStep.ContainsValue(buffer))
        {
            return code.At(buffer.Symbol, Step(buffer.Length / Steps));
        }

        return buffer == output || buffer == _layer.Output.Data ? code.At(output.Symbol, Offset(Step(_layer.Width))) : buffer.Symbol;
    }

    private int First => _isReverse ? Steps - 1 : 0;

    private int Last => _isReverse ? 0 : Steps - 1;

    private void WriteLoop(KernelWriter code, bool isDown, Action body)
    {
        if (Steps == 1)
        {
            if (Lengths is not null)
            {
                code.Line("const int t = 0;");
            }

            body();
            return;
        }

        using (code.Block(isDown ? $"for (int t = {Steps - 1}; t >= 0; t--)" : $"for (int t = 0; t < {Steps}; t++)"))
        {
            body();
        }
    }

    /// <summary>The transpose of the state's weight, which the gradients of all steps read.</summary>
    public Kernel TransposeOfState(Condition condition) => Transpose("Transpose", _stateWeight, _transposedStateWeight, condition);

    /// <summary>Likewise in panels, for batches of several examples.</summary>
    public IEnumerable<Kernel> TransposedPanels(Condition condition)
    {
        if (_transposedPanels is not { } transposed)
        {
            yield break;
        }

        (MatrixPanels panels, Buffer buffer) = transposed;
        yield return new Kernel($"{Method}TransposedPanels", [_stateWeight.Data], [buffer], code => WriteForMany(code, panels, 1, () => panels.WriteTransposed(code, _stateWeight.Data, _stateWeight.Rows, GatesStride, buffer)))
        {
            Condition = condition,
            Equations = [$"{buffer.Symbol} = {_stateWeight.Symbol}ᵀ, the columns of each tile side by side"],
            Arguments = [KernelArgument.Rows],
        };
    }

    /// <summary>Likewise of the inputs' weight.</summary>
    public Kernel TransposeOfInputs(Condition condition) => Transpose("InputTranspose", InputWeight, TransposedInputWeight, condition);

    private Kernel Transpose(string name, ParameterTensor weight, Buffer transposed, Condition condition)
    {
        return new Kernel(Method + name, [weight.Data], [transposed], Write)
        {
            Condition = condition,
            Equations = [$"{transposed.Symbol} = {weight.Symbol}ᵀ"],
            Arguments = KernelSplit.Rows.Arguments,
            Split = new KernelSplit.Rows(weight.Rows, VectorPlan.MaxLanes, [weight.Data, transposed]),
        };

        void Write(KernelWriter code) =>
            code.Line($"{code.Names.Rows}.Transpose(ref {weight.Symbol}, first, end, {weight.Rows}, {GatesStride}, {GatesStride}, ref {transposed.Symbol}, {Value.Padded(weight.Rows)});");
    }

    /// <summary>The gradients of all gates, from the step that came last to the first.</summary>
    public Kernel Backward(Condition condition)
    {
        Buffer dy = _layer.Output.Gradient, dstate = _compact["dstate"], copy = _compact["dstep"];
        Kernel product = StateGradient();
        Kernel[] steps = [.. StepParts(isGradient: true)];
        IEnumerable<Buffer> carried = [dstate, .. _layer.HasCell ? [_compact["dcell"]] : Array.Empty<Buffer>(), _compact["dsums"], .. Passed];
        bool copies = _layer.ReturnsSequences && !EndsOnVector;
        return new Kernel($"{Method}Backward", [_transposedStateWeight, .. BufferOf(_transposedPanels), _ofStep["gates"], .. KeptOfStep, .. LengthsOrNone, dy], [.. Gradients, .. carried, .. copies ? [copy] : Array.Empty<Buffer>()], Write)
        {
            Condition = condition,
            Equations = [$"from step {Last} to step {First}: {string.Join(" and ", Gradients.Select(buffer => buffer.Symbol))}, {(_layer.HasTwoSides ? "ā and b̄" : "ā")} of all steps"],
            Helpers = [.. steps, product],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            code.Line($"{code.Names.Rows}.Clear(ref {dstate.Symbol}, rows * {UnitStride});");
            if (_layer.HasCell)
            {
                code.Line($"{code.Names.Rows}.Clear(ref {_compact["dcell"].Symbol}, rows * {UnitStride});");
            }

            if (copies)
            {
                code.Line($"{code.Names.Rows}.Clear(ref {copy.Symbol}, rows * {UnitStride});");
            }

            if (!_layer.ReturnsSequences)
            {
                WriteCopyIn(code, dy, dstate, "0");
            }

            WriteLoop(code, !_isReverse, () =>
            {
                if (copies)
                {
                    WriteCopyIn(code, dy, copy, Step(_layer.Width));
                }

                foreach (Kernel step in steps)
                {
                    code.Line($"{step.CallWith(argument => argument, buffer => AtStep(code, buffer, dy))};");
                }

                if (Steps > 1)
                {
                    code.Line($"if (t != {First}) {product.Call};");
                }
            });
        }
    }

    private void WriteCopyIn(KernelWriter code, Buffer dy, Buffer to, string step) =>
        code.Line($"{code.Names.Rows}.Copy(ref {code.At(dy.Symbol, Offset(step))}, {_layer.Output.Stride}, ref {to.Symbol}, {UnitStride}, {_layer.Units}, rows);");

    /// <summary>The gradient of the state before a step.</summary>
    private Kernel StateGradient()
    {
        Buffer dsums = _compact["dsums"], dstate = _compact["dstate"], passed = _compact["passed"];
        VectorPlan plan = VectorPlan.Choose(UnitStride, GatesStride);
        return new Kernel($"{Method}StateGradient", [dsums, _transposedStateWeight, .. BufferOf(_transposedPanels), .. Passed], [dstate], Write)
        {
            Equations = [$"h̄[{Before}] = {(_layer.PassesStateOn ? "z ⊙ h̄[t] + " : "")}{_stateWeight.Symbol}ᵀ·{(_layer.HasTwoSides ? "b̄" : "ā")}, for one step"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code) => new MatrixProduct(code, plan)
        {
            Columns = UnitStride,
            Column = "u",
            InnerCount = GatesStride,
            Inner = "o",
            Left = dsums.Symbol,
            LeftRowStride = GatesStride,
            Right = _transposedStateWeight.Symbol,
            RightStride = UnitStride,
            Panels = _transposedPanels?.Buffer.Symbol,
            Accumulator = "g",
            StartOfElement = Passed.Any() ? (vector, at) => $"{vector}.Load(ref {passed.Symbol}, {at})" : null,
            Store = (vector, value, at, _) => code.Store(vector, value, dstate.Symbol, at),
        }.Write();
    }

    /// <summary>The contribution of this direction to the gradient of the inputs, in padded rows.</summary>
    public Kernel InputGradientPart(Buffer part, Condition condition)
    {
        return new Kernel($"{Method}InputGradient", [GateGradients, TransposedInputWeight], [part], Write)
        {
            Condition = condition,
            Equations = [$"{part.Symbol} = {InputWeight.Symbol}ᵀ·{GateBar}, for all steps"],
            Arguments = [KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            _layer.WriteBeginSteps(code);
            WriteInputGradient(code, null, (vector, value, at) => code.Store(vector, value, part.Symbol, at));
        }
    }

    /// <summary>Writes the product of the gates' gradients and the transposed weight, in padded rows.</summary>
    public void WriteInputGradient(KernelWriter code, Buffer? start, Action<string, string, string> store) =>
        new MatrixProduct(code, VectorPlan.Choose(Value.Padded(_layer.Features), GatesStride))
        {
            Columns = Value.Padded(_layer.Features),
            Column = "i",
            InnerCount = GatesStride,
            Inner = "o",
            Left = GateGradients.Symbol,
            LeftRowStride = GatesStride,
            Right = TransposedInputWeight.Symbol,
            RightStride = Value.Padded(_layer.Features),
            Accumulator = "g",
            StartOfElement = start is null ? null : (vector, at) => $"{vector}.Load(ref {start.Symbol}, {at})",
            Store = (vector, value, at, _) => store(vector, value, at),
        }.Write();

    /// <summary>The gradients of both weights and biases: each one product over all steps of all examples.</summary>
    public IEnumerable<Kernel> WeightGradients(PassContext context)
    {
        string statePart = _layer.HasTwoSides ? "b̄" : GateBar;
        ParameterTensor[] ofInputs = _inputBias is null ? [] : _layer.HasTwoSides ? [_inputBias] : [_inputBias, _stateBias!];
        ParameterTensor[] ofState = _stateBias is null || !_layer.HasTwoSides ? [] : [_stateBias];
        yield return new WeightGradient(InputWeight, _layer.InputBuffer, _layer.InputStride, GateGradients, Steps) { Biases = ofInputs }
            .Kernel($"{Method}InputWeightGradient", context, penalty => Equations(InputWeight, penalty, GateBar, $"{_layer.Input.Symbol}[t]", ofInputs));
        yield return new WeightGradient(_stateWeight, _ofStep["before"], UnitStride, StatePartGradients, Steps) { Biases = ofState }
            .Kernel($"{Method}StateWeightGradient", context, penalty => Equations(_stateWeight, penalty, statePart, $"h[{Before}]", ofState));
    }

    private static IReadOnlyList<string> Equations(ParameterTensor weight, string penalty, string gradient, string input, IEnumerable<ParameterTensor> biases) =>
        [$"{weight.Bar} = {penalty}{gradient}·{input}ᵀ{string.Concat(biases.Select(bias => $",  {bias.Bar} = {gradient}"))},  summed over all steps of all examples"];

    private static string Plus(ParameterTensor? bias) => bias is null ? "" : $" + {bias.Symbol}";
}
