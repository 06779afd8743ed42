using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>The numbers of a standalone network: fields of its class, filled from constants or from a file.</summary>
/// <param name="isDouble">Whether they are double.</param>
internal sealed class StandaloneTensors(bool isDouble)
{

    /// <summary>How many numbers the code contains at most; more are a file.</summary>
    private const int MostInCode = 10_000;

    private const int HeadLength = 16;

    private readonly List<(string Symbol, string Name, IReadOnlyList<int> Shape, double[] Values)> _tensors = [];
    private readonly Dictionary<string, string> _symbols = [];

    /// <summary>The number of numbers.</summary>
    public int Count => _tensors.Sum(tensor => tensor.Values.Length);

    /// <summary>Whether they come from a file.</summary>
    public bool AreInFile => Count > MostInCode;

    /// <summary>The type of a number.</summary>
    public string Scalar => isDouble ? "double" : "float";

    private int ScalarSize => isDouble ? sizeof(double) : sizeof(float);

    /// <summary>A mark of what the numbers mean, by names and shapes (FNV-1a): the file of another network is refused.</summary>
    private uint Mark
    {
        get
        {
            uint mark = 2166136261;
            foreach (byte letter in _tensors.SelectMany(tensor => Encoding.UTF8.GetBytes($"{tensor.Name} [{Shape(tensor.Shape)}];")))
                mark = unchecked((mark ^ letter) * 16777619);
            return mark;
        }
    }

    /// <summary>The fields' names.</summary>
    public IEnumerable<string> Symbols => _symbols.Values;

    /// <summary>The field of a tensor, which is added where it is new.</summary>
    /// <param name="name">The tensor's name, by which layers share it.</param>
    /// <param name="names">Gives the field its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="values">Its numbers, asked for where it is new.</param>
    public string Add(string name, StandaloneNames names, IReadOnlyList<int> shape, Func<double[]> values)
    {
        if (!_symbols.TryGetValue(name, out string? symbol))
        {
            int last = name.LastIndexOf('.');
            symbol = names.Field(name[..last] + StandaloneNames.Capital(name[(last + 1)..]));
            _symbols.Add(name, symbol);
            _tensors.Add((symbol, name, shape, values()));
        }

        return symbol;
    }

    /// <summary>The declarations of the fields.</summary>
    public void WriteFields(StringBuilder text)
    {
        foreach ((string symbol, string name, IReadOnlyList<int> shape, double[] values) in _tensors)
        {
            if (AreInFile)
            {
                text.Append(CultureInfo.InvariantCulture, $"        private readonly {Scalar}[] {symbol}; // [{Shape(shape)}]\n");
                continue;
            }

            text.Append(CultureInfo.InvariantCulture, $"        // {name}, [{Shape(shape)}]\n        private static readonly {Scalar}[] {symbol} =\n        {{\n");
            SourceFile.WriteLines(text, values.Select(Literal), "            ");
            text.Append("        };\n\n");
        }

        if (AreInFile)
            text.Append('\n');
    }

    /// <summary>The constructor that takes the file, and what it needs.</summary>
    public void WriteConstructor(StringBuilder text, string className)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""
                    /// <summary>The network with the weights of {{className}}.bytes.</summary>
                    /// <param name="weights">All bytes of the file.</param>
                    /// <exception cref="ArgumentException">The bytes are not this network's weights.</exception>
                    public {{className}}(byte[] weights)
                    {
                        RequireWeights(weights);
                        int at = {{HeadLength}};

            """);
        foreach ((string symbol, _, _, double[] values) in _tensors)
            text.Append(CultureInfo.InvariantCulture, $"            {symbol} = Read(weights, ref at, {values.Length});\n");
        text.Append(CultureInfo.InvariantCulture, $$"""
                    }

                    // The head: "NGW1", the bytes of a number, how many numbers follow, a mark of the architecture.
                    private static void RequireWeights(byte[] weights)
                    {
                        const int Length = {{HeadLength}} + {{Count}} * sizeof({{Scalar}});
                        if (weights == null)
                            throw new ArgumentNullException(nameof(weights));
                        if (!BitConverter.IsLittleEndian)
                            throw new PlatformNotSupportedException("The weights are little-endian.");
                        if (weights.Length < {{HeadLength}} || BitConverter.ToUInt32(weights, 0) != 0x{{Magic:X8}})
                            throw new ArgumentException("Expected the file {{className}}.bytes, which begins with NGW1.", nameof(weights));
                        if (BitConverter.ToInt32(weights, 4) != sizeof({{Scalar}}) || BitConverter.ToInt32(weights, 8) != {{Count}} || BitConverter.ToUInt32(weights, 12) != 0x{{Mark:X8}})
                            throw new ArgumentException("Expected the weights of {{className}}, {{Count}} of {{ScalarSize}} bytes, got those of another network.", nameof(weights));
                        if (weights.Length != Length)
                            throw new ArgumentException("Expected " + Length + " bytes, got " + weights.Length + ".", nameof(weights));
                    }

                    private static {{Scalar}}[] Read(byte[] weights, ref int at, int count)
                    {
                        {{Scalar}}[] values = new {{Scalar}}[count];
                        Buffer.BlockCopy(weights, at, values, 0, count * sizeof({{Scalar}}));
                        at += count * sizeof({{Scalar}});
                        return values;
                    }


            """);
    }

    private const uint Magic = 0x3157474E; // "NGW1"

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        byte[] file = new byte[HeadLength + checked(Count * ScalarSize)];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), ScalarSize);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), Count);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), Mark);
        Span<byte> rest = file.AsSpan(HeadLength);
        foreach (double value in _tensors.SelectMany(tensor => tensor.Values))
        {
            if (isDouble)
                BinaryPrimitives.WriteDoubleLittleEndian(rest, value);
            else
                BinaryPrimitives.WriteSingleLittleEndian(rest, (float)value);
            rest = rest[ScalarSize..];
        }

        return file;
    }

    /// <summary>A number as C# has it, in this precision: the shortest text that is read as the same.</summary>
    public string Literal(double value)
    {
        if (double.IsNaN(value))
            return Scalar + ".NaN";
        if (double.IsInfinity(isDouble ? value : (float)value))
            return $"{Scalar}.{(value > 0 ? "Positive" : "Negative")}Infinity";
        return isDouble ? value.ToString("R", CultureInfo.InvariantCulture) + "d" : ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f";
    }

    private static string Shape(IReadOnlyList<int> shape) => string.Join(", ", shape);
}
