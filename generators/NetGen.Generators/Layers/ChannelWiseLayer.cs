using System.Globalization;
using static NetGen.Generators.Kernels.LaneWriter;
using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;

namespace NetGen.Generators.Layers;

/// <summary>
/// An element-wise layer with parameters for each feature or channel, or one for all. Kernels over rows whose channels are several elements
/// read them from a copy with a parameter for each element; those that know the channel read the tensor itself.
/// </summary>
internal abstract class ChannelWiseLayer : ElementWiseLayer
{
    private ChannelParameter[] _parameters = [];
    private Buffer[] _sums = [];

    /// <summary>Whether one parameter serves all elements.</summary>
    protected virtual bool IsShared => false;

    public sealed override Arrangement Arrangement => Arrangement.Any;

    public sealed override bool IsForwardCheap => true;

    public sealed override bool IsDerivativeCheap => true;

    public sealed override IReadOnlyList<ParameterTensor> Parameters => [.. _parameters.Select(parameter => parameter.Tensor)];

    public sealed override ChannelAxis? Channels => IsShared ? null : Axis;

    public sealed override IReadOnlyList<ChannelParameter> ChannelParameters => IsShared ? [] : _parameters;

    public sealed override IEnumerable<Buffer> ForwardReads => IsShared ? Parameters.Select(parameter => parameter.Data) : [];

    private ChannelAxis Axis => IsShared ? ChannelAxis.Whole(Input.Shape) : ChannelAxis.Of(Input.Shape);

    /// <summary>Whether examples stand in rows, and a channel's elements in several columns, so that sums over a channel have two parts.</summary>
    private bool IsSpread => !Input.IsInLanes && Axis.Size > 1;

    protected string Index => Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Declares tensors of one parameter for each channel: symbol, name, and what all of them start with.</summary>
    protected void Declare(params (string Symbol, string Name, double Start)[] tensors)
    {
        _parameters = [.. tensors.Select(tensor => new ChannelParameter(
            new ParameterTensor(tensor.Symbol + Index, $"{Name}.{tensor.Name}", 1, Axis.Count, [Axis.Count], [1], isWeight: false, Constant(tensor.Start)),
            IsSpread && !IsShared ? new Buffer($"{tensor.Symbol}{Index}All", Place.PerWorkspace, Input.Stride) : null))];
        _sums = IsSpread ? [.. tensors.Select(tensor => new Buffer($"total{tensor.Symbol}{Index}", Place.PerWorkspace, Input.Stride))] : [];
    }

    private static Initialization Constant(double value) => new(value == 0 ? "Zeros" : "Constant", value, 1, 1);

    /// <summary>The parameter of each lane.</summary>
    protected string Load(int parameter, string vector, VectorPlace place) => IsShared
        ? $"{vector}.Broadcast({_parameters[parameter].Tensor.Symbol})"
        : place.Load(vector, _parameters[parameter]);

    /// <summary>What a loop over the elements reads of a parameter.</summary>
    protected Buffer ReadInLoop(int parameter) => IsSpread ? _parameters[parameter].ByElement : _parameters[parameter].Tensor.Data;

    /// <summary>What an element adds to the gradient of a parameter, given its gradient and the layer's input, in the code.</summary>
    protected abstract string Term(int parameter, string g, string x);

    /// <summary>Likewise in the lectures' notation.</summary>
    protected abstract string TermEquation(int parameter);

    /// <summary>The copies with a parameter for each element that some kernel reads.</summary>
    public IEnumerable<Kernel> Spread(Kernel reader)
    {
        ChannelParameter[] read = [.. _parameters.Where(parameter => parameter.Elements is { } elements && reader.Reads.Contains(elements))];
        return read.Length == 0 ? [] : [new Kernel($"{MethodName}Spread", read.Select(parameter => parameter.Tensor.Data), read.Select(parameter => parameter.Elements!), Write)
        {
            Condition = reader.Condition,
            Equations = [$"the channels' {string.Join(" and ", read.Select(parameter => parameter.Tensor.Symbol))}, for each element"],
        }];

        void Write(KernelWriter code)
        {
            foreach (ChannelParameter parameter in read)
            {
                code.Line($"{code.Names.Channels}.Spread(ref {parameter.Tensor.Symbol}, {Axis.Arguments}, ref {parameter.Elements!.Symbol});");
                if (Input.Size != Input.Stride)
                {
                    code.Line($"{code.Names.Rows}.ClearPadding(ref {parameter.Elements.Symbol}, 1, {Input.Size}, {Input.Stride});");
                }
            }
        }
    }

