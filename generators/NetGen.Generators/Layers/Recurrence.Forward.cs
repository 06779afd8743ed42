using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Kernels.Products;

namespace NetGen.Generators.Layers;

/// <content>The forward pass: the inputs' part of all steps, then step by step the state's.</content>
internal sealed partial class Recurrence
{
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
        Buffer gates = _ofStep["gates"];
        RightMatrix right = new(InputWeight.Symbol, GatesStride, RightPlace.Caches) { Panels = _inputPanels?.Buffer.Symbol };
        ProductPlan product = ProductPlan.Choose(new MatrixProduct(new LeftMatrix(_layer.InputBuffer.Symbol, _layer.InputStride), right)
        {
            Columns = GatesStride,
            Terms = _layer.Features,
        });
        IEnumerable<Buffer> bias = _inputBias is null ? [] : [_inputBias.Data];
        return new Kernel($"{Method}Inputs", [_layer.InputBuffer, InputWeight.Data, .. BufferOf(_inputPanels), .. bias], [gates], Write)
        {
            Equations = [$"{gates.Symbol}[t] = {InputEquation}, for all steps"],
            Arguments = [KernelArgument.Rows],
            Products = [product],
        };

        void Write(KernelWriter code)
        {
            _layer.WriteBeginSteps(code);
            ProductWriter.Write(code, product, new SumEnds((vector, value, at, _) => code.Store(vector, value, gates.Symbol, at))
            {
                StartOfColumn = _inputBias is null ? null : (vector, column) => $"{vector}.Load(ref {_inputBias.Symbol}, {column})",
            });
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

    /// <summary>How the state's part of all gates of one step is computed.</summary>
    public ProductPlan StateProductPlan
    {
        get
        {
            RightMatrix right = new(_stateWeight.Symbol, GatesStride, RightPlace.Caches) { Panels = _statePanels?.Buffer.Symbol };
            return ProductPlan.Choose(new MatrixProduct(new LeftMatrix(_compact["state"].Symbol, UnitStride), right)
            {
                Columns = GatesStride,
                Terms = _layer.Units,
                Result = _compact["sums"].Symbol,
            });
        }
    }

    /// <summary>The state's part of all gates of one step.</summary>
    private Kernel StateProduct()
    {
        Buffer state = _compact["state"], sums = _compact["sums"];
        ProductPlan product = StateProductPlan;
        IEnumerable<Buffer> bias = _stateBias is null ? [] : [_stateBias.Data];
        return new Kernel($"{Method}Sums", [state, _stateWeight.Data, .. BufferOf(_statePanels), .. bias], [sums], Write)
        {
            Equations = [$"{sums.Symbol} = {StateEquation}, for one step"],
            Arguments = [KernelArgument.Rows],
            Products = [product],
        };

        void Write(KernelWriter code) => ProductWriter.Write(code, product, new SumEnds((vector, value, at, _) => code.Store(vector, value, sums.Symbol, at))
        {
            StartOfColumn = _stateBias is null ? null : (vector, column) => $"{vector}.Load(ref {_stateBias.Symbol}, {column})",
        });
    }
}
