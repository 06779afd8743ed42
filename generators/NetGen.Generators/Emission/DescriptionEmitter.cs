using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Losses;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes what a network says of itself at run time: its inputs, layers and losses with their arguments, its tensors and heads.</summary>
internal sealed class DescriptionEmitter(NetworkPlan plan, CodeWriter writer)
{
    // What the description says in other ways.
    private static readonly string[] s_saidElsewhere = ["Name", "From"];

    public void Write()
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line("public static global::NetGen.NetworkDescription Description { get; } = new(");
        using (writer.Indent())
        {
            writer.Line($"{CodeWriter.Literal(plan.ShortName)}, {CodeWriter.Literal(plan.Scalar)},");
            WriteLayers();
            WriteTensors(plan.Parameters, ",");
            bool hasHeads = plan.LossesWithTargets.Count > 0;
            string heads = hasHeads ? $"heads: [{string.Join(", ", plan.LossesWithTargets.Select(Head))}]);" : ");";
            if (plan.StateLength > 0)
            {
                writer.Line($"{plan.ExampleLength * plan.ScalarBytes},");
                WriteTensors(plan.States, hasHeads ? "," : heads);
            }
            else
            {
                writer.Line($"{plan.ExampleLength * plan.ScalarBytes}{(hasHeads ? "," : heads)}");
            }

            if (hasHeads)
            {
                writer.Line(heads);
            }
        }

