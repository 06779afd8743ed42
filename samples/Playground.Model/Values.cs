using System.Globalization;

namespace Playground;

/// <summary>A set of keys that compares by what is in it.</summary>
public sealed class Keys(IEnumerable<string> items) : IEquatable<Keys>
{
    private readonly HashSet<string> _items = [.. items];

    /// <summary>Whether the key is in it.</summary>
    public bool Contains(string key) => _items.Contains(key);

    /// <summary>The set with the key where it was not, and without it where it was.</summary>
    public Keys Toggle(string key) => new(Contains(key) ? _items.Where(item => item != key) : _items.Append(key));

    /// <summary>How many there are.</summary>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public bool Equals(Keys? other) => other is not null && _items.SetEquals(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Keys);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Count;
}

/// <summary>The widths of hidden layers, compared one by one.</summary>
public sealed class Widths(IReadOnlyList<int> items) : IEquatable<Widths>
{
    /// <summary>The most layers.</summary>
    public const int MaxDepth = 6;

    /// <summary>The most units of a layer.</summary>
    public const int MaxWidth = 8;

    /// <summary>The widths, from the layer next to the features on.</summary>
    public IReadOnlyList<int> Items { get; } = items;

    /// <summary>How many layers there are.</summary>
    public int Depth => Items.Count;

    /// <summary>With another width of one layer.</summary>
    public Widths With(int layer, int width) => new([.. Items.Select((old, i) => i == layer ? width : old)]);

    /// <summary>With so many layers: new ones are as wide as the last.</summary>
    public Widths WithDepth(int depth) => new([.. Enumerable.Range(0, depth).Select(i => i < Depth ? Items[i] : Depth > 0 ? Items[^1] : 4)]);

    /// <inheritdoc/>
    public bool Equals(Widths? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Widths);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Aggregate(Items.Count, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => string.Join('-', Items.Select(item => item.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>Points that the user made, compared one by one.</summary>
public sealed class OwnPoints(IReadOnlyList<Point> items) : IEquatable<OwnPoints>
{
    /// <summary>The most points.</summary>
    public const int Max = 1000;

    /// <summary>The coordinates that the page shows go from −this to this.</summary>
    public const float Reach = 6;

    /// <summary>No points.</summary>
    public static OwnPoints None { get; } = new([]);

    /// <summary>The points.</summary>
    public IReadOnlyList<Point> Items { get; } = items;

    /// <inheritdoc/>
    public bool Equals(OwnPoints? other) => other is not null && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OwnPoints);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Count;
}
