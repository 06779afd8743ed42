using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>
/// What the planner puts between a layer that works on rows of examples and one that works on examples in lanes: the same values in the
/// other layout. No attribute declares it, and tables do not show it.
/// </summary>
internal abstract class Border : HeadLayer
{
    public sealed override bool IsBorder => true;

    public sealed override bool IsTransparentToInit => true;

    public sealed override string Declaration => Spec.Kind;

    public sealed override long Flops => 0;

    public sealed override IEnumerable<Value> Keeps => [];

    /// <summary>The call that copies from one layout to the other.</summary>
    protected abstract string Copy(string from, string to);

    /// <summary>The call that copies gradients back.</summary>
    protected abstract string CopyBack(string from, string to);

    public sealed override Kernel Forward(Stage stage)
    {
        ElementChain chain = new(stage);
        return new Kernel($"{MethodName}Forward", [Input.Data, .. chain.Reads], [Output.Data, .. chain.Writes], Write)
        {
            Equations = [.. chain.Equations($"{Input.Symbol}, {Layout}")],
            Arguments = [.. chain.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            chain.WriteLocals(code);
            code.Line($"{code.Names.Lanes}.{Copy(Input.Symbol, Output.Symbol)};");
            chain.WriteLoop(code);
        }
    }

    public sealed override Kernel? ForwardOne(Stage stage, ImageLayouts layouts)
    {
        return stage.Chain.Count > 0 || CopyOne(layouts) is not { } copy ? null : new Kernel($"{MethodName}ForwardOne", [Input.Data], [Output.Data], code => code.Line($"{code.Names.Lanes}.{copy};"))
        {
            Equations = [$"{Output.Symbol} = {Input.Symbol}, {LayoutOfOne}"],
        };
    }

    public sealed override IEnumerable<Kernel> Backward(GradientSink sink, PassContext context)
    {
        yield return new Kernel($"{MethodName}InputGradient", [Output.Gradient, .. sink.Reads], [sink.Target.Gradient], Write)
        {
            Condition = sink.Condition,
            Equations = [sink.Equation(Output.Bar)],
            Arguments = [.. sink.Arguments, KernelArgument.Rows],
        };

        void Write(KernelWriter code)
        {
            code.Line($"{code.Names.Lanes}.{CopyBack(Output.Gradient.Symbol, sink.Target.Gradient.Symbol)};");
            sink.WriteStepsInPlace(code);
        }
    }

    protected abstract string Layout { get; }

    /// <summary>The call that copies one example; null where it has no channels.</summary>
    protected abstract string? CopyOne(ImageLayouts layouts);

    protected abstract string LayoutOfOne { get; }

    protected string ToLanes(string method, string from, string to) => $"{method}(ref {from}, {Input.Size}, {Input.Stride}, ref {to}, {Input.Stride}, rows, V.Count)";
}

/// <summary>From rows to lanes.</summary>
internal sealed class ToLanes : Border
{
    public override Arrangement Arrangement => Arrangement.Rows;

    public override bool GivesLanes => true;

    public override bool ReadsSingleElements => true;

    protected override string Layout => "examples side by side";

    protected override string LayoutOfOne => "channels side by side";

    protected override string? CopyOne(ImageLayouts layouts)
    {
        EquatableArray<int> axes = Output.Shape.Axes;
        if (Output.Shape.Rank is not (2 or 3))
        {
            return null;
        }

        ImageLayout to = Output.Shape.Rank == 3
            ? layouts.Write(Output, Maps.Planes(axes[0], axes[1], axes[2]), axes[1], axes[2])
            : layouts.Write(Output, Maps.Steps(axes[1]), 1, axes[0]);
        return $"ToChannelsLast(ref {Input.Symbol}, {to.InRow.Channels}, {to.InRow.Channel}, {to.Positions}, {to.InRow.Column}, ref {Output.Symbol}, {to.Step})";
    }

    public override string OutputSymbol(Value input) => input.Symbol + "Lanes";

    protected override string Copy(string from, string to) => ToLanes("FromRows", from, to);

    protected override string CopyBack(string from, string to) => ToLanes("ToRows", from, to);
}

/// <summary>From lanes to rows.</summary>
internal sealed class FromLanes : Border
{
    public override Arrangement Arrangement => Arrangement.Lanes;

    public override bool GivesLanes => false;

    protected override string Layout => "one example after the other";

    protected override string LayoutOfOne => "in the order of a row";

    protected override string? CopyOne(ImageLayouts layouts)
    {
        ImageLayout from = layouts.LayoutOf(Input);
        return from.IsChannelsLast
            ? $"FromChannelsLast(ref {Input.Symbol}, {from.InRow.Channels}, {from.InRow.Channel}, {from.Positions}, {from.InRow.Column}, ref {Output.Symbol}, {from.Step})"
            : null;
    }

    public override string OutputSymbol(Value input) => input.Symbol + "Rows";

    protected override string Copy(string from, string to) => ToLanes("ToRows", from, to);

    protected override string CopyBack(string from, string to) => ToLanes("GradientFromRows", from, to);
}
