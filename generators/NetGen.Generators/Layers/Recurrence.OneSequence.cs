using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <content>One step of one sequence of a stream: the sums of all gates of a few units at a time, in registers, and what becomes of them.</content>
internal sealed partial class Recurrence
{
    /// <summary>The most elements of both weights: larger ones come from the second cache, best in the order in which they lie.</summary>
    private const int MostWeightsOfOneStep = 32 * 1024;

    /// <summary>Whether a step of one sequence has a way of its own, rather than that of several.</summary>
    public bool HasStepOfOne => (long)GatesStride * (_layer.Features + _layer.Units) <= MostWeightsOfOneStep;

    /// <summary>One step of one sequence, which keeps nothing that only a backward pass reads.</summary>
    /// <param name="chain">What follows element by element.</param>
    /// <param name="definition">What the layer computes.</param>
    public Kernel StepOfOne(ElementChain chain, string definition)
    {
        ColumnSection[] sections = [.. SectionsOfOne()];
        bool isWhole = sections.Length == 1 && sections[0].Kind != VectorKind.Widest, isOneMethod = sections.Length == 1 && !chain.HasLoop;
        string[] names = ["Units", "UnitsNext", "UnitsRest", "UnitsLast"];
        Kernel[] parts = [.. sections.Select((section, i) => StepOfOne(names[i], section, chain.HeadBuffer, isWhole))];
        return new Kernel($"{Method}One", parts.SelectMany(part => part.Reads).Concat(chain.Reads), parts.SelectMany(part => part.Writes).Append(_compact["state"]).Concat(chain.Writes), Write)
        {
            Equations = [.. chain.Equations(definition), .. isOneMethod ? _layer.StepEquations(this) : [], "one step of one sequence, from the state that the one before has left"],
            Helpers = isOneMethod ? [] : parts,
            Arguments = [.. chain.Arguments, .. chain.HasLoop ? new[] { KernelArgument.Rows } : []],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            if (isOneMethod)
            {
                WriteSectionOfOne(code, sections[0], chain.HeadBuffer, isWhole);
            }
            else
            {
                foreach (Kernel part in parts)
                {
                    code.Line($"{part.Call};");
                }
            }

            if (!isWhole)
            {
                code.Blank();
                code.Columns("u", UnitStride, true, (vector, u, _) => code.Store(vector, $"{vector}.Load(ref {chain.HeadSymbol}, {u})", _compact["state"].Symbol, u));
            }

            chain.WriteLoop(code);
        }
    }

    /// <summary>The units: two of the machine's widest vectors of each gate side by side, then two or one of eight, then one of four.</summary>
    private IEnumerable<ColumnSection> SectionsOfOne()
    {
        const int Wide = 2 * VectorPlan.MaxLanes, Eight = 8;
        int start = UnitStride / Wide * Wide, rest = UnitStride - start;
        if (start > 0)
        {
            yield return new ColumnSection(0, start, VectorKind.Widest, 2);
        }

        foreach (int count in new[] { 2 * Eight, Eight })
        {
            if (rest >= count)
            {
                yield return new ColumnSection(start, count, VectorKind.Eight, count / Eight);
                start += count;
                rest -= count;
            }
        }

        if (rest > 0)
        {
            yield return new ColumnSection(start, rest, VectorKind.Four, 1);
        }
    }

    /// <param name="name">What follows the method's name.</param>
    /// <param name="units">The units.</param>
    /// <param name="head">Where the state goes as the layer's output.</param>
    /// <param name="isWhole">Whether all units are computed at once, so that the state may be overwritten.</param>
    private Kernel StepOfOne(string name, ColumnSection units, Buffer head, bool isWhole)
    {
        Buffer state = _compact["state"];
        IEnumerable<Buffer> biases = _inputBias is null ? [] : [_inputBias.Data, _stateBias!.Data];
        IEnumerable<Buffer> sums = units.Kind != VectorKind.Four ? [_ofStep["gates"], _compact["sums"]] : [];
        string which = UnitStride == units.Count ? "" : $", units {units.Start} to {units.Start + units.Count - 1}";
        return new Kernel($"{Method}One{name}", [_layer.Input.Data, InputWeight.Data, _stateWeight.Data, .. biases, state], [.. sums, .. _layer.HasCell ? [_compact["cell"]] : Array.Empty<Buffer>(), .. isWhole ? [state] : Array.Empty<Buffer>(), head], code => WriteSectionOfOne(code, units, head, isWhole))
        {
            Equations = [.. _layer.StepEquations(this), $"for one step of one sequence{which}"],
        };
    }

    private void WriteSectionOfOne(KernelWriter code, ColumnSection units, Buffer head, bool isWhole)
    {
        if (units.Kind == VectorKind.Eight)
        {
            code.EightColumns(units, WriteUnits);
        }
        else if (units.Kind == VectorKind.Widest)
        {
            using (code.ColumnLoop("first", units))
            {
                WriteUnits(units);
            }
        }
        else
        {
            WriteUnits(units);
        }

        void WriteUnits(ColumnSection some) => new UnitsOfOne(this, code, some, head, isWhole).Write();
    }

