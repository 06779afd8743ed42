using Xunit;

namespace NetGen.Tests;

/// <summary>A test that needs a folder of the shared data sets; skipped, saying so, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataFactAttribute : FactAttribute
{
    /// <summary>A test of the data sets in these folders of <c>shared/data</c>.</summary>
    public DataFactAttribute(params string[] sets)
    {
        Sets = sets;
        Skip = SharedData.SkipReason(sets);
    }

    public IReadOnlyList<string> Sets { get; }
}

/// <summary>The same for a test with arguments.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataTheoryAttribute : TheoryAttribute
{
    /// <inheritdoc cref="DataFactAttribute(string[])"/>
    public DataTheoryAttribute(params string[] sets)
    {
        Sets = sets;
        Skip = SharedData.SkipReason(sets);
    }

    public IReadOnlyList<string> Sets { get; }
}

/// <summary>The folder <c>shared/data</c> beside the repository, with data sets too large for it.</summary>
public static class SharedData
{
    /// <summary>The folder of a data set.</summary>
    public static string Folder(string set) =>
        Find(set) ?? throw new DirectoryNotFoundException(SkipReason([set]));

    /// <summary>Why a test is skipped; null where all its data sets are there.</summary>
    public static string? SkipReason(string[] sets) =>
        sets.FirstOrDefault(set => Find(set) is null) is string missing
            ? $"The data set '{missing}' is not there: expected the folder shared/data/{missing} beside the repository."
            : null;

    private static string? Find(string set)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data", set);
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }
}
