using System.Globalization;

namespace NetGen.Generators.Layers;

/// <summary>y = x + e, with e[s, 2i] = sin(s / 10000^(2i/d)) and e[s, 2i + 1] the cosine of the same, from a table that the runtime makes once.</summary>
internal sealed class SinusoidalEncoding : PositionsLayer
{
    public override string Declaration => "SinusoidalEncoding";

    protected override string Positions => "table";

    public override string Definition => $"{Input.Symbol} + e,  e[s, 2i] = sin(s/10000^(2i/{Features})),  e[s, 2i + 1] = cos(the same)";

    private string Features => Output.Shape.Last.ToString(CultureInfo.InvariantCulture);

    protected override IEnumerable<string> LocalsOf(string scalar) =>
        [$"ref {scalar} table = ref global::NetGen.CompilerServices.SinusoidalTable.Of<{scalar}>({Steps.ToString(CultureInfo.InvariantCulture)}, {Features});"];
}
