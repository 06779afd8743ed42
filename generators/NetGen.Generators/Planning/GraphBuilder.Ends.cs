using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Model;
using NetGen.Generators.Text;
namespace NetGen.Generators.Planning;

/// <content>Where a graph begins, its inputs, and where it ends, its losses.</content>
internal sealed partial class GraphBuilder
{
    /// <summary>One input, or several that lie side by side in one and are cut out of it.</summary>
    private bool BindInputs(Scope scope)
    {
        EquatableArray<InputSpec> declared = plan.Spec.Inputs;
        _symbols.Add("x");
        if (declared.Count == 1)
        {
            plan.Input = new Value("x", new Shape(declared[0].Axes), null) { InputName = declared[0].Name };
            Describe(plan.Input, declared[0], 0, "x");
            scope.Add(declared[0].Name, plan.Input);
            if (declared[0].IsTokens)
            {
                plan.InputParts = [PartOf(declared[0], 0)];
            }

            return true;
        }

        long total = declared.Sum(input => new Shape(input.Axes).Elements);
        if (total > Shape.MaxElements)
        {
            problems.Report("NG0014", -1, plan.Spec.Type.Name, Notation.Number(total), "of all its inputs");
            return false;
        }

        plan.Input = new Value("x", new Shape((int)total), null) { InputName = "" };
        List<InputPart> parts = [];
        int start = 0;
        foreach (InputSpec input in declared)
        {
            if (scope.Contains(input.Name))
            {
                problems.Report("NG0008", input.Attribute, input.Name, scope.Description);
                return false;
            }

            InputPart part = PartOf(input, start);
            parts.Add(part);
            Value value = CutOut(part, parts.Count, input.Attribute);
            Describe(value, input, start, value.Symbol);
            scope.Add(input.Name, value);
            start += part.Size;
        }

        plan.InputParts = parts;
        return true;
    }

    private static InputPart PartOf(InputSpec input, int start) =>
        new(input.Name, start, new Shape(input.Axes)) { Attribute = input.Attribute, IsTokens = input.IsTokens };

    /// <summary>What the declaration says of an input beside its shape.</summary>
    private void Describe(Value value, InputSpec input, int start, string symbol)
    {
        value.IsTokens = input.IsTokens;
        if (input.Padding is { } padding)
        {
            StepLengths lengths = new(plan.Input, start, value.Shape, padding, symbol) { InputName = input.Name };
            value.Lengths = lengths.Buffer;
            plan.StepLengths.Add(lengths);
        }
    }

    private Value CutOut(InputPart part, int number, int attribute)
    {
        Arguments range = new(new Argument[] { new("start", part.Start), new("count", part.Size) }.ToEquatableArray());
        Layer cut = Create(new LayerSpec(nameof(Slice), range, null, attribute), part.Name, isTrainable: true)!;
        cut.IsInput = true;
        Value value = Bind(cut, [plan.Input], "x" + number.ToString(CultureInfo.InvariantCulture))!;
        if (part.Shape.Rank == 1)
        {
            return value;
        }

        Layer view = Create(new LayerSpec(nameof(Reshape), new(new Argument[] { new("shape", part.Shape.Axes) }.ToEquatableArray()), null, attribute), part.Name, isTrainable: true)!;
        view.IsInput = true;
        return Bind(view, [value])!;
    }

    private bool BindLosses(Scope scope)
    {
        List<Loss> losses = [];
        foreach (LossSpec declared in plan.Spec.Losses)
        {
            if (Loss.Create(declared) is not { } loss)
            {
                problems.Report("NG0007", declared.Attribute, $"[{declared.Kind}]");
                return false;
            }

            if (ValuesOf(loss, scope) is not { } values || !CheckCost(declared))
            {
                return false;
            }

            foreach (Value value in values)
            {
                value.IsKept |= value.Root != plan.Output.Root;
            }

            int alike = losses.Count(other => IsLike(other.Spec));
            int number = plan.Spec.Losses.Count(IsLike) == 1 ? 0 : alike + 1;
            string target = plan.Spec.Losses.Count == 1 ? "t" : "t" + (losses.Count + 1).ToString(CultureInfo.InvariantCulture);
            if (!loss.Bind(values, number, target, problems))
            {
                return false;
            }

            losses.Add(loss);

            // Names are in lower case where kinds are in any.
            bool IsLike(LossSpec other) => Names.CamelCase(other.Kind) == Names.CamelCase(declared.Kind);
        }

        plan.Losses = losses;
        return true;
    }

    /// <summary>The values that a loss reads, in rows; null after reporting a name that is missing, unknown or there twice.</summary>
    private List<Value>? ValuesOf(Loss loss, Scope scope)
    {
        LossSpec declared = loss.Spec;
        string kind = Names.CamelCase(declared.Kind);
        if (declared.Arguments.Text(Loss.From) is { } from && !loss.ValueArguments.Contains(Loss.From))
        {
            problems.Report("NG0017", declared.Attribute, kind, Loss.From, $"left out, for {string.Join(" and ", loss.ValueArguments)} name what it reads", from);
            return null;
        }

        List<Value> values = [];
        foreach (string argument in loss.ValueArguments)
        {
            string? name = declared.Arguments.Text(argument);
            if (name is null && argument != Loss.From)
            {
                problems.Report("NG0017", declared.Attribute, kind, argument, "the name of a value", "left out");
                return null;
            }

            Value? value = name is null ? plan.Output : Find(name, declared.Kind, declared.Attribute, scope);
            if (value is null)
            {
                return null;
            }

            value = Arrange(value, isInLanes: false, declared.Attribute);
            if (values.Any(other => other.Root == value.Root))
            {
                problems.Report("NG0017", declared.Attribute, kind, argument, "a value of its own", $"'{value.Name}' again");
                return null;
            }

            values.Add(value);
        }

        return values;
    }

    /// <summary>Whether a loss has a place in the cost: its factor, and how it is reduced.</summary>
    private bool CheckCost(LossSpec declared)
    {
        double weight = declared.Arguments.Double("Weight") ?? 1;
        if (double.IsNaN(weight) || double.IsInfinity(weight))
        {
            problems.Report("NG0017", declared.Attribute, declared.Kind, "Weight", "a finite number", weight.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        if (declared.Arguments.Int("Reduction") is { } reduction and (< 0 or > 3))
        {
            problems.Report("NG0017", declared.Attribute, declared.Kind, "Reduction", "a value of the enumeration Reduction", reduction.ToString(CultureInfo.InvariantCulture));
            return false;
        }

        return true;
    }
}
