using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Playground.Compiling;

/// <summary>What the worker does for the page, one call after the other: compiles, makes the network that was compiled last, and trains it.</summary>
public sealed class Executor
{
    // A picture is due so soon, however few steps that are.
    private static readonly TimeSpan s_pictureTime = TimeSpan.FromMilliseconds(40);

    private readonly NetworkCompiler _compiler = new();
    private byte[]? _image;
    private Assembly? _assembly;
    private Session? _session;

    /// <summary>Answers a call: its name, and JSON of the records of the contract.</summary>
    /// <exception cref="ArgumentException">There is no such call.</exception>
    public async Task<string> Handle(string call, string json) => call switch
    {
        "compile" => JsonSerializer.Serialize(await Compile(JsonSerializer.Deserialize(json, ContractJson.Default.CompileRequest)!), ContractJson.Default.CompileReply),
        "train" => JsonSerializer.Serialize(Train(JsonSerializer.Deserialize(json, ContractJson.Default.TrainRequest)!), ContractJson.Default.TrainReply),
        "advance" => JsonSerializer.Serialize(Advance(JsonSerializer.Deserialize(json, ContractJson.Default.AdvanceRequest)!), ContractJson.Default.Picture),
        _ => throw new ArgumentException($"No call '{call}'.", nameof(call)),
    };

    /// <summary>Compiles.</summary>
    public async Task<CompileReply> Compile(CompileRequest request)
    {
        (CompileReply reply, byte[]? image) = await _compiler.Compile(request);
        if (image is not null)
            (_image, _assembly) = (image, null);
        return reply;
    }

    /// <summary>Makes the network that was compiled last, with its data.</summary>
    public TrainReply Train(TrainRequest request)
    {
        if (_image is null)
            return new("Nothing was compiled.", "", "");
        try
        {
            // An assembly stays for good: it is loaded when it is trained, not with every compile.
            _assembly ??= Assembly.Load(_image);
            Settings settings = SettingTable.Read(request.Address);
            (Model model, NetGen.NetworkDescription description) = LiveModel.Create(_assembly, settings);
            _session = new(settings, model);
            return new(null, description.Name, description.ToString());
        }
        catch (ArgumentException e)
        {
            return new(e.Message, "", "");
        }
    }

    /// <summary>Trains, as far as there is time until the next picture.</summary>
    public Picture Advance(AdvanceRequest request)
    {
        if (_session is not { } session)
            return new([], [], 0, 0, default, "No network was made.");
        try
        {
            if (request.Address.Length > 0)
                session.Apply(SettingTable.Read(request.Address));
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < request.Steps && (step == 0 || Stopwatch.GetElapsedTime(start) < s_pictureTime); step++)
                session.Run(1);
            return session.Draw();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Code of the user's own may throw anything.
            return new([], [], session.Steps, session.Epochs, default, e.Message);
        }
    }
}
