using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Kernels.Products;

namespace NetGen.Generators.Layers;

/// <content>The backward pass: step by step from the last, then the gradients of the inputs and the weights.</content>
internal sealed partial class Recurrence
{
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
            Arguments = KernelSplit.Range.Arguments,
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
        RightMatrix right = new(_transposedStateWeight.Symbol, UnitStride, RightPlace.Caches) { Panels = _transposedPanels?.Buffer.Symbol };
        ProductPlan product = ProductPlan.Choose(new MatrixProduct(new LeftMatrix(dsums.Symbol, GatesStride), right)
        {
            Columns = UnitStride,
            Terms = GatesStride,
            Letters = new ProductLetters(Column: "u", Term: "o", Sum: "g"),
        });
        return new Kernel($"{Method}StateGradient", [dsums, _transposedStateWeight, .. BufferOf(_transposedPanels), .. Passed], [dstate], Write)
        {
            Equations = [$"h̄[{Before}] = {(_layer.PassesStateOn ? "z ⊙ h̄[t] + " : "")}{_stateWeight.Symbol}ᵀ·{(_layer.HasTwoSides ? "b̄" : "ā")}, for one step"],
            Arguments = [KernelArgument.Rows],
            Products = [product],
        };

        void Write(KernelWriter code) => ProductWriter.Write(code, product, new SumEnds((vector, value, at, _) => code.Store(vector, value, dstate.Symbol, at))
        {
            StartOfElement = Passed.Any() ? (vector, at) => $"{vector}.Load(ref {passed.Symbol}, {at})" : null,
        });
    }

    /// <summary>The contribution of this direction to the gradient of the inputs, in padded rows.</summary>
    public Kernel InputGradientPart(Buffer part, Condition condition)
    {
        return new Kernel($"{Method}InputGradient", [GateGradients, TransposedInputWeight], [part], Write)
        {
            Condition = condition,
            Equations = [$"{part.Symbol} = {InputWeight.Symbol}ᵀ·{GateBar}, for all steps"],
            Arguments = [KernelArgument.Rows],
            Products = [InputGradientProduct],
        };

        void Write(KernelWriter code)
        {
            _layer.WriteBeginSteps(code);
            WriteInputGradient(code, null, (vector, value, at) => code.Store(vector, value, part.Symbol, at));
        }
    }

    /// <summary>Writes the product of the gates' gradients and the transposed weight, in padded rows.</summary>
    public void WriteInputGradient(KernelWriter code, Buffer? start, Action<string, string, string> store) =>
        ProductWriter.Write(code, InputGradientProduct, new SumEnds((vector, value, at, _) => store(vector, value, at))
        {
            StartOfElement = start is null ? null : (vector, at) => $"{vector}.Load(ref {start.Symbol}, {at})",
        });

    /// <summary>The product of the gates' gradients of all steps and the transposed weight of the inputs.</summary>
    public ProductPlan InputGradientProduct =>
        ProductPlan.Choose(new MatrixProduct(new LeftMatrix(GateGradients.Symbol, GatesStride), new RightMatrix(TransposedInputWeight.Symbol, Value.Padded(_layer.Features), RightPlace.Caches))
        {
            Columns = Value.Padded(_layer.Features),
            Terms = GatesStride,
            Letters = new ProductLetters(Column: "i", Term: "o", Sum: "g"),
        });

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
}
