using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Saved networks: parameters and state in a safetensors file, by canonical names and in PyTorch's shapes (a dense weight
/// is [outputs, inputs]). A network's own <c>Save</c>, <c>Load</c> and <c>FromFile</c> call this; here are streams, too.
/// </summary>
public static class ModelFile
{
    // The [Normalization] layers whose mean and variance are those of the start; files of fitted networks have no such key.
    internal const string UnfittedKey = ModelMatch.CheckpointPrefix + "unfitted";

    // Rows are gathered and scattered in pieces that stay in the caches, but not so few that lines are used in part.
    private const int ChunkBytes = 1 << 18;
    private const int LeastRows = 64;
    private const int MaximumChunkBytes = 1 << 22;

    /// <summary>
    /// Writes a network's parameters and state. The file appears when it is complete and on the disk; the same values give
    /// the same bytes.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="metadata">Texts to keep with it, which <see cref="SafetensorsFile.Metadata"/> reads.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Save<TSelf, T>(INetwork<TSelf, T> network, string path, IEnumerable<KeyValuePair<string, string>>? metadata = null)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        SafetensorsWriter writer = Writer(network);
        foreach ((string key, string value) in metadata ?? [])
            writer.Metadata[key] = value;
        writer.Save(path);
    }

    /// <summary>Writes a network's parameters and state to a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream.</param>
    public static void Save<TSelf, T>(INetwork<TSelf, T> network, Stream stream)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Writer(network).Save(stream);

    /// <summary>Reads parameters and state. When it fails, the network is as it was.</summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file: a saved network, a checkpoint, or one that another program wrote; one that ends in <c>.npz</c> is an archive of NumPy arrays.</param>
    /// <param name="include">
    /// Which of the network's tensors, by their names, where <c>*</c> stands for any text: <c>backbone.*</c> loads a part. Each of
    /// them must be in the file, which may hold more, even where the pattern fits the whole network; with <c>*</c> alone the file
    /// must hold the network's tensors and no others.
    /// </param>
    /// <param name="names">What the file calls them; null: what the network does.</param>
    /// <param name="strict">
    /// False: what the file and the network have in common is loaded, at least one tensor, and the rest of the network stays as it
    /// is, as <c>load_state_dict(strict=False)</c> of PyTorch has it. A tensor of another shape is refused all the same.
    /// </param>
    /// <returns>What was loaded, what the file did not have, and what it has besides.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, or of another architecture: the message names the first tensor that differs, with both shapes.
    /// </exception>
    /// <exception cref="ArgumentException">The network has no tensor that <paramref name="include"/> fits.</exception>
    public static LoadReport Load<TSelf, T>(INetwork<TSelf, T> network, string path, string include = "*", NameMap? names = null, bool strict = true)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Load(network, path, [include], names, strict);

    /// <inheritdoc cref="Load{TSelf, T}(INetwork{TSelf, T}, string, string, NameMap?, bool)"/>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="include">Which of the network's tensors, by several patterns, each of which fits some: <c>["encoder.*", "head.*"]</c>.</param>
    /// <param name="names">What the file calls them; null: what the network does.</param>
    /// <param name="strict">Whether all of them must be in the file, and with <c>*</c> no others.</param>
    public static LoadReport Load<TSelf, T>(INetwork<TSelf, T> network, string path, IEnumerable<string> include, NameMap? names = null, bool strict = true)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using SafetensorsFile file = Open(path);
        return Load(network, file, include, names, strict);
    }

    /// <summary>
    /// Writes a network's parameters and state as an archive of NumPy arrays, by the names and shapes that <see cref="Save{TSelf, T}(INetwork{TSelf, T}, string, IEnumerable{KeyValuePair{string, string}}?)"/>
    /// has, for programs that read <c>.npz</c>. Load reads it again; that a <c>[Normalization]</c> was never fitted is not in it.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void SaveNumPy<TSelf, T>(INetwork<TSelf, T> network, string path)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        using MemoryStream memory = new();
        Save(network, memory);
        memory.Position = 0;
        using SafetensorsFile file = SafetensorsFile.Open(memory);
        NumPyArchive.Write(path, file.Tensors.Select(tensor => KeyValuePair.Create(tensor.Name, NumPyArray.Create<T>([.. tensor.Shape], file.Read<T>(tensor.Name)))));
    }

    private static SafetensorsFile Open(string path)
    {
        if (path is null || !path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
            return SafetensorsFile.Open(path!);
        using NumPyArchive archive = NumPyArchive.Open(path);
        return archive.ToSafetensors();
    }

    /// <summary>Reads parameters and state from a file that is open: a stream, for instance an embedded resource.</summary>
    /// <inheritdoc cref="Load{TSelf, T}(INetwork{TSelf, T}, string, string, NameMap?, bool)"/>
    /// <param name="network">The network.</param>
    /// <param name="file">The file.</param>
    /// <param name="include">Which of the network's tensors.</param>
    /// <param name="names">What the file calls them; null: what the network does.</param>
    /// <param name="strict">Whether all of them must be in the file, and with <c>*</c> no others.</param>
    public static LoadReport Load<TSelf, T>(INetwork<TSelf, T> network, SafetensorsFile file, string include = "*", NameMap? names = null, bool strict = true)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Load(network, file, [include], names, strict);

    /// <inheritdoc cref="Load{TSelf, T}(INetwork{TSelf, T}, SafetensorsFile, string, NameMap?, bool)"/>
    /// <param name="network">The network.</param>
    /// <param name="file">The file.</param>
    /// <param name="include">Which of the network's tensors, by several patterns, each of which fits some.</param>
    /// <param name="names">What the file calls them; null: what the network does.</param>
    /// <param name="strict">Whether all of them must be in the file, and with <c>*</c> no others.</param>
    public static LoadReport Load<TSelf, T>(INetwork<TSelf, T> network, SafetensorsFile file, IEnumerable<string> include, NameMap? names = null, bool strict = true)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(file);
        ModelMatch[] matches = ModelMatch.Find(TSelf.Description, file, new LoadSelection(include, names, strict), out IReadOnlyList<string> missing);
        Read<T>(file, matches).CopyTo(network);
        return new() { Loaded = [.. matches.Select(match => match.Tensor.Name)], Missing = missing, Unused = ModelMatch.Others(matches, file) };
    }

    /// <summary>
    /// Reads the tensors of a network, in its precision, and changes nothing: all of them are here before the first parameter
    /// changes, so that an error of the disk leaves the network as it was.
    /// </summary>
    internal static TensorValues<T> Read<T>(SafetensorsFile file, ModelMatch[] matches)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ModelMatch match in matches)
            match.Require<T>(file);
        return new TensorValues<T>([.. matches.Select(match => (match.Tensor, match.Read<T>(file)))], Unfitted(file));
    }

    /// <summary>The names of the [Normalization] layers that were never fitted, as a file says.</summary>
    internal static string[] Unfitted(SafetensorsFile file) => file.Metadata(UnfittedKey)?.Split(' ') ?? [];

    /// <summary>A writer with the parameters and the state of a network.</summary>
    internal static SafetensorsWriter Writer<TSelf, T>(INetwork<TSelf, T> network)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        SafetensorsWriter writer = new() { Metadata = { ["format"] = "pt" } };
        if (network is IAdaptable<T> { IsAdapted: false } adaptable)
            writer.Metadata[UnfittedKey] = string.Join(' ', adaptable.FittedLayers.New(network.State));
        foreach (ModelTensor tensor in ModelTensor.Of(TSelf.Description))
        {
            ParameterDescription description = tensor.Description;
            writer.Add(tensor.NameInFile, TensorTypes.Of<T>(), tensor.Shape, stream => Write<T>(description, tensor.Buffer(network), stream));
        }

        return writer;
    }

    /// <summary>
    /// Writes a tensor in the row-major order of its canonical shape: a piece of it is turned while another thread hands the piece before to
    /// the operating system, which takes longer.
    /// </summary>
    internal static void Write<T>(ParameterDescription tensor, ReadOnlySpan<T> buffer, Stream stream)
        where T : unmanaged
    {
        int rows = tensor.Shape[0], columns = tensor.Count / rows;
        int step = RowsAtOnce<T>(rows, columns);
        T[] next = GC.AllocateUninitializedArray<T>(step * columns), written = step < rows ? GC.AllocateUninitializedArray<T>(step * columns) : [];
        Task writing = Task.CompletedTask;
        for (int row = 0; row < rows; row += step)
        {
            int count = Math.Min(step, rows - row) * columns;
            StridedTensor.Gather(tensor, buffer, row, next.AsSpan(0, count));
            writing.GetAwaiter().GetResult();
            if (step >= rows)
            {
                Hand(next, count);
                return;
            }

            (next, written) = (written, next);
            T[] piece = written;
            writing = Task.Run(() => Hand(piece, count));
        }

        writing.GetAwaiter().GetResult();

        void Hand(T[] values, int count) => BytePieces.Write<T>(stream, values.AsSpan(0, count));
    }

    private static int RowsAtOnce<T>(int rows, int columns)
        where T : unmanaged
    {
        long bytes = (long)columns * Unsafe.SizeOf<T>();
        int count = (int)Math.Max(ChunkBytes / bytes, Math.Min(LeastRows, MaximumChunkBytes / bytes));
        return Math.Clamp(count, 1, rows);
    }
}
