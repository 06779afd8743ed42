using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>
/// How often each class was taken for each: what accuracy, precision, recall and F1 are counted from. An example may also have been
/// taken for none, −1, where an output was NaN: it counts as one of its class, and as wrong (scikit-learn's <c>confusion_matrix</c>, with a
/// column for none).
/// </summary>
public sealed class ConfusionMatrix
{
    /// <summary>What an example is taken for whose prediction is no class.</summary>
    internal const int None = -1;

    // In each row, the classes and then none.
    private readonly long[] _counts;

    /// <summary>An empty matrix.</summary>
    /// <param name="classes">The number of classes, at least 2.</param>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 46_340);
        Classes = classes;
        _counts = new long[classes * (classes + 1)];
    }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>The number of examples of a class that were taken for another, or for it.</summary>
    /// <param name="label">The class they are of.</param>
    /// <param name="predicted">The class they were taken for; −1 for none.</param>
    public long this[int label, int predicted] => _counts[Index(label, predicted)];

    /// <summary>The number of examples.</summary>
    public long Count => _counts.Sum();

    /// <summary>The share of right predictions; NaN without examples.</summary>
    public double Accuracy => (double)Enumerable.Range(0, Classes).Sum(c => this[c, c]) / Count;

    /// <summary>Of the examples taken for a class, the share that are of it; 0 where none were.</summary>
    /// <param name="label">The class.</param>
    public double Precision(int label) => Ratio(this[label, label], Predicted(label));

    /// <summary>Of the examples of a class, the share that were taken for it; 0 where there are none.</summary>
    /// <param name="label">The class.</param>
    public double Recall(int label) => Ratio(this[label, label], Support(label));

    /// <summary>The harmonic mean of precision and recall; 0 where both are.</summary>
    /// <param name="label">The class.</param>
    public double F1(int label) => Ratio(2 * this[label, label], Predicted(label) + Support(label));

    /// <summary>The number of examples of a class.</summary>
    /// <param name="label">The class.</param>
    public long Support(int label) => Enumerable.Range(None, Classes + 1).Sum(c => this[label, c]);

    /// <summary>The number of examples that were taken for a class.</summary>
    /// <param name="label">The class; −1 for none.</param>
    public long Predicted(int label) => Enumerable.Range(0, Classes).Sum(c => this[c, label]);

    /// <summary>Counts one example.</summary>
    /// <param name="label">The class it is of.</param>
    /// <param name="predicted">The class it was taken for; −1 for none.</param>
    public void Add(int label, int predicted) => _counts[Index(label, predicted)]++;

    /// <summary>Counts several examples at once.</summary>
    internal void Add(int label, int predicted, long count) => _counts[Index(label, predicted)] += count;

    /// <summary>Counts examples.</summary>
    /// <param name="labels">The classes they are of.</param>
    /// <param name="predicted">The classes they were taken for, as PredictLabels gives them: −1 where an output was NaN.</param>
    public void Add(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted)
    {
        CompilerServices.Guard.Length(predicted.Length, labels.Length, nameof(predicted));
        for (int i = 0; i < labels.Length; i++)
            Add(labels[i], predicted[i]);
    }

    /// <summary>Forgets all examples.</summary>
    public void Reset() => Array.Clear(_counts);

    /// <summary>A table: a line for each class, a column for each it was taken for, and one for none where that occurs.</summary>
    public override string ToString() => Table([.. Enumerable.Range(0, Classes).Select(Number)], least: 6);

    /// <summary>The table with the classes' names.</summary>
    /// <param name="names">A name for each class.</param>
    /// <exception cref="ArgumentException">There are not as many names as classes.</exception>
    public string ToString(IReadOnlyList<string> names) => Table(Named(names), least: 0);

    /// <summary>
    /// Precision, recall, F1 and number of examples of each class, their means, as they are and weighted by the numbers of examples, and the accuracy: scikit-learn's
    /// <c>classification_report</c>.
    /// </summary>
    /// <param name="names">A name for each class; null for their numbers.</param>
    /// <exception cref="ArgumentException">There are not as many names as classes.</exception>
    public string Report(IReadOnlyList<string>? names = null)
    {
        IReadOnlyList<string> named = names is null ? [.. Enumerable.Range(0, Classes).Select(Number)] : Named(names);
        List<string[]> rows = [["", "precision", "recall", "f1", "examples"]];
        int[] classes = [.. Enumerable.Range(0, Classes)];
        rows.AddRange(classes.Select(c => new[] { named[c], Four(Precision(c)), Four(Recall(c)), Four(F1(c)), Number(Support(c)) }));
        rows.Add(["mean", Four(classes.Average(Precision)), Four(classes.Average(Recall)), Four(classes.Average(F1)), Number(Count)]);
        rows.Add(["weighted", Four(Weighted(Precision)), Four(Weighted(Recall)), Four(Weighted(F1)), Number(Count)]);
        rows.Add(["accuracy", "", "", Four(Accuracy), Number(Count)]);
        return TextTable.Of(rows, leftColumns: 1);

        double Weighted(Func<int, double> of) => classes.Sum(c => Support(c) * of(c)) / Count;
        static string Four(double value) => value.ToString("F4", CultureInfo.InvariantCulture);
    }

    private string Table(IReadOnlyList<string> titles, int least)
    {
        int[] columns = [.. Enumerable.Range(0, Classes), .. Predicted(None) > 0 ? [None] : Array.Empty<int>()];
        int first = Math.Max(least, titles.Max(title => title.Length));
        int width = Math.Max(Number(_counts.Max()).Length, columns.Max(c => Title(c).Length)) + 2;
        StringBuilder table = new StringBuilder().Append(' ', first);
        foreach (int c in columns)
            table.Append(Title(c).PadLeft(width));
        for (int label = 0; label < Classes; label++)
        {
            table.Append('\n').Append(Title(label).PadLeft(first));
            foreach (int c in columns)
                table.Append(Number(this[label, c]).PadLeft(width));
        }

        return table.Append('\n').ToString();

        string Title(int c) => c == None ? "none" : titles[c];
    }

    private IReadOnlyList<string> Named(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count == Classes ? names : throw new ArgumentException($"Expected a name for each of {Classes} classes, got {names.Count}.", nameof(names));
    }

    private static string Number(int value) => Number((long)value);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private int Index(int label, int predicted) =>
        (CompilerServices.Guard.Index(label, Classes, nameof(label)) * (Classes + 1)) + (predicted == None ? Classes : CompilerServices.Guard.Index(predicted, Classes, nameof(predicted)));
}