        writer.Line();
    }

    private void WriteLayers()
    {
        writer.Line("[");
        using (writer.Indent())
        {
            for (int i = 0; i < plan.DeclaredInputs.Count; i++)
            {
                InputPart input = plan.DeclaredInputs[i];
                string[] padding = plan.Spec.Inputs[i].Padding is { } value
                    ? [ArgumentList([new Argument("Padding", value)]), $"PaddedBy = {CodeWriter.Literal(input.Name)}"] : [];
                writer.Line(Layer(input.Name, $"Input{(input.IsTokens ? "<int>" : "")}({input.Shape})", [], input.Shape.Axes, 0, 0, padding));
            }

            foreach (Layer layer in plan.DeclaredLayers)
            {
                int parameters = layer.OwnParameters.Sum(parameter => parameter.Count);
                writer.Line(Layer(layer.Name, layer.Declaration, layer.Inputs, layer.Output.Shape.Axes, parameters, layer.Flops, Details(layer)));
            }

            foreach (Loss loss in plan.Losses)
            {
                writer.Line(Layer(loss.Name, loss.Declaration, loss.Values, [], 0, 0, ArgumentsOf(loss.Spec.Arguments)));
            }
        }

        writer.Line("],");
    }

    private static string Layer(string name, string declaration, IEnumerable<Value> inputs, IEnumerable<int> shape, int parameters, long flops, IReadOnlyList<string> details) =>
        $"new({CodeWriter.Literal(name)}, {CodeWriter.Literal(declaration)}, [{Literals(inputs.Select(input => input.Name))}], [{string.Join(", ", shape)}], {parameters}, {flops}){(details.Count == 0 ? "" : $" {{ {string.Join(", ", details)} }}")},";

    /// <summary>The properties of a layer's description that are not as usual.</summary>
    private List<string> Details(Layer layer)
    {
        List<string> details = [.. ArgumentsOf(layer.Spec.Arguments)];
        if (FunctionOf(layer.Spec) is { } function)
        {
            details.Add($"Function = {CodeWriter.Literal(function)}");
        }

        if (layer.SharedParameters.Any())
        {
            details.Add($"SharedParameters = [{Literals(layer.SharedParameters.Select(NameOfOriginal))}]");
        }

        if (plan.StepLengths.FirstOrDefault(lengths => lengths.Buffer == layer.Output.Lengths) is { } padded)
        {
            details.Add($"PaddedBy = {CodeWriter.Literal(padded.InputName)}");
        }

        return details;
    }

    /// <summary>The name that a shared tensor has among the network's parameters.</summary>
    private static string NameOfOriginal(ParameterTensor parameter) => parameter.Original is { } original ? NameOfOriginal(original) : parameter.Name;

    /// <summary>The struct of an activation, where its name does not follow from the kind's: of the user's.</summary>
    private static string? FunctionOf(LayerSpec spec)
    {
        const string Ours = "global::NetGen.";
        return spec.Operator is null || spec.Operator.Type == Ours + spec.Kind || spec.Operator.Type == $"{Ours}{spec.Kind}Function" ? null : spec.Operator.Type.Replace("global::", "");
    }

    private static string[] ArgumentsOf(Arguments arguments)
    {
        Argument[] told = [.. arguments.Items.Where(argument => !s_saidElsewhere.Contains(argument.Name))];
        return told.Length == 0 ? [] : [ArgumentList(told)];
    }

    private static string ArgumentList(IEnumerable<Argument> arguments) =>
        $"Arguments = [{string.Join(", ", arguments.Select(argument => $"new({CodeWriter.Literal(argument.Name)}, {LiteralOf(argument.Value)})"))}]";

    /// <summary>A value as one of the types that descriptions have.</summary>
    private static string LiteralOf(object? value) => value switch
    {
        string text => CodeWriter.Literal(text),
        char character => CodeWriter.Literal(character.ToString()),
        bool flag => flag ? "true" : "false",
        double or float => CodeWriter.Literal(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        EquatableArray<string> texts => $"new string[] {{ {Literals(texts)} }}",
        EquatableArray<int> numbers => $"new int[] {{ {string.Join(", ", numbers)} }}",
        EquatableArray<double> numbers => $"new double[] {{ {string.Join(", ", numbers.Select(CodeWriter.Literal))} }}",
        IConvertible number when number.ToDecimal(CultureInfo.InvariantCulture) is >= int.MinValue and <= int.MaxValue and var whole => whole.ToString(CultureInfo.InvariantCulture),
        IConvertible number => CodeWriter.Literal(number.ToDouble(CultureInfo.InvariantCulture)),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, "An argument of another type."),
    };

    private static string Literals(IEnumerable<string> texts) => string.Join(", ", texts.Select(CodeWriter.Literal));

    private string Head(Loss loss)
    {
        string from = plan.HasSeveralHeads || plan.Output.Root != plan.End.Root ? $", {CodeWriter.Literal(loss.Compared.Name)}" : "";
        return $"new(global::NetGen.OutputMeaning.{loss.Outputs}, [{string.Join(", ", loss.Compared.Shape.Axes)}], {(loss.TakesLabels ? "true" : "false")}{from}{(loss.IgnoreLabel is { } label ? $", ignoreLabel: {label}" : "")}{(loss.Lengths is null ? "" : ", hasPadding: true")}, loss: {CodeWriter.Literal(plan.NameOf(loss))}){(loss.TakesLabels || loss.Target!.Size == loss.Compared.Size ? "" : $" {{ TargetSize = {loss.Target.Size} }}")}";
    }

    private void WriteTensors(IEnumerable<ParameterTensor> tensors, string end)
    {
        writer.Line("[");
        using (writer.Indent())
        {
            foreach (ParameterTensor tensor in tensors)
            {
                writer.Line($"new({CodeWriter.Literal(tensor.Name)}, [{string.Join(", ", tensor.Axes)}], {tensor.Data.Offset}, [{string.Join(", ", tensor.Strides)}], {(tensor.IsWeight ? "true" : "false")}{(tensor.IsTrainable ? "" : ", false")}){Groups(tensor)},");
            }
        }

        writer.Line("]" + end);
    }

    /// <summary>Where padding stands between the groups, how they lie.</summary>
    private static string Groups(ParameterTensor tensor) =>
        tensor.Groups == 1 || tensor.Columns == tensor.GroupStride ? "" : $" {{ GroupLength = {tensor.Columns}, GroupStride = {tensor.GroupStride} }}";
}
