using System.Globalization;
using System.Text;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Kernels.Products;

namespace NetGen.Generators.Planning;

/// <summary>A plan as text, to read and to compare: what is fused, what runs when, which ways products go, and where memory lies. No code is made for it.</summary>
internal static class PlanText
{
    public static string Of(NetworkPlan plan)
    {
        StringBuilder text = new();
        Section(text, "stages", plan.Stages.Select(stage => $"{stage.MethodName}: {string.Join(" + ", stage.Layers.Select(layer => layer.Name))}: {stage.Input.Symbol} -> {stage.Output.Symbol}"));
        Section(text, plan.ForwardExamples is { } few ? $"forward, {Number(few)} examples through all kernels at a time" : "forward", plan.ForwardSteps.SelectMany(Step));
        Section(text, "losses", plan.LossKernels.Select(kernel => kernel.ToString()));
        Section(text, "backward", plan.BackwardSteps.SelectMany(Step));
        Section(text, plan.UpdatesAtEnd ? "updates, together at the end" : "updates, on the way", plan.Updates.Select(update => $"{update.Tensor.Symbol} after {update.After.Name}"));
        Section(text, "inference", plan.Inference.Select(kernel => kernel.Name));
        Section(text, "one example", plan.OneExample is { } one ? [one.Description] : plan.OneImage?.Kernels.Select(kernel => kernel.Name) ?? []);
        foreach (IGrouping<Place, Buffer> place in Buffers(plan).GroupBy(buffer => buffer.Place).OrderBy(place => place.Key))
        {
            Section(text, $"memory, {place.Key}", place.OrderBy(buffer => buffer.Offset).Select(buffer => place.Key == Place.InputGradients ? buffer.Symbol : $"{Number(buffer.Offset)} to {Number(buffer.Offset + buffer.Length)}: {buffer.Symbol}"));
        }

        return text.ToString();
    }

    /// <summary>A step, and below it which ways its products go.</summary>
    private static IEnumerable<string> Step(PassStep step) =>
        [step.ToString(), .. step is PassStep.Call call ? Products(call.Kernel).Select(product => $"  {product}") : []];

    private static IEnumerable<ProductPlan> Products(Kernel kernel) => kernel.Products.Concat(kernel.Helpers.SelectMany(Products));

    private static IEnumerable<Buffer> Buffers(NetworkPlan plan) =>
        plan.Forward.Concat(plan.LossKernels).Concat(plan.Backward).SelectMany(kernel => kernel.Buffers).Distinct();

    private static void Section(StringBuilder text, string title, IEnumerable<string> lines)
    {
        text.Append(title).Append('\n');
        foreach (string line in lines)
        {
            text.Append("  ").Append(line).Append('\n');
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
