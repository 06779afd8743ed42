using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests;

/// <summary>What an editor relies on: an edit elsewhere costs nothing, and nothing of the compilation is kept alive.</summary>
public class IncrementalityTests
{
    private const string First = """
        using NetGen;

        [Network]
        [Input(4)]
        [Dense(3, Name = "h1"), ReLU, Dropout(0.5)] [L2(0.1)]
        [SoftmaxCrossEntropy]
        public partial class First;
        """;

    private const string Second = """
        using NetGen;

        [Network<double>] [Input(4)] [Dense(3), LeakyReLU(Slope = 0.1)] [MeanSquaredError]
        public partial class Second;
        """;

    public static TheoryData<string, string> UnrelatedEdits => new()
    {
        { "a comment after the network", First + "// a comment" },
        { "a comment before the network", "// a comment\n" + First },
        { "white space between the attributes", First.Replace("[Input(4)]", "\n\n   [Input( 4 )]   ", StringComparison.Ordinal) },
        { "another class in the same file", First + "\npublic class Other { public int X => 1; }" },
        { "a member of the network", First.Replace("First;", "First { public int X => 1; }", StringComparison.Ordinal) },
    };

    public static TheoryData<string, string> RealEdits => new()
    {
        { "another width", First.Replace("Dense(3,", "Dense(5,", StringComparison.Ordinal) },
        { "another name of a value", First.Replace("h1", "h2", StringComparison.Ordinal) },
        { "another rate", First.Replace("0.5", "0.25", StringComparison.Ordinal) },
        { "another penalty", First.Replace("0.1", "0.2", StringComparison.Ordinal) },
        { "another order", First.Replace("ReLU, Dropout(0.5)", "Dropout(0.5), ReLU", StringComparison.Ordinal) },
        { "a layer less", First.Replace("ReLU, ", "", StringComparison.Ordinal) },
        { "a summary", First.Replace("[Network]", "/// <summary>Mine.</summary>\n[Network]", StringComparison.Ordinal) },
        { "another namespace", "namespace Elsewhere;\n" + First },
    };

    [Theory]
    [MemberData(nameof(UnrelatedEdits))]
    public void An_unrelated_edit_of_the_networks_own_file_changes_no_step(string edit, string edited)
    {
        Assert.NotEqual(First, edited);
        CSharpCompilation compilation = Generation.Compile(First, Second);
        Generation before = Generation.Run(compilation, trackSteps: true);

        Generation after = before.RunAgain(Replace(compilation, 0, edited));

        AssertUnchanged(after, edit);
        Assert.All(before.Result.GeneratedSources.Zip(after.Result.GeneratedSources), pair => Assert.Same(pair.First.SourceText, pair.Second.SourceText));
    }

    [Fact]
    public void Another_file_added_edited_or_removed_changes_no_step()
    {
        CSharpCompilation compilation = Generation.Compile(First, Second);
        Generation first = Generation.Run(compilation, trackSteps: true);

        Generation added = first.RunAgain(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Added;", Generation.ParseOptions)));
        Generation edited = added.RunAgain(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Edited;", Generation.ParseOptions)));
        Generation removed = edited.RunAgain(compilation);

        AssertUnchanged(added, "added");
        AssertUnchanged(edited, "edited");
        AssertUnchanged(removed, "removed");
    }

    [Theory]
    [MemberData(nameof(RealEdits))]
    public void A_real_edit_changes_that_network_alone(string edit, string edited)
    {
        Assert.NotEqual(First, edited);
        CSharpCompilation compilation = Generation.Compile(First, Second);
        Generation before = Generation.Run(compilation, trackSteps: true);

        Generation after = before.RunAgain(Replace(compilation, 0, edited));

        Assert.True(Reasons(after, "Network", "First").SequenceEqual([IncrementalStepRunReason.Modified]), $"{edit}: {string.Join(", ", Reasons(after, "Network", "First"))}");
        Assert.All(Reasons(after, "Network", "Second"), AssertUnchangedReason);
        Assert.NotEqual(Text(before, "First"), Text(after, "First"));
        Assert.Same(Source(before, "Second").SourceText, Source(after, "Second").SourceText);
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            after.Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason).Order());
    }

