using System.Text.Json.Serialization;

namespace Playground;

// What the page and its worker say to one another. Records that JSON can carry, and no type of a compiler: the page is small without one.

/// <summary>Asks for a source to be checked, and perhaps made a program.</summary>
/// <param name="Source">A C# file.</param>
/// <param name="Emit">Whether its assembly is wanted too, which takes most of the time.</param>
public sealed record CompileRequest(string Source, bool Emit);

/// <summary>What the compiler says.</summary>
/// <param name="Findings">What is wrong, and what could be better, in the order of the text.</param>
/// <param name="Files">The generated C#.</param>
/// <param name="HasAssembly">Whether there is something to train now.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record CompileReply(IReadOnlyList<Finding> Findings, IReadOnlyList<GeneratedFile> Files, bool HasAssembly, double Milliseconds);

/// <summary>A diagnostic.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Severity">error, warning or info.</param>
/// <param name="Message">Its message.</param>
/// <param name="Start">Where in the source it stands.</param>
/// <param name="Length">How long that is.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Fixes">What would cure it.</param>
public sealed record Finding(string Id, string Severity, string Message, int Start, int Length, int Line, IReadOnlyList<Cure> Fixes);

/// <summary>A code fix: a title, and the text to put in the place of another.</summary>
public sealed record Cure(string Title, int Start, int Length, string Text);

/// <summary>A generated file.</summary>
public sealed record GeneratedFile(string Name, string Text);

/// <summary>Asks for the compiled network to be made, with settings as an address has them.</summary>
public sealed record TrainRequest(string Address);

/// <summary>What was made, or why not.</summary>
/// <param name="Error">Why there is none; null where there is one.</param>
/// <param name="Name">The network's name.</param>
/// <param name="Summary">Its layers as text.</param>
public sealed record TrainReply(string? Error, string Name, string Summary);

/// <summary>Asks for steps and for what there is to draw after them.</summary>
/// <param name="Steps">How many steps, at most.</param>
/// <param name="Address">The settings, where they changed; else empty.</param>
public sealed record AdvanceRequest(int Steps, string Address);

/// <summary>What there is to draw, and how well the network does.</summary>
/// <param name="Surface">What it makes of the plane: bytes from 1 (−1) over 128 (0) to 255 (+1), <see cref="Session.SurfaceSize"/> rows from the top.</param>
/// <param name="Units">The same of features and hidden units, <see cref="Session.UnitSize"/> rows each.</param>
/// <param name="Steps">Steps so far.</param>
/// <param name="Epochs">How often each example was trained on.</param>
/// <param name="Score">How well the network does.</param>
/// <param name="Error">What stopped it; null where nothing did.</param>
public sealed record Picture(byte[] Surface, byte[] Units, long Steps, double Epochs, Score Score, string? Error = null);

/// <summary>All of it as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CompileRequest))]
[JsonSerializable(typeof(CompileReply))]
[JsonSerializable(typeof(TrainRequest))]
[JsonSerializable(typeof(TrainReply))]
[JsonSerializable(typeof(AdvanceRequest))]
[JsonSerializable(typeof(Picture))]
public sealed partial class ContractJson : JsonSerializerContext;
