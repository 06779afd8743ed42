using Course;
using Xunit;

namespace NetGen.Course.Tests;

/// <summary>The numbers that a lesson gave on its small budget, and which of them a test has looked at.</summary>
internal sealed class LessonNumbers
{
    private readonly Lesson _lesson;
    private readonly IReadOnlyDictionary<string, double> _numbers;
    private readonly HashSet<string> _seen = [];

    private LessonNumbers(Lesson lesson, IReadOnlyDictionary<string, double> numbers) => (_lesson, _numbers) = (lesson, numbers);

    /// <summary>Runs a lesson, without drawing.</summary>
    public static LessonNumbers Of(string name)
    {
        Lesson lesson = Lesson.All.Single(lesson => lesson.Name == name);
        return new(lesson, Run(lesson, TextWriter.Null).Numbers);
    }

    public static Page Run(Lesson lesson, TextWriter writer)
    {
        Page page = new(writer, null, lesson.Name, brief: true);
        lesson.Run(page);
        return page;
    }

    public LessonNumbers Is(string name, double expected, double tolerance = 1e-12)
    {
        double value = Look(name);
        Assert.True(Math.Abs(value - expected) <= tolerance, $"{name}: expected {expected} to within {tolerance}, got {value:R}.");
        return this;
    }

    public LessonNumbers Below(string name, double bound)
    {
        double value = Look(name);
        Assert.True(value < bound, $"{name}: expected less than {bound}, got {value:R}.");
        return this;
    }

    public LessonNumbers Above(string name, double bound)
    {
        double value = Look(name);
        Assert.True(value > bound, $"{name}: expected more than {bound}, got {value:R}.");
        return this;
    }

    /// <summary>The first is less than the second.</summary>
    public LessonNumbers Rises(string less, string more, double factor = 1)
    {
        (double a, double b) = (Look(less), Look(more));
        Assert.True(a * factor < b, $"Expected {less} ({a:R}), times {factor}, below {more} ({b:R}).");
        return this;
    }

    /// <summary>Nothing is left: each number was looked at, and each entry of the lesson has at least one.</summary>
    public void AreAll()
    {
        Assert.Equal(_numbers.Keys.Order(StringComparer.Ordinal), _seen.Order(StringComparer.Ordinal));
        Assert.Equal(_lesson.Ids.Order(StringComparer.Ordinal), _seen.Select(name => name[..3]).Distinct().Order(StringComparer.Ordinal));
    }

    private double Look(string name)
    {
        Assert.True(_numbers.TryGetValue(name, out double value), $"No number '{name}': {string.Join("; ", _numbers.Keys)}.");
        _seen.Add(name);
        return value;
    }
}