    /// <summary>The gradients of the parameters, from that of the output.</summary>
    public Kernel ParameterGradient()
    {
        string equations = string.Join(",  ", Parameters.Select((parameter, i) => $"{parameter.Bar} = {TermEquation(i)}"));
        KernelSplit.Channels? split = Input.IsInLanes ? KernelSplit.Channels.Of(Axis.Count) : null;
        return new Kernel($"{MethodName}ParameterGradient", [Input.Data, Output.Gradient], [.. _sums, .. Parameters.Select(parameter => parameter.Gradient)], Input.IsInLanes ? code => WriteLanes(code, split is not null) : WriteRows)
        {
            Condition = Condition.ParameterGradients,
            Equations = [$"{equations},  summed over the examples{(Axis.Size == 1 ? "" : IsShared ? " and all elements" : " and the elements of a channel")}"],
            Arguments = [.. split is null ? [] : KernelSplit.Range.Arguments, KernelArgument.Rows],
            Split = split ?? KernelSplit.None,
        };
    }

    /// <summary>Sums over the examples, column by column, then over the columns of a channel.</summary>
    private void WriteRows(KernelWriter code)
    {
        WriteLocals(code);
        code.Columns("o", Input.Stride, true, (vector, o, _) =>
        {
            WriteSums(code, vector, () =>
            {
                using (code.Block("for (int r = 0; r < rows; r++)"))
                {
                    WriteTerms(code, vector, KernelWriter.Sum($"r * {Input.Stride}", o));
                }
            });
            for (int i = 0; i < Parameters.Count; i++)
            {
                code.Store(vector, SumOf(i), IsSpread ? _sums[i].Symbol : Parameters[i].Gradient.Symbol, o);
            }
        });
        for (int i = 0; i < Parameters.Count; i++)
        {
            string gradient = Parameters[i].Gradient.Symbol;
            if (IsSpread)
            {
                code.Line($"{code.Names.Channels}.Total(ref {_sums[i].Symbol}, {Axis.Arguments});");
                code.Line($"{code.Names.Channels}.Gather(ref {_sums[i].Symbol}, {Axis.Arguments}, ref {gradient});");
            }

            if (Axis.Count % 4 != 0)
            {
                code.Line($"{code.Names.Rows}.ClearPadding(ref {gradient}, 1, {Axis.Count}, {Parameters[i].Stride});");
            }
        }
    }

    /// <summary>Channel by channel, in sixteen partial sums: example r adds to number r mod 16, whatever the width of the vectors.</summary>
    private void WriteLanes(KernelWriter code, bool isDivided)
    {
        WriteLocals(code);
        code.Line($"global::System.Span<{code.Scalar}> partialSums = stackalloc {code.Scalar}[{16 * Parameters.Count}];");
        code.Line($"ref {code.Scalar} sums = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(partialSums);");
        foreach (ParameterTensor parameter in Parameters)
        {
            code.FourLanes("at", parameter.Gradient.Length, isDivided, at => code.Store(code.Names.V4, $"{code.Names.V4}.Zero", parameter.Gradient.Symbol, at));
        }

        code.Blank();
        code.Loop("c", Axis.Count, isDivided, c =>
        {
            using (code.Block("for (int part = 0; part < 16; part += V.Count)"))
            {
                WriteSums(code, "V", () =>
                {
                    using (code.Block("for (int r = part; r < rows; r += 16)"))
                    {
                        code.Loop("i", Axis.Size, i =>
                        {
                            string element = Elements(Sum(Times(c, Axis.Distance), Times(i, Axis.Step)));
                            code.Line($"int at = {Sum(Times("r", Input.Stride), element)};");
                            WriteTerms(code, "V", "at");
                        });
                    }
                });
                for (int i = 0; i < Parameters.Count; i++)
                {
                    code.Store("V", SumOf(i), "sums", Sum("part", $"{16 * i}"));
                }
            }

            code.Blank();
            for (int i = 0; i < Parameters.Count; i++)
            {
                code.Line($"{code.Names.Sums}.AddPartialSums(ref {code.At("sums", $"{16 * i}")}, 1, 1, ref {code.At(Parameters[i].Gradient.Symbol, c)}, 0);");
            }
        });
    }

    private void WriteLocals(KernelWriter code)
    {
        foreach (string local in Locals)
        {
            code.Line(local);
        }
    }

    /// <summary>The sums of all parameters, each with what its additions round off, and the loop that adds them up.</summary>
    private void WriteSums(KernelWriter code, string vector, Action loop)
    {
        code.Line($"{vector} {string.Join(", ", Parameters.Select((_, i) => $"{Local(i)} = {vector}.Zero, {Local(i)}Rest = {vector}.Zero"))};");
        loop();
        code.Blank();
    }

    private void WriteTerms(KernelWriter code, string vector, string at)
    {
        code.Line($"{vector} g = {vector}.Load(ref {Output.Gradient.Symbol}, {at});");
        for (int i = 0; i < Parameters.Count; i++)
        {
            string term = Term(i, "g", $"{vector}.Load(ref {Input.Symbol}, {at})");
            code.Line($"{Local(i)} = {code.Names.Sums}.Add({Local(i)}, {term}, ref {Local(i)}Rest);");
        }
    }

    private string SumOf(int parameter) => $"{Local(parameter)} + {Local(parameter)}Rest";

    /// <summary>The sum of a parameter as a local variable, called like its part of the name.</summary>
    private string Local(int parameter) => Parameters[parameter].Name.Substring(Parameters[parameter].Name.LastIndexOf('.') + 1);
}
