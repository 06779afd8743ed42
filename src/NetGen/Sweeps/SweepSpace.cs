namespace NetGen;

/// <summary>What a sweep tries: for each name some values, or a range. All combinations of values are a grid; of ranges there are random samples.</summary>
/// <example>
/// <code>
/// SweepSpace space = new SweepSpace().Values("width", 16, 32, 64).LogRange("rate", 1e-4, 1e-1);
/// SweepResult result = Sweep.Run(space.Random(trials: 30, seed: 1), configuration => Trial.Of(…));
/// </code>
/// </example>
public sealed class SweepSpace
{
    private readonly List<Axis> _axes = [];

    /// <summary>Adds a name with some numbers.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">At least one finite number, no two of them equal.</param>
    /// <exception cref="ArgumentException">There is such a name already, or the numbers are not that.</exception>
    public SweepSpace Values(string name, params ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            RequireFinite(value, nameof(values));
        return Add(new(name, [.. values.ToArray().Select(SweepValue.Of)], 0, 0, false, false));
    }

    /// <summary>Adds a name with some texts.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">At least one text, no two of them equal.</param>
    /// <exception cref="ArgumentException">There is such a name already, or the texts are not that.</exception>
    public SweepSpace Texts(string name, params ReadOnlySpan<string> values) => Add(new(name, [.. values.ToArray().Select(SweepValue.Of)], 0, 0, false, false));

    /// <summary>Adds a name with all numbers of a range, each as likely.</summary>
    /// <param name="name">The name.</param>
    /// <param name="from">The least.</param>
    /// <param name="to">The largest, more than the least.</param>
    /// <exception cref="ArgumentException">There is such a name already, or this is no range.</exception>
    public SweepSpace Range(string name, double from, double to) => Add(new(name, [], from, RequireMore(from, to), false, false));

    /// <summary>Adds a name with all whole numbers of a range, each as likely.</summary>
    /// <param name="name">The name.</param>
    /// <param name="from">The least.</param>
    /// <param name="to">The largest, more than the least.</param>
    /// <exception cref="ArgumentException">There is such a name already, or this is no range.</exception>
    public SweepSpace WholeRange(string name, int from, int to) => Add(new(name, [], from, RequireMore(from, to), false, true));

    /// <summary>Adds a name with all numbers of a range of more than 0, each magnitude as likely: learning rates, penalties.</summary>
    /// <param name="name">The name.</param>
    /// <param name="from">The least, more than 0.</param>
    /// <param name="to">The largest, more than the least.</param>
    /// <exception cref="ArgumentException">There is such a name already, or this is no range.</exception>
    public SweepSpace LogRange(string name, double from, double to) => from > 0
        ? Add(new(name, [], from, RequireMore(from, to), true, false))
        : throw new ArgumentOutOfRangeException(nameof(from), from, "Expected a number of more than 0.");

    /// <summary>All combinations, the last name's values changing first.</summary>
    /// <exception cref="InvalidOperationException">There is no name, a name has a range, or there are more than a million combinations.</exception>
    public IReadOnlyList<SweepConfiguration> Grid()
    {
        RequireNames();
        if (_axes.Find(axis => axis.Values.Length == 0) is { } range)
            throw new InvalidOperationException($"'{range.Name}' is a range, of which a grid cannot have all numbers: give it values, or take Random.");
        long count = 1;
        foreach (Axis axis in _axes)
        {
            count *= axis.Values.Length;
            if (count > 1_000_000)
                throw new InvalidOperationException("Expected at most 1,000,000 combinations, got more: take Random.");
        }

        return [.. Enumerable.Range(0, (int)count).Select(trial =>
        {
            KeyValuePair<string, SweepValue>[] values = new KeyValuePair<string, SweepValue>[_axes.Count];
            int rest = trial;
            for (int i = _axes.Count - 1; i >= 0; i--)
            {
                (rest, int value) = Math.DivRem(rest, _axes[i].Values.Length);
                values[i] = new(_axes[i].Name, _axes[i].Values[value]);
            }

            return new SweepConfiguration(trial, values);
        })];
    }

    /// <summary>Random samples. Trial i depends on the seed and i alone, so that more trials begin with the same ones.</summary>
    /// <param name="trials">How many, at least 1.</param>
    /// <param name="seed">What decides them.</param>
    /// <exception cref="InvalidOperationException">There is no name.</exception>
    public IReadOnlyList<SweepConfiguration> Random(int trials, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        RequireNames();
        ulong key = Philox.DeriveKey(unchecked((ulong)seed), KeyPurpose.Sweep, 0);
        return [.. Enumerable.Range(0, trials).Select(trial =>
        {
            PhiloxRandom random = new(key, (ulong)trial);
            return new SweepConfiguration(trial, _axes.Select(axis => new KeyValuePair<string, SweepValue>(axis.Name, axis.Sample(random))).ToArray());
        })];
    }

    private SweepSpace Add(Axis axis)
    {
        ArgumentException.ThrowIfNullOrEmpty(axis.Name, "name");
        if (_axes.Exists(other => other.Name == axis.Name))
            throw new ArgumentException($"There is a '{axis.Name}' already.");
        if (axis.Values.Length == 0 && axis.From == axis.To)
            throw new ArgumentException($"Expected at least one value of '{axis.Name}', got none.");
        if (axis.Values.Distinct().Count() < axis.Values.Length)
            throw new ArgumentException($"Expected different values of '{axis.Name}', got two that are equal.");
        _axes.Add(axis);
        return this;
    }

    private void RequireNames()
    {
        if (_axes.Count == 0)
            throw new InvalidOperationException("Expected a space with a name at least, got none.");
    }

    private static double RequireMore(double from, double to)
    {
        RequireFinite(from, nameof(from));
        return to > from && double.IsFinite(to) ? to : throw new ArgumentOutOfRangeException(nameof(to), to, "Expected a finite number that is more than the least.");
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "Expected a finite number.");
    }

    /// <summary>A name with values, or with a range.</summary>
    private sealed record Axis(string Name, SweepValue[] Values, double From, double To, bool IsLogarithmic, bool IsWhole)
    {
        public SweepValue Sample(PhiloxRandom random)
        {
            double u = random.NextDouble();
            if (Values.Length > 0)
                return Values[(int)(u * Values.Length)];
            if (IsWhole)
                return SweepValue.Of(From + Math.Floor(u * (To - From + 1)));
            return SweepValue.Of(Math.Clamp(IsLogarithmic ? From * PortableMath.Exp(u * PortableMath.Log(To / From)) : From + u * (To - From), From, To));
        }
    }
}
