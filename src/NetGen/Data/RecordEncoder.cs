using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>
/// Turns objects into inputs of a network, the same way for the rows it was made from and for later ones: <c>[Feature]</c> as it is, <c>[Category]</c> one-hot. All that it learns (the categories in
/// ordinal order, the classes, the means that stand for missing numbers), it learns from the rows it is made from. Nothing is read by reflection.
/// </summary>
/// <typeparam name="TRow">A partial class, struct or record with marked members.</typeparam>
public sealed class RecordEncoder<TRow>
    where TRow : IRecord<TRow>
{
    private readonly string[]?[] _categories;
    private readonly double[] _means;
    private readonly LabelMap? _classes;

    private RecordEncoder(string[]?[] categories, double[] means, LabelMap? classes) => (_categories, _means, _classes) = (categories, means, classes);

    private static IReadOnlyList<RecordColumn<TRow>> Columns => TRow.Columns.Inputs;

    private static RecordColumn<TRow> Target => TRow.Columns.OfTarget ?? throw new InvalidOperationException($"{typeof(TRow).Name} has no [Target].");

    /// <summary>The number of inputs of a row.</summary>
    public int InputSize => Enumerable.Range(0, Columns.Count).Sum(WidthOf);

    /// <summary>What each input is: <c>Age</c>, <c>Age missing</c>, <c>Port=Cherbourg</c>.</summary>
    public IReadOnlyList<string> InputNames =>
    [
        .. Columns.SelectMany((column, i) => _categories[i] is { } categories ? categories.Select(category => $"{column.Name}={category}")
            : column.MayBeMissing ? [column.Name, column.Name + " missing"] : [column.Name]),
    ];

    /// <summary>The classes of the target, whose places are labels; null where it is a number alone.</summary>
    public IReadOnlyList<string>? Classes => _classes?.Names;

    internal static RecordEncoder<TRow> Fit(IReadOnlyCollection<TRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            throw new ArgumentException("Expected at least one row to learn from, got none.", nameof(rows));
        string[]?[] categories = new string[Columns.Count][];
        double[] means = new double[Columns.Count];
        for (int i = 0; i < categories.Length; i++)
        {
            RecordColumn<TRow> column = Columns[i];
            if (column.Text is { } text)
                categories[i] = [.. rows.Select(text).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
            else if (column.MayBeMissing)
                means[i] = MeanOf(rows, column);
        }

        return new(categories, means, Target.Text is { } ofClass ? LabelMap.InOrder([.. rows.Select(ofClass).OfType<string>().Distinct().Order(Target.Number is null ? StringComparer.Ordinal : NumbersFirst.Instance)]) : null);
    }

    /// <summary>The inputs of rows, one after the other.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">A category is unknown and refused, or a number is not finite: the message names row and member.</exception>
    public T[] Inputs<T>(IReadOnlyCollection<TRow> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rows);
        T[] inputs = new T[rows.Count * InputSize];
        int place = 0, number = 0;
        foreach (TRow row in rows)
        {
            for (int i = 0; i < Columns.Count; i++)
            {
                Write(row, i, number, inputs.AsSpan(place, WidthOf(i)));
                place += WidthOf(i);
            }

            number++;
        }

        return inputs;
    }

    /// <summary>A data set for a network of class labels.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">A class is unknown or missing, or an input cannot be encoded.</exception>
    /// <exception cref="NotSupportedException">The target is a number alone.</exception>
    public ArrayDataset<T, int> ToClassification<T>(IReadOnlyCollection<TRow> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (_classes is null)
            throw new NotSupportedException($"{typeof(TRow).Name}.{Target.Name} is a number, and no class.");
        int[] labels = [.. rows.Select((row, i) => Target.Text!(row) is { } name && _classes.IndexOf(name) is >= 0 and int label
            ? label
            : throw new ArgumentException($"Row {i}: {Target.Name}: expected one of the classes {string.Join(", ", _classes.Names)}, got {(Target.Text!(row) is { } other ? $"'{other}'" : "none")}.", nameof(rows)))];
        return new(Inputs<T>(rows), labels, InputSize);
    }

    /// <summary>A data set for a network whose target is a number.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rows">The rows.</param>
    /// <exception cref="ArgumentException">A target is missing or not finite, or an input cannot be encoded.</exception>
    /// <exception cref="NotSupportedException">The target is no number.</exception>
    public ArrayDataset<T, T> ToNumbers<T>(IReadOnlyCollection<TRow> rows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Target.Number is not { } read)
            throw new NotSupportedException($"{typeof(TRow).Name}.{Target.Name} is a class, and no number.");
        T[] targets = [.. rows.Select((row, i) => T.CreateTruncating(Finite(read(row), i, Target.Name)))];
        return new(Inputs<T>(rows), targets, InputSize);
    }

    /// <summary>The encoder as JSON, to be saved beside a network.</summary>
    public string ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("recordEncoder", 1);
            json.WriteStartArray("inputs");
            for (int i = 0; i < Columns.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("name", Columns[i].Name);
                if (_categories[i] is { } categories)
                    Write(json, "categories", categories);
                else if (Columns[i].MayBeMissing)
                    json.WriteNumber("mean", _means[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("target", Target.Name);
            if (_classes is not null)
                Write(json, "classes", _classes.Names);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static RecordEncoder<TRow> FromJson(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            JsonElement[] inputs = [.. root.GetProperty("inputs").EnumerateArray()];
            string saved = string.Join(", ", inputs.Select(input => input.GetProperty("name").GetString()!).Append(root.GetProperty("target").GetString()));
            string own = string.Join(", ", Columns.Select(column => column.Name).Append(Target.Name));
            if (saved != own)
                throw new FormatException($"expected the members {own}, got {saved}");
            string[]?[] categories = new string[inputs.Length][];
            double[] means = new double[inputs.Length];
            for (int i = 0; i < inputs.Length; i++)
            {
                if (Columns[i].Text is not null)
                    categories[i] = Texts(inputs[i].GetProperty("categories"));
                else if (Columns[i].MayBeMissing)
                    means[i] = inputs[i].GetProperty("mean").GetDouble();
            }

            return new(categories, means, Target.Text is null ? null : LabelMap.InOrder(Texts(root.GetProperty("classes"))));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"This is no encoder of {typeof(TRow).Name}: {e.Message}", e);
        }
    }

    private int WidthOf(int column) => _categories[column] is { } categories ? categories.Length : Columns[column].MayBeMissing ? 2 : 1;

    private void Write<T>(TRow row, int i, int number, Span<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RecordColumn<TRow> column = Columns[i];
        if (_categories[i] is { } categories)
        {
            if (column.Text!(row) is not { } text)
                return;
            int category = Array.BinarySearch(categories, text, StringComparer.Ordinal);
            if (category >= 0)
                inputs[category] = T.One;
            else if (column.Unknown == UnknownCategory.Refused)
                throw new ArgumentException($"Row {number}: {column.Name}: '{text}' is none of the categories trained on, {string.Join(", ", categories)}: with [Category(Unknown = UnknownCategory.Zeros)] it would be all zeros.");
            return;
        }

        double? value = column.Number!(row);
        if (column.MayBeMissing && value is null)
            (value, inputs[1]) = (_means[i], T.One);
        inputs[0] = T.CreateTruncating(Finite(value, number, column.Name));
    }

    private static double Finite(double? value, int row, string name) => value is { } number && double.IsFinite(number)
        ? number
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Row {row}: {name}: expected a finite number, got {(value is { } other ? other.ToString(CultureInfo.InvariantCulture) : "none")}."));

    private static double MeanOf(IReadOnlyCollection<TRow> rows, RecordColumn<TRow> column)
    {
        (double sum, int count, int number) = (0, 0, 0);
        foreach (TRow row in rows)
        {
            if (column.Number!(row) is { } value)
            {
                sum += Finite(value, number, column.Name);
                count++;
            }

            number++;
        }

        return count > 0 ? sum / count : throw new ArgumentException($"{column.Name} is missing in all {rows.Count} rows.", nameof(rows));
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string[] Texts(JsonElement texts) => [.. texts.EnumerateArray().Select(text => text.GetString() ?? throw new FormatException("expected texts, got null"))];

    /// <summary>Whole numbers as numbers, false before true.</summary>
    private sealed class NumbersFirst : IComparer<string>
    {
        public static readonly NumbersFirst Instance = new();

        public int Compare(string? x, string? y) => decimal.TryParse(x, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal a) && decimal.TryParse(y, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal b)
            ? a.CompareTo(b)
            : string.CompareOrdinal(x, y);
    }
}

/// <summary>Makes encoders of objects.</summary>
public static class RecordEncoder
{
    /// <summary>Learns how to encode rows.</summary>
    /// <typeparam name="TRow">A partial class, struct or record with marked members.</typeparam>
    /// <param name="rows">The rows to train on, at least one.</param>
    /// <exception cref="ArgumentException">There are none, or a number is missing in all of them.</exception>
    public static RecordEncoder<TRow> Fit<TRow>(IReadOnlyCollection<TRow> rows)
        where TRow : IRecord<TRow> => RecordEncoder<TRow>.Fit(rows);

    /// <summary>Reads what <see cref="RecordEncoder{TRow}.ToJson"/> wrote.</summary>
    /// <typeparam name="TRow">A partial class, struct or record with marked members.</typeparam>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">It is none, or of a record with other members.</exception>
    public static RecordEncoder<TRow> FromJson<TRow>(string json)
        where TRow : IRecord<TRow> => RecordEncoder<TRow>.FromJson(json);
}
