using System.Globalization;
using System.Numerics;

namespace NetGen;

/// <summary>
/// A training on the disk, in one safetensors file: the network's parameters and state under their own names (so that it
/// loads as a model, too), and under names that begin with <c>netgen.</c> what else the training depends on: the
/// optimizer's state, step and epoch, the position of random numbers, the history, the best parameters so far, and the
/// architecture's fingerprint.
/// </summary>
/// <remarks>A file appears when it is complete and on the disk: after a crash there is the last one, or the new one.</remarks>
public static class Checkpoint
{
    private const string TensorPrefix = ModelMatch.CheckpointPrefix + "tensor.";
    private const string ValuePrefix = ModelMatch.CheckpointPrefix + "value.";
    private const string FormatKey = ModelMatch.CheckpointPrefix + "checkpoint";
    private const string HashKey = ModelMatch.CheckpointPrefix + "fingerprint";
    private const string ArchitectureKey = ModelMatch.CheckpointPrefix + "architecture";

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="network">The network.</param>
    /// <param name="state">What its trainer gave.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save<TSelf, T>(string path, INetwork<TSelf, T> network, TrainerState<T> state)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Writer(network, state).Save(path);

    /// <summary>Reads a checkpoint: the network gets its parameters and state. When it fails, the network is as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">A network of the same architecture.</param>
    /// <returns>What the trainer goes on with.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, no checkpoint, or of another architecture.</exception>
    public static TrainerState<T> Load<TSelf, T>(string path, INetwork<TSelf, T> network)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        return Load(file, network);
    }

    /// <summary>Reads a checkpoint, and changes nothing.</summary>
    internal static (TrainerState<T> State, TensorValues<T> Values) Read<TSelf, T>(SafetensorsFile file)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string? format = file.Metadata(FormatKey);
        if (format != "1")
            throw Wrong(file, format is null ? "expected a checkpoint, got a file without a training's state" : $"expected a checkpoint of format 1, got '{(format.Length <= 20 ? format : format[..20])}'");

        // A difference in a tensor is told with both shapes; others, as an activation, by their line.
        TensorValues<T> values = ModelFile.Read<T>(file, ModelMatch.Find(TSelf.Description, file, LoadSelection.All, out _));
        RequireArchitecture(file, TSelf.Description);
        foreach ((string name, T[] tensor) in values.Parameters)
            RequireFinite(file, name, tensor);
        RequireLayers(file, TSelf.Description);
        return (ReadState<T>(file), values);
    }

    internal static SafetensorsWriter Writer<TSelf, T>(INetwork<TSelf, T> network, TrainerState<T> state)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(state);
        SafetensorsWriter writer = ModelFile.Writer(network);
        string architecture = Fingerprint.Text(TSelf.Description);
        writer.Metadata[FormatKey] = "1";
        writer.Metadata[HashKey] = Fingerprint.Hash(architecture);
        writer.Metadata[ArchitectureKey] = architecture;
        foreach ((string name, string value) in state.Values)
            writer.Metadata[ValuePrefix + name] = value;
        foreach ((string name, T[] tensor) in state.Tensors)
            writer.Add<T>(TensorPrefix + name, [tensor.Length], tensor);
        return writer;
    }

    internal static TrainerState<T> Load<TSelf, T>(SafetensorsFile file, INetwork<TSelf, T> network)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (TrainerState<T> state, TensorValues<T> values) = Read<TSelf, T>(file);
        values.CopyTo(network);
        return state;
    }

    private static void RequireLayers(SafetensorsFile file, NetworkDescription network)
    {
        foreach (string layer in ModelFile.Unfitted(file))
        {
            if (!ModelTensor.Of(network).Any(tensor => tensor.IsState && tensor.Module == layer))
                throw Wrong(file, $"expected layers of {network.Name} with a state in '{ModelFile.UnfittedKey}', got '{(layer.Length <= 100 ? layer : layer[..100])}'");
        }
    }

    /// <summary>A training that goes on has finite parameters: it ends where they are not.</summary>
    private static void RequireFinite<T>(SafetensorsFile file, string name, T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int wrong = Array.FindIndex(values, value => !T.IsFinite(value));
        if (wrong >= 0)
            throw Wrong(file, string.Create(CultureInfo.InvariantCulture, $"expected a finite number at {wrong} of '{name}', got {values[wrong]}"));
    }

    private static void RequireArchitecture(SafetensorsFile file, NetworkDescription network)
    {
        string expected = Fingerprint.Text(network);
        if (file.Metadata(HashKey) == Fingerprint.Hash(expected))
            return;
        string[] own = expected.Split('\n'), other = (file.Metadata(ArchitectureKey) ?? "").Split('\n');
        for (int i = 0; i < own.Length; i++)
        {
            string line = i < other.Length ? other[i] : "";
            if (line != own[i])
                throw Wrong(file, $"expected a training of {network.Name}, with '{own[i]}', got one with '{(line.Length <= 200 ? line : line[..200])}'");
        }

        throw Wrong(file, $"expected a training of {network.Name}, got one of another architecture");
    }

    private static TrainerState<T> ReadState<T>(SafetensorsFile file)
        where T : unmanaged
    {
        TrainerState<T> state = new();
        foreach (string key in file.MetadataKeys)
        {
            if (key.StartsWith(ValuePrefix, StringComparison.Ordinal))
                state.Values[key[ValuePrefix.Length..]] = file.Metadata(key)!;
        }

        foreach (ref readonly SafetensorsHeader.Entry entry in file.Header.Entries)
        {
            if (!file.Header.NameBytes(entry).StartsWith("netgen.tensor."u8))
                continue;
            string name = file.Header.Name(entry);
            if (entry.Type != TensorTypes.Of<T>())
                throw new InvalidDataException($"{file.Path}: offset {SafetensorsHeader.Offset(entry)}: expected '{file.Header.ShownName(entry)}' to be of type {TensorTypes.Of<T>().NameInFile()}, got {file.Header.ShownType(entry)}.");
            state.Tensors[name[TensorPrefix.Length..]] = file.Read<T>(name);
        }

        return state;
    }

    private static InvalidDataException Wrong(SafetensorsFile file, string message) => new($"{file.Path}: offset {SafetensorsHeader.Prefix}: {message}.");
}
