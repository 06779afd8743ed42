using Microsoft.CodeAnalysis;

namespace NetGen.Generators.Tests;

public sealed class RoslynTests
{
    [Fact]
    public void The_generator_runs_in_a_newer_Roslyn_than_it_is_compiled_against()
    {
        Version built = typeof(NetworkGenerator).Assembly.GetReferencedAssemblies().Single(assembly => assembly.Name == "Microsoft.CodeAnalysis").Version!;
        Assert.Equal(new Version(5, 0, 0, 0), built);
        Assert.True(typeof(Compilation).Assembly.GetName().Version > built);
    }
}
