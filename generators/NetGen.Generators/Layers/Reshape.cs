using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Model;
using NetGen.Generators.Text;

namespace NetGen.Generators.Layers;

/// <summary>The same elements with other axes.</summary>
internal sealed class Reshape : ViewLayer
{
    public override string Declaration => $"Reshape({Axes})";

    private Shape Axes => new(Spec.Arguments.Ints("shape"));

    public override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => [];

    public override Shape? InferShape(Shape input, ProblemReporter problems)
    {
        foreach (int axis in Axes.Axes.Where(axis => axis < 1))
        {
            problems.Report("NG0005", Spec.Attribute, $"Every axis of {Name}", axis.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        if (Axes.Rank == 0 || Axes.Elements != input.Elements)
        {
            problems.Report("NG0037", Spec.Attribute, Name, Axes.Rank == 0 ? "no axes" : Axes.ToString(), Axes.Rank == 0 ? "0" : Notation.Number(Axes.Elements), input.ToString(), Notation.Number(input.Elements));
            return null;
        }

        return Axes;
    }
}
