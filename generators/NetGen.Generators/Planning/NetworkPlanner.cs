using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Planning;

/// <summary>Makes a plan of a network: a pure function of its declaration.</summary>
internal static class NetworkPlanner
{
    /// <summary>The most layers, with all blocks unfolded.</summary>
    public const int MaxLayers = 10_000;

    public static NetworkPlan Plan(NetworkSpec spec)
    {
        NetworkPlan plan = Measure(spec);
        if (plan.IsValid)
        {
            plan.Stages = Fusion.Fuse(plan);
            Passes.Plan(plan);
            plan.OneExample = OneExamplePlan.Choose(plan);
            MemoryPlanner.Plan(plan);
            plan.ForwardSteps = PassStep.Of(plan.Forward, []);
            plan.BackwardSteps = PassStep.Of(plan.Backward, plan.UpdatesAtEnd ? [] : plan.Updates);
            StreamPlanner.Plan(plan);
        }

        return plan;
    }

    /// <summary>The graph with all shapes and parameters, and what is wrong; what a network's constants say, at a part of the cost.</summary>
    public static NetworkPlan Measure(NetworkSpec spec)
    {
        NetworkPlan plan = new(spec);
        ProblemReporter problems = new();
        problems.Report(spec.Problems);

        // What the compiler cannot read is missing here, and would only bring further problems.
        if (!spec.HasInvalidAttributes && Bind(plan, problems) && problems.Problems.Count == 0)
        {
            DeclareParameters(plan, problems);
            CheckSize(plan, problems);
        }

        plan.Problems = problems.Problems;
        return plan;
    }

    /// <summary>The graph of a stream, of a network that has none of the problems that it may have.</summary>
    public static bool BindStream(NetworkPlan plan)
    {
        ProblemReporter problems = new();
        if (!new GraphBuilder(plan, problems).Build())
        {
            return false;
        }

        DeclareParameters(plan, problems);
        return problems.Problems.Count == 0;
    }

    private static bool Bind(NetworkPlan plan, ProblemReporter problems)
    {
        int reported = problems.Problems.Count;
        CheckDeclaration(plan.Spec, problems);
        bool isWhole = !plan.Spec.Problems.Any(problem => problem.Id is "NG0030" or "NG0031");
        if (isWhole && LayerCount.Of(plan.Spec) > MaxLayers)
        {
            problems.Report("NG0035", -1, plan.Spec.Type.Name, Notation.Number(MaxLayers));
        }

        return problems.Problems.Count == reported && isWhole && plan.Spec.Inputs.Count > 0 && new GraphBuilder(plan, problems).Build();
    }

    private static void DeclareParameters(NetworkPlan plan, ProblemReporter problems)
    {
        ParameterContext context = new(plan.Spec, problems);
        foreach (Layer layer in plan.Layers)
        {
            layer.DeclareParameters(context);
            foreach (ParameterTensor parameter in layer.Parameters)
            {
                parameter.IsTrainable = layer.IsTrainable;
            }

            if (layer.TiedTo is { } other)
            {
                Share(layer, other, problems);
            }
        }
    }

    private static void Share(Layer layer, Layer other, ProblemReporter problems)
    {
        // A dense layer shares the weight of an embedding, and has a bias of its own.
        IReadOnlyList<ParameterTensor> shared = layer.Spec.Kind == other.Spec.Kind ? layer.Parameters : [layer.Parameters[0]];
        if (!shared.Select(Shape).SequenceEqual(other.Parameters.Select(Shape)))
        {
            problems.Report("NG0034", layer.Spec.Attribute, layer.Name, other.Name, $"it has {Shapes(other)}, but {layer.Name} needs {Shapes(layer)}");
            return;
        }

        for (int i = 0; i < shared.Count; i++)
        {
            shared[i].Share(other.Parameters[i]);
        }

        static string Shapes(Layer layer) => string.Join(" and ", layer.Parameters.Select(Shape));

        static string Shape(ParameterTensor parameter) =>
            $"{parameter.Name.Substring(parameter.Name.LastIndexOf('.') + 1)} [{string.Join(", ", parameter.Axes)}]";
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

        foreach (InputSpec input in spec.Inputs)
        {
            CheckInput(input, spec.Scalar, problems);
        }

        foreach (PenaltySpec penalty in spec.Penalties)
        {
            if (!(penalty.Rate >= 0) || double.IsInfinity(penalty.Rate))
            {
                problems.Report("NG0017", penalty.Attribute, penalty.Kind, "the rate", "a finite number of at least 0", penalty.Rate.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static void CheckInput(InputSpec input, Scalar scalar, ProblemReporter problems)
    {
        string declaration = input.IsTokens ? "[Input<int>]" : "[Input]";
        foreach (int axis in input.Axes.Where(axis => axis < 1))
        {
            problems.Report("NG0005", input.Attribute, $"Every axis of {declaration}", axis.ToString(CultureInfo.InvariantCulture));
        }

        Shape shape = new(input.Axes);
        if (shape.Elements > Model.Shape.MaxElements)
        {
            problems.Report("NG0014", input.Attribute, declaration, Notation.Number(shape.Elements), shape.ToString());
        }

        if (input.IsTokens && shape.Rank != 1)
        {
            problems.Report("NG0017", input.Attribute, declaration, "the number of axes", "1, the tokens of an example", $"{shape.Rank.ToString(CultureInfo.InvariantCulture)} ({shape})");
        }
        else if (input.Padding is not null && !input.IsTokens && shape.Rank != 2)
        {
            problems.Report("NG0043", input.Attribute, declaration, shape.ToString());
        }

        if (input.Padding is { } padding && !(Math.Abs(padding) <= (scalar == Scalar.Single ? float.MaxValue : double.MaxValue)))
        {
            problems.Report("NG0017", input.Attribute, declaration, "Padding", "a finite number of the network's precision", padding.ToString("R", CultureInfo.InvariantCulture));
        }

        if (!IsWord(input.Name))
        {
            problems.Report("NG0016", input.Attribute, input.Name);
        }
    }

    /// <summary>Whether it can name a value.</summary>
    public static bool IsWord(string name) =>
        name.Length > 0 && char.IsLetter(name[0]) && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    private static void CheckSize(NetworkPlan plan, ProblemReporter problems)
    {
        foreach (Layer layer in plan.Layers)
        {
            long count = layer.Parameters.Sum(parameter => (long)parameter.Rows * parameter.Groups * parameter.GroupStride);
            if (count > Model.Shape.MaxElements)
            {
                problems.Report("NG0014", layer.Spec.Attribute, $"The weight of {layer.Name}", Notation.Number(count), string.Join("x", layer.Parameters[0].Axes));
                return;
            }
        }

        long total = plan.Parameters.Sum(parameter => (long)parameter.Rows * parameter.Groups * parameter.GroupStride + 16);
        if (total > Model.Shape.MaxElements)
        {
            problems.Report("NG0014", -1, plan.Spec.Type.Name, Notation.Number(total), "of all its parameters");
        }
    }
}
