using System.Text.RegularExpressions;
using Xunit;

namespace NetGen.Tests;

/// <summary>
/// What the JIT makes of generated kernels, from its own listings: everything inlined, everything optimized. Inlining stops
/// without notice in big methods, and one call in an inner loop costs a factor of ten.
/// </summary>
public sealed partial class CodegenTests
{
    private static readonly Lazy<List<Listing>> s_listings = new(Compile);

    [Fact]
    public void Kernels_are_fully_optimized_and_their_loops_contain_no_call()
    {
        Listing[] kernels = [.. s_listings.Value.Where(listing => KernelName().IsMatch(listing.Name))];
        string[] names = [.. kernels.Select(kernel => kernel.Name)];
        Assert.Contains(names, name => name.Contains("Digits:Dense1Forward", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("Digits:Dense1WeightGradient", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("Digits:Dense2InputGradient", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("Digits:Dropout1Forward", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("Probabilities+ByColumns", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("Tiny:PredictOne(", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("TwoVectors:PredictOne(", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("Deep:Dense1ForwardOne", StringComparison.Ordinal));
        Assert.Contains(names, name => name.Contains("Channels:Conv2D2ForwardOne", StringComparison.Ordinal));
        Assert.All(kernels, kernel => Assert.Equal("FullOpts", kernel.Tier));
        Assert.All(kernels.Where(kernel => !kernel.IsStraightLine), kernel => Assert.True(kernel.Loops.Any(), $"{kernel.Name} has no loop: the listing is read wrongly."));
        Assert.All(kernels.Where(kernel => kernel.IsStraightLine), kernel => Assert.DoesNotContain(kernel.Lines, IsUnwantedCall));
        Assert.All(kernels.SelectMany(kernel => kernel.Loops.Select(loop => (kernel.Name, loop))), loop =>
            Assert.DoesNotContain(loop.loop, IsUnwantedCall));
    }

    /// <summary>With AVX-512, it would keep iterations from overlapping: see <see cref="ISimd{TSelf}"/>.</summary>
    [Fact]
    public void No_vector_is_made_of_a_mask()
    {
        Assert.Contains(s_listings.Value, listing => listing.Name.Contains("ScalarMath:Log", StringComparison.Ordinal));
        Assert.Contains(s_listings.Value, listing => listing.Name.Contains("+Operators", StringComparison.Ordinal));
        Assert.All(s_listings.Value, listing => Assert.DoesNotContain(listing.Lines, line => line.Contains("vpmovm2", StringComparison.Ordinal)));
    }

    /// <summary>A call that should have been inlined, rather than one that a kernel makes on purpose, once for many elements.</summary>
    private static bool IsUnwantedCall(string line) =>
        line.TrimStart().StartsWith("call", StringComparison.Ordinal)
        && (!line.Contains("[NetGen.CompilerServices.", StringComparison.Ordinal) || line.Contains("+NormalExp:", StringComparison.Ordinal) || line.Contains("Sums:Load", StringComparison.Ordinal))
        && !line.Contains("ForwardOne", StringComparison.Ordinal) // of PredictOne, to each of many layers
        && !line.Contains("[System.SpanHelpers:Clear", StringComparison.Ordinal)
        && !line.Contains("CORINFO_HELP_FAIL_FAST", StringComparison.Ordinal); // where memory on the stack was overrun: never taken

    /// <summary>The listings of the kernels of the probe's networks, and of what they call.</summary>
    private static List<Listing> Compile()
    {
        // Two threads may compile at the same time, and then the lines of one method stand between those of another.
        for (int attempt = 0; ; attempt++)
        {
            string[] listings = List();
            if (attempt == MostAttempts || listings.All(listing => Regex.Count(listing, "; Total bytes of code") == 1))
                return [.. listings.Select(Listing.Read)];
        }
    }

    private const int MostAttempts = 4;

    private static string[] List()
    {
        string file = Path.GetTempFileName();
        try
        {
            ProbeProcess.Run("training", new()
            {
                ["DOTNET_JitDisasm"] = "*Forward *ForwardOne *WeightGradient *InputGradient *Backward *PredictOne *CrossEntropy *ScalarMath:Log *Probabilities:* *PhiloxKernel:*",
                ["DOTNET_JitStdOutFile"] = file,
            });
            return File.ReadAllText(file).Split("; Assembly listing for method ", StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Softmax and the norms sum their rows by a call of their own. The probe's Operators chain functions such as GELU and Mish in one
    // loop, where the JIT's budget for inlining ends: they are there for their bits.
    [GeneratedRegex(@"^(?!\S*\+Operators).*:(?!Softmax|LogSoftmax)[A-Z]\w*\d+(Forward|ForwardOne|WeightGradient|InputGradient|Backward)(\[|\()|^(?!\S*\+Operators).*:PredictOne(\[|\()|Probabilities\+ByColumns.*:CrossEntropy\(|Probabilities:(SubtractLargest|TotalsOfColumns|Gradient)(\[|\()")]
    private static partial Regex KernelName();

    [GeneratedRegex(@"\(([^()]*)\)$")]
    private static partial Regex TierName();

    /// <summary>The machine code of a method.</summary>
    private sealed record Listing(string Name, string Tier, IReadOnlyList<string> Lines)
    {
        /// <summary>Whether it may have no loop, and runs but once for each example: no call may stand anywhere.</summary>
        public bool IsStraightLine => Name.Contains(":PredictOne", StringComparison.Ordinal) || Name.Contains("ForwardOne", StringComparison.Ordinal);

        /// <summary>The lines between a label and a jump back to it.</summary>
        public IEnumerable<IReadOnlyList<string>> Loops
        {
            get
            {
                Dictionary<string, int> labels = [];
                for (int i = 0; i < Lines.Count; i++)
                {
                    string line = Lines[i].Trim();
                    if (line.StartsWith("G_M", StringComparison.Ordinal))
                        labels[line[..line.IndexOf(':')]] = i;
                    else if (line.StartsWith('j') && labels.TryGetValue(line.Split(' ')[^1], out int start))
                        yield return [.. Lines.Skip(start).Take(i - start)];
                }
            }
        }

        public static Listing Read(string text)
        {
            string[] lines = text.Split('\n');
            string title = lines[0].Trim();
            return new(title, TierName().Match(title).Groups[1].Value, lines);
        }
    }
}
