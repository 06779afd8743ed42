using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>The same elements with one axis.</summary>
internal sealed class Flatten : ViewLayer
{
    public override string Declaration => "Flatten";

    public override IEnumerable<Value> StepsOf(IReadOnlyList<Value> inputs, Shape output) => [];

    public override Shape? InferShape(Shape input, ProblemReporter problems) => new Shape((int)input.Elements);
}
