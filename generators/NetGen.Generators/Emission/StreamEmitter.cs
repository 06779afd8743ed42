using NetGen.Generators.Graph;
using NetGen.Generators.Planning;
using NetGen.Generators.Text;

namespace NetGen.Generators.Emission;

/// <summary>Writes the members of a network whose layers work step by step: a stream keeps what they need of earlier steps.</summary>
internal sealed class StreamEmitter(NetworkPlan plan, CodeWriter writer, Names names)
{
    private const string Members = "global::NetGen.CompilerServices.StreamMembers";

    private readonly NetworkPlan _stream = plan.StreamPlan!;

    private string T => plan.Scalar;

    private string StreamType => $"global::NetGen.SequenceStream<{T}>";

    public void Write()
    {
        new PassEmitter(_stream, writer, names).WriteStream();
        writer.Line("/// <summary>A stream of sequences that come step by step, each computed once: what the layers keep of earlier steps is in it.</summary>");
        writer.Line("/// <param name=\"sequences\">The number of sequences that go on side by side, at least 1.</param>");
        writer.Line($"public {StreamType} CreateStream(int sequences = 1) => {Members}.Create(this, sequences);");
        WritePredict();
        WriteLayout();
    }

    private void WritePredict()
    {
        IReadOnlyList<InputPart> parts = _stream.DeclaredInputs;
        IReadOnlyList<string> parameters = parts.Count == 1 ? [parts[0].IsTokens ? "tokens" : "inputs"] : SeveralInputsEmitter.ParameterNames(parts.Select(part => part.Name));
        string spans = string.Join(", ", parts.Zip(parameters, (part, name) => $"global::System.ReadOnlySpan<{(part.IsTokens ? "int" : T)}> {name}"));
        string outputs = Notation.Values(_stream.Output.Size);
        writer.Line("/// <summary>The outputs at the next step of each sequence: the bits that Predict of the whole sequence has there. It allocates nothing.</summary>");
        writer.Line("/// <param name=\"stream\">A stream of this network.</param>");
        foreach ((InputPart part, string name) in parts.Zip(parameters, (part, name) => (part, name)))
        {
            writer.Line($"/// <param name=\"{name.TrimStart('@')}\">{(part.IsTokens ? "A token" : Notation.Values(part.Size))} for each sequence.</param>");
        }

        writer.Line($"/// <param name=\"outputs\">Receives {outputs} for each sequence.</param>");
        string signature = $"public void Predict({StreamType} stream, {spans}, global::System.Span<{T}> outputs)";
        if (parts.Count == 1)
        {
            writer.Line($"{signature} => {Members}.Predict(this, stream, {parameters[0]}, outputs);");
            writer.Line();
            return;
        }

        using (writer.Block(signature))
        {
            writer.Line($"using global::NetGen.CompilerServices.StreamStep<{T}> step = {Members}.Begin(this, stream);");
            foreach ((InputPart part, string name) in parts.Zip(parameters, (part, name) => (part, name)))
            {
                writer.Line($"step.Set({part.Start}, {name}, {(part.IsTokens ? Vocabulary(part) : NetworkEmitter.Number(part.Size))}, {names.NameOf(name)});");
            }

            writer.Line("step.Run(outputs);");
        }

        writer.Line();
    }

    private void WriteLayout()
    {
        writer.Line("private static global::NetGen.CompilerServices.StreamLayout? s_streamLayout;");
        writer.Line();
        writer.Line($"global::NetGen.CompilerServices.StreamLayout global::NetGen.CompilerServices.IStreamPasses<{T}>.StreamLayout => s_streamLayout ??= new()");
        writer.Line("{");
        using (writer.Indent())
        {
            writer.Line($"Network = {CodeWriter.Literal(plan.ShortName)},");
            writer.Line($"Input = {Entry("input", _stream.Input)},");
            writer.Line($"Output = {Entry("output", _stream.Output)},");
            writer.Line($"ScratchLength = {_stream.ScratchLength},");
            writer.Line($"StateLengths = [{string.Join(", ", _stream.Stream!.States.Select(state => state.Length))}],");
            writer.Line($"FixedLength = {_stream.ScratchFixedLength},");
            if (_stream.Stream.IsLimited)
            {
                writer.Line($"Steps = {_stream.Stream.Steps},");
            }

            if (_stream.DeclaredInputs.Count == 1 && _stream.DeclaredInputs[0].IsTokens)
            {
                writer.Line($"Vocabulary = {Vocabulary(_stream.DeclaredInputs[0])},");
            }
        }

        writer.Line("};");
        writer.Line();
    }

    private string Entry(string name, Value value)
    {
        Buffer data = _stream.InferenceAliases.TryGetValue(value.Data, out Buffer alias) ? alias : value.Data;
        return $"new({CodeWriter.Literal(name)}, {value.Size}, {value.Stride}, {data.ScratchOffset})";
    }

    private string Vocabulary(InputPart part) => NetworkEmitter.Number(plan.DeclaredInputs.First(whole => whole.Name == part.Name).Vocabulary ?? 0);
}
