using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Emission;

/// <summary>What the methods for one example have in common.</summary>
internal sealed class OneExampleWriter(NetworkPlan plan, KernelWriter code)
{
    private const int MostCopiedOneByOne = 8;

    /// <summary>The references to the parameters.</summary>
    public void WriteParameters()
    {
        code.Line($"ref {plan.Scalar} parameters = ref _parameters.Origin;");
        foreach (Buffer buffer in plan.OneExample!.Layers.SelectMany(layer => layer.Stage.Layers.SelectMany(part => part.Parameters)).Select(parameter => parameter.Data).Distinct())
        {
            code.Row(buffer.Symbol, "parameters", $"{buffer.Offset}");
        }
    }

    /// <summary>What a layer computes, as comments.</summary>
    public void WriteEquations(OneExampleLayer layer, string input)
    {
        foreach (string equation in new ElementChain(layer.Stage).Equations($"{layer.Weight.Symbol}·{input}{(layer.Bias is null ? "" : $" + {layer.Bias.Symbol}")}"))
        {
            code.Line("// " + equation);
        }
    }

    /// <summary>A sum's start: the bias, or zero.</summary>
    public static string Start(OneExampleLayer layer, string vector, string at) =>
        layer.Bias is null ? $"{vector}.Zero" : $"{vector}.Load(ref {layer.Bias.Symbol}, {at})";

    /// <summary>The activations of a value.</summary>
    public static string Activate(OneExampleLayer layer, string vector, string value, string at) =>
        layer.Stage.Chain.Aggregate(value, (expression, activation) => activation.Forward(vector, expression, new VectorPlace.InRow(at, at)));

    /// <summary>Copies the outputs to the caller's.</summary>
    public void WriteOutputs(string source)
    {
        if (plan.Output.Size > MostCopiedOneByOne)
        {
            code.Line($"{code.Names.Rows}.Copy(in {source}, 0, ref y, 0, {plan.Output.Size}, 1);");
            return;
        }

        for (int o = 0; o < plan.Output.Size; o++)
        {
            code.Line($"{code.At("y", $"{o}")} = {code.At(source, $"{o}")};");
        }
    }
}
