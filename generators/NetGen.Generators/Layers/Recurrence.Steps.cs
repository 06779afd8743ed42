using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <content>What a step does unit by unit, in both passes.</content>
internal sealed partial class Recurrence
{
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
        step.Store("h", "state");
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
}
