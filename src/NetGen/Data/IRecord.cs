namespace NetGen;

/// <summary>A class, struct or record whose members are marked <c>[Feature]</c>, <c>[Category]</c> and <c>[Target]</c>: the generator implements this in its other part.</summary>
/// <typeparam name="TSelf">It.</typeparam>
public interface IRecord<TSelf>
    where TSelf : IRecord<TSelf>
{
    /// <summary>How its members are read.</summary>
    static abstract RecordColumns<TSelf> Columns { get; }
}

/// <summary>How the members of a record are read: what generated code says of it.</summary>
/// <typeparam name="TRow">The record.</typeparam>
public sealed class RecordColumns<TRow>
{
    private readonly List<RecordColumn<TRow>> _inputs = [];

    internal IReadOnlyList<RecordColumn<TRow>> Inputs => _inputs;

    internal RecordColumn<TRow>? OfTarget { get; private set; }

    /// <summary>Adds a number.</summary>
    /// <param name="name">The member.</param>
    /// <param name="read">Its value; null where it is missing.</param>
    /// <param name="mayBeMissing">Whether it may be null.</param>
    public RecordColumns<TRow> Feature(string name, Func<TRow, double?> read, bool mayBeMissing) => Add(new(name) { Number = read, MayBeMissing = mayBeMissing });

    /// <summary>Adds a category.</summary>
    /// <param name="name">The member.</param>
    /// <param name="read">Its text; null where it is missing.</param>
    /// <param name="unknown">What becomes of those that the rows trained on did not have.</param>
    public RecordColumns<TRow> Category(string name, Func<TRow, string?> read, UnknownCategory unknown) => Add(new(name) { Text = read, Unknown = unknown });

    /// <summary>Says what is learned.</summary>
    /// <param name="name">The member.</param>
    /// <param name="number">Its value as a number; null where it has none.</param>
    /// <param name="text">Its value as a class; null where it is none.</param>
    public RecordColumns<TRow> Target(string name, Func<TRow, double?>? number, Func<TRow, string?>? text)
    {
        OfTarget = new(name) { Number = number, Text = text };
        return this;
    }

    private RecordColumns<TRow> Add(RecordColumn<TRow> column)
    {
        _inputs.Add(column);
        return this;
    }
}

/// <summary>A member.</summary>
internal sealed record RecordColumn<TRow>(string Name)
{
    public Func<TRow, double?>? Number { get; init; }

    public Func<TRow, string?>? Text { get; init; }

    public bool MayBeMissing { get; init; }

    public UnknownCategory Unknown { get; init; }
}