    [Fact]
    public void A_network_that_starts_to_differ_from_another_only_by_case_renames_both_files()
    {
        CSharpCompilation compilation = Generation.Compile(First, Second);
        Generation before = Generation.Run(compilation, trackSteps: true);

        Generation after = before.RunAgain(Replace(compilation, 1, Second.Replace("class Second", "class FIRST", StringComparison.Ordinal)));

        Assert.Equal(["First.g.cs", "Second.g.cs"], before.HintNames.Order());
        Assert.Equal(2, after.HintNames.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void The_pipeline_keeps_no_symbol_syntax_or_compilation_alive()
    {
        Generation generation = Generation.Run(Generation.Compile(First, Second), trackSteps: true);

        foreach (string step in NetworkGenerator.Steps)
        {
            IncrementalGeneratorRunStep[] runs = [.. generation.Result.TrackedSteps[step]];
            Assert.NotEmpty(runs);
            foreach ((object value, _) in runs.SelectMany(run => run.Outputs))
            {
                AssertPure(value, step, []);
            }
        }
    }

    [Fact]
    public void The_walk_of_the_model_finds_what_it_must_not_hold()
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText("class A;");
        object[] impure = [tree, tree.GetRoot(), Generation.Compile(First), Location.Create(tree, default), new { Nested = new List<object> { tree } }];

        Assert.All(impure, value => Assert.ThrowsAny<Exception>(() => AssertPure(value, "step", [])));
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string text)
    {
        SyntaxTree old = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, Generation.ParseOptions, old.FilePath));
    }

    private static void AssertUnchanged(Generation generation, string edit)
    {
        foreach (string step in NetworkGenerator.Steps)
        {
            IncrementalStepRunReason[] reasons = [.. generation.Result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason)];
            Assert.NotEmpty(reasons);
            Assert.True(reasons.All(reason => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged), $"{edit}, step {step}: {string.Join(", ", reasons)}");
        }

        IncrementalStepRunReason[] outputs = [.. generation.Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];
        Assert.NotEmpty(outputs);
        Assert.True(outputs.All(reason => reason == IncrementalStepRunReason.Cached), $"{edit}, outputs: {string.Join(", ", outputs)}");
    }

    private static void AssertUnchangedReason(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static IncrementalStepRunReason[] Reasons(Generation generation, string step, string network) =>
    [
        .. generation.Result.TrackedSteps[step].SelectMany(run => run.Outputs)
            .Where(output => output.Value is Model.NetworkSpec spec && spec.Type.Name == network)
            .Select(output => output.Reason),
    ];

    private static GeneratedSourceResult Source(Generation generation, string network) =>
        generation.Result.GeneratedSources.Single(source => source.HintName.EndsWith(network + ".g.cs", StringComparison.Ordinal));

    private static string Text(Generation generation, string network) => Source(generation, network).SourceText.ToString();

    /// <summary>Walks everything that a step's output holds, fields of private and base types included.</summary>
    private static void AssertPure(object? value, string path, HashSet<object> seen)
    {
        if (value is null || !seen.Add(value))
        {
            return;
        }

        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or AttributeData or SyntaxReference, $"{path} holds a {value.GetType()}.");
        Type type = value.GetType();
        if (type.IsPrimitive || type.IsEnum || value is string)
        {
            return;
        }

        if (value is IEnumerable items)
        {
            int i = 0;
            foreach (object? item in items)
            {
                AssertPure(item, $"{path}[{i++}]", seen);
            }
        }

        if (value is Array)
        {
            return;
        }

        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (FieldInfo field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                AssertPure(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
