using System.Globalization;

namespace NetGen;

/// <summary>What a trial of a sweep is made of: a value for each name of the space.</summary>
public sealed class SweepConfiguration
{
    private readonly KeyValuePair<string, SweepValue>[] _values;

    internal SweepConfiguration(int trial, IEnumerable<KeyValuePair<string, SweepValue>> values) => (Trial, _values) = (trial, [.. values]);

    /// <summary>The number of the trial, from 0.</summary>
    public int Trial { get; }

    /// <summary>The names, in the order of the space.</summary>
    public IReadOnlyList<string> Names => [.. _values.Select(value => value.Key)];

    /// <summary>A value that is a number.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none of this name, or it is a text.</exception>
    public double Number(string name) => Find(name).Number ?? throw new ArgumentException($"'{name}' is a text, '{Find(name).Text}', no number.", nameof(name));

    /// <summary>A value that is a whole number.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none of this name, or it is no whole number.</exception>
    public int Whole(string name)
    {
        double number = Number(name);
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"'{name}' is {number}, no whole number."), nameof(name));
    }

    /// <summary>A value as a text: a number with all its digits.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public string Text(string name) => Find(name).Text;

    /// <summary>Names and values: <c>rate 0.01, width 32</c>.</summary>
    public override string ToString() => string.Join(", ", _values.Select(value => $"{value.Key} {value.Value.Shown}"));

    internal IReadOnlyList<KeyValuePair<string, SweepValue>> Values => _values;

    private SweepValue Find(string name)
    {
        foreach ((string key, SweepValue value) in _values)
        {
            if (key == name)
                return value;
        }

        throw new ArgumentException($"There is no '{name}' in this configuration: {string.Join(", ", Names)}.", nameof(name));
    }
}

/// <summary>A number or a text.</summary>
internal readonly record struct SweepValue(double? Number, string Text)
{
    /// <summary>For people.</summary>
    public string Shown => Number is null ? Text : TextTable.Number(Number);

    public static SweepValue Of(double number) => new(number, number.ToString("R", CultureInfo.InvariantCulture));

    public static SweepValue Of(string text) => new(null, text);
}