    /// <summary>Some vectors of units side by side: the sums of their gates, and their step.</summary>
    private sealed class UnitsOfOne(Recurrence recurrence, KernelWriter code, ColumnSection units, Buffer head, bool isWhole)
    {
        private const string InputPart = "x", StatePart = "h";

        private readonly string _vector = code.Vector(units.Kind);
        private readonly int? _lanes = units.Kind switch { VectorKind.Widest => null, VectorKind.Eight => 8, _ => 4 };
        private readonly string _first = units.Kind == VectorKind.Widest ? "first" : $"{units.Start}";

        private int Gates => recurrence._layer.Gates.Count;

        public void Write()
        {
            WriteSums(InputPart, recurrence.InputWeight, recurrence._inputBias, recurrence._layer.Input.Symbol, recurrence._layer.Features);
            code.Blank();
            WriteSums(StatePart, recurrence._stateWeight, recurrence._stateBias, recurrence._compact["state"].Symbol, recurrence._layer.Units);
            code.Blank();
            if (units.Vectors == 1)
            {
                WriteStep(StepAt(_first) with { Registers = gate => new GateSums(Sum(InputPart, gate, 0), Sum(StatePart, gate, 0)) });
                return;
            }

            // By way of memory: written out for each vector, a step would be too much for the JIT.
            for (int gate = 0; gate < Gates; gate++)
            {
                for (int v = 0; v < units.Vectors; v++)
                {
                    code.Store(_vector, Sum(InputPart, gate, v), recurrence._ofStep["gates"].Symbol, At(gate, v));
                    code.Store(_vector, Sum(StatePart, gate, v), recurrence._compact["sums"].Symbol, At(gate, v));
                }
            }

            code.Blank();
            string end = _lanes is null ? $"first + {units.Vectors} * V.Count" : $"{units.Start + units.Count}";
            using (code.Block($"for (int u = {_first}; u < {end}; u += {_lanes?.ToString(CultureInfo.InvariantCulture) ?? "V.Count"})"))
            {
                WriteStep(StepAt("u"));
            }
        }

        /// <summary>A part of the sums of all gates, which starts with its bias.</summary>
        private void WriteSums(string part, ParameterTensor weight, ParameterTensor? bias, string source, int terms)
        {
            for (int gate = 0; gate < Gates; gate++)
            {
                code.Line($"{_vector} {string.Join(", ", Vectors.Select(v => $"{Sum(part, gate, v)} = {(bias is null ? $"{_vector}.Zero" : $"{_vector}.Load(ref {bias.Symbol}, {At(gate, v)})")}"))};");
            }

            string row = $"{weight.Symbol}Row";
            code.Row(row, weight.Symbol, _first);
            if (terms == 1)
            {
                WriteTerm(part, source, row);
                return;
            }

            using (code.Block($"for (int k = 0; k < {terms}; k++)"))
            {
                WriteTerm(part, $"{code.Names.Unsafe}.Add(ref {source}, k)", row);
                code.Line($"{row} = ref {code.At(row, $"{recurrence.GatesStride}")};");
            }
        }

        private void WriteTerm(string part, string element, string row)
        {
            code.Line($"{_vector} e{part} = {_vector}.Broadcast({element});");
            for (int gate = 0; gate < Gates; gate++)
            {
                code.Line(string.Join(" ", Vectors.Select(v => $"{Sum(part, gate, v)} = {_vector}.MultiplyAdd(e{part}, in {row}, {InRow(gate, v)}, {Sum(part, gate, v)});")));
            }
        }

        private StepCode StepAt(string unit) => new(code, _vector, unit, recurrence.UnitStride) { IsInference = true, Suffix = recurrence._suffix };

        private void WriteStep(StepCode step)
        {
            if (recurrence._layer.PassesStateOn)
            {
                step.Let("before", step.Load("state"));
            }

            recurrence._layer.WriteStep(step);
            if (isWhole)
            {
                step.Store("h", "state");
            }

            code.Store(_vector, "h", head.Symbol, step.Column);
        }

        private IEnumerable<int> Vectors => Enumerable.Range(0, units.Vectors);

        /// <summary>The name of a vector of sums: of gate r, rx and rh.</summary>
        private string Sum(string part, int gate, int v) => $"{recurrence._layer.Gates[gate]}{part}{(units.Vectors == 1 ? "" : $"{v}")}";

        private string At(int gate, int v) => _lanes is null ? KernelWriter.Sum(_first, InRow(gate, v)) : $"{units.Start + gate * recurrence.UnitStride + v * _lanes}";

        /// <summary>Likewise, from the first unit on.</summary>
        private string InRow(int gate, int v)
        {
            int offset = gate * recurrence.UnitStride;
            string widths = v == 1 ? "V.Count" : $"{v} * V.Count";
            return _lanes is { } lanes ? $"{offset + v * lanes}" : v == 0 ? $"{offset}" : offset == 0 ? widths : $"{offset} + {widths}";
        }
    }
}
