using System.Globalization;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>Makes a plan of a network: a pure function of its declaration.</summary>
internal static class NetworkPlanner
{
    private const long MaxElements = 2147483591; // Array.MaxLength

    public static NetworkPlan Plan(NetworkSpec spec)
    {
        NetworkPlan plan = new(spec);
        ProblemReporter problems = new();
        problems.Report(spec.Problems);

        // What the compiler cannot read is missing here, and would only bring further problems.
        if (!spec.HasInvalidAttributes && Bind(plan, problems) && problems.Problems.Count == 0)
        {
            ParameterContext context = new(spec, plan.Layers, problems);
            foreach (Layer layer in plan.Layers)
            {
                layer.DeclareParameters(context);
            }

            CheckSize(plan, problems);
            if (problems.Problems.Count == 0)
            {
                plan.Stages = Fusion.Fuse(plan);
                Passes.Plan(plan);
                MemoryPlanner.Plan(plan);
            }
        }

        plan.Problems = problems.Problems;
        return plan;
    }

    /// <summary>Makes the graph: layers with their inputs, outputs and shapes.</summary>
    private static bool Bind(NetworkPlan plan, ProblemReporter problems)
    {
        NetworkSpec spec = plan.Spec;
        int reported = problems.Problems.Count;
        CheckDeclaration(spec, problems);
        if (problems.Problems.Count > reported || spec.Inputs.Count == 0)
        {
            return false;
        }

        InputSpec input = spec.Inputs[0];
        Value current = plan.Input = new Value("x", new Shape(input.Axes), null) { UserName = input.Name };
        Dictionary<string, Value> named = new() { [input.Name] = current };
        Dictionary<string, int> counts = [];
        List<Layer> layers = [];
        foreach (LayerSpec declared in spec.Layers)
        {
            counts[declared.Kind] = counts.TryGetValue(declared.Kind, out int count) ? count + 1 : 1;
            Layer? layer = Layer.Create(declared, counts[declared.Kind], layers.Count + 1);
            if (layer is null)
            {
                // An operator that could not be read has been reported already.
                if (!problems.Problems.Any(problem => problem.Attribute == declared.Attribute))
                {
                    problems.Report("NG0007", declared.Attribute, $"[{declared.Kind}]");
                }

                return false;
            }

            if (!CheckNames(declared, layer.Name, named, current, problems) || layer.InferShape(current.Shape, problems) is not { } shape)
            {
                return false;
            }

            if (shape.Elements > MaxElements)
            {
                problems.Report("NG0014", declared.Attribute, layer.Name, Emission.Notation.Number(shape.Elements), shape.ToString());
                return false;
            }

            layer.Input = current;
            current.Users.Add(layer);
            layer.Output = current = new Value(layer.OutputSymbol(current), shape, layer) { UserName = declared.Name };
            named[layer.Name] = current;
            layers.Add(layer);
        }

        plan.Layers = layers;
        plan.Output = current;
        return BindLoss(plan, named, problems);
    }

    private static bool BindLoss(NetworkPlan plan, Dictionary<string, Value> named, ProblemReporter problems)
    {
        if (plan.Spec.Losses.Count == 0)
        {
            return true;
        }

        LossSpec declared = plan.Spec.Losses[0];
        if (declared.Arguments.Text("From") is { } from && CheckFrom(declared.Kind, declared.Attribute, from, named, plan.Output, problems) is false)
        {
            return false;
        }

        if (declared.Arguments.Double("Weight") is { } weight && weight != 1)
        {
            problems.Report("NG0007", declared.Attribute, $"Weight on [{declared.Kind}]");
        }

        plan.Loss = Loss.Create(declared, plan.Output, problems);
        return plan.Loss is not null;
    }

    private static void CheckDeclaration(NetworkSpec spec, ProblemReporter problems)
    {
        if (spec.Inputs.Count == 0 && !spec.Problems.Any(problem => problem.Id == "NG0003"))
        {
            problems.Report("NG0003", -1, spec.Type.Name);
        }

        if (spec.Layers.Count == 0 && spec.Inputs.Count > 0)
        {
            problems.Report("NG0004", -1, spec.Type.Name);
        }

        foreach (InputSpec second in spec.Inputs.Skip(1))
        {
            problems.Report("NG0007", second.Attribute, "A second [Input]");
        }

        foreach (LossSpec second in spec.Losses.Skip(1))
        {
            problems.Report("NG0007", second.Attribute, "A second loss");
        }

        foreach (InputSpec input in spec.Inputs)
        {
            CheckInput(input, problems);
        }

        foreach (PenaltySpec penalty in spec.Penalties)
        {
            if (penalty.Kind != "L2")
            {
                problems.Report("NG0007", penalty.Attribute, $"[{penalty.Kind}]");
            }
            else if (!(penalty.Rate >= 0) || double.IsInfinity(penalty.Rate))
            {
                problems.Report("NG0017", penalty.Attribute, "L2", "the rate", "a finite number of at least 0", penalty.Rate.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static void CheckInput(InputSpec input, ProblemReporter problems)
    {
        foreach (int axis in input.Axes.Where(axis => axis < 1))
        {
            problems.Report("NG0005", input.Attribute, "Every axis of [Input]", axis.ToString(CultureInfo.InvariantCulture));
        }

        Shape shape = new(input.Axes);
        if (shape.Elements > MaxElements)
        {
            problems.Report("NG0014", input.Attribute, "[Input]", Emission.Notation.Number(shape.Elements), shape.ToString());
        }

        if (!IsWord(input.Name))
        {
            problems.Report("NG0016", input.Attribute, input.Name);
        }
    }

    private static bool CheckNames(LayerSpec layer, string name, Dictionary<string, Value> named, Value current, ProblemReporter problems)
    {
        if (layer.Name is { } given && !IsWord(given))
        {
            problems.Report("NG0016", layer.Attribute, given);
            return false;
        }

        if (named.ContainsKey(name))
        {
            problems.Report("NG0008", layer.Attribute, name, "this network");
            return false;
        }

        return layer.From is not { } from || CheckFrom(layer.Kind, layer.Attribute, from, named, current, problems);
    }

    /// <summary>A From that names the value before is what would be taken anyway; others need a graph.</summary>
    private static bool CheckFrom(string kind, int attribute, string from, Dictionary<string, Value> named, Value current, ProblemReporter problems)
    {
        if (!named.TryGetValue(from, out Value value))
        {
            problems.Report("NG0018", attribute, $"[{kind}]", from);
            return false;
        }

        if (value != current)
        {
            problems.Report("NG0007", attribute, $"From = \"{from}\", which is not the value just before [{kind}],");
            return false;
        }

        return true;
    }

    private static bool IsWord(string name) =>
        name.Length > 0 && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static void CheckSize(NetworkPlan plan, ProblemReporter problems)
    {
        foreach (Layer layer in plan.Layers)
        {
            long count = layer.Parameters.Sum(parameter => (long)parameter.Rows * Value.Padded(parameter.Columns));
            if (count > MaxElements)
            {
                problems.Report("NG0014", layer.Spec.Attribute, $"The weight of {layer.Name}", Emission.Notation.Number(count), string.Join("x", layer.Parameters[0].Axes));
                return;
            }
        }

        long total = plan.Layers.SelectMany(layer => layer.Parameters).Sum(parameter => (long)parameter.Rows * Value.Padded(parameter.Columns) + 16);
        if (total > MaxElements)
        {
            problems.Report("NG0014", -1, plan.Spec.Type.Name, Emission.Notation.Number(total), "of all its parameters");
        }
    }
}
