using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Tests.Harness;

namespace NetGen.Generators.Tests.Formulas;

/// <summary>
/// Every equation that stands above the code of an activation or a loss is translated to C#, compiled, and gives what the code gives. The
/// list is that of the attributes, so that one without a formula, or with one that is not true, cannot be added.
/// </summary>
public sealed partial class FormulaTests(FormulaTests.Compiled compiled) : IClassFixture<FormulaTests.Compiled>
{
    public static TheoryData<string> Cases => [.. FormulaCase.All.Select(formulas => formulas.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_a_comment_says_is_what_the_code_does(string name)
    {
        FormulaCase formulas = FormulaCase.All.Single(known => known.Name == name);
        Run run = compiled.RunOf(formulas);

        double sum = 0;
        for (int example = 0; example < FormulaCase.Examples; example++)
        {
            Dictionary<string, Term> symbols = formulas.Symbols(example);
            foreach ((string symbol, Func<IReadOnlyDictionary<string, Term>, Term> value) in compiled.EquationsOf(formulas))
            {
                symbols[symbol] = value(symbols);
            }

            string output = compiled.EquationsOf(formulas)[0].Symbol;
            AssertClose($"{output} of example {example}", FormulaCase.Row(run.Outputs, example), symbols[output]);
            AssertClose($"x̄ of example {example}", FormulaCase.Row(run.InputGradients, example), symbols["x̄"]);
            sum += symbols["sum"].Values.Single();
        }

        AssertClose("the loss", Term.Of(run.Loss), Term.Of(sum));
    }

    [Theory]
    [InlineData("Needs.Output", "x̄ = ā1 ⊙ (mine′ in terms of a1)")]
    [InlineData("Needs.Input", "x̄ = ā1 ⊙ mine′(x)")]
    [InlineData("Needs.Input, Derivative = \"1 / (1 + {Steepness}·|{0}|)²\"", "x̄ = ā1 ⊙ 1 / (1 + mine1.Steepness·|x|)²")]
    [InlineData("Needs.Output, Derivative = \"1 - |{0}|\"", "x̄ = ā1 ⊙ (1 - |a1|)")]
    public void A_derivative_without_a_formula_is_named_by_what_it_reads(string traits, string comment)
    {
        Generation generation = Generation.Of($$"""
            using NetGen;
            [Network] [Input(4)] [Mine] [MeanSquaredError] public sealed partial class Net;
            public sealed class MineAttribute : ActivationAttribute<Mine>;
            [Derivative({{traits}})]
            public struct Mine : IActivation
            {
                public Mine() { }
                public double Steepness { get; set; } = 1;
                public V Forward<V>(V z) where V : struct, ISimd<V> => z;
                public V Derivative<V>(V kept) where V : struct, ISimd<V> => V.One;
            }
            """);

        Assert.Empty(generation.Errors);
        Assert.Contains(comment.Normalize(NormalizationForm.FormD), generation.Text.Split('\n').Select(line => line.Trim().TrimStart('/', ' ')).Where(line => line.Contains('\u0304', StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(DocumentedCases))]
    public void What_the_page_of_attributes_says_is_what_the_code_does(string name)
    {
        FormulaCase formulas = FormulaCase.All.Single(known => known.Name == name);
        string[] cells = s_rows[formulas.Declaration];
        AssertFormula(formulas, Formula(cells[1], "y = "), isDerivative: false);
        AssertFormula(formulas, Formula(cells[2], "x̄ = "), isDerivative: true);

        // What comes after a semicolon is words.
        static string Formula(string cell, string symbol) => cell.Split(';')[0].Replace(symbol, "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TanhNet", "f′ = ", "1 − h²", " of tanh", true)]
    [InlineData("SigmoidNet", "f′ = ", "h·(1 − h)", " of the sigmoid", true)]
    [InlineData("ReLUNet", "", "max(0, z)", " is never negative", false)]
    [InlineData("HingeNet", "The hinge loss ", "max(0, 1 − t·y)", " with", false)]
    [InlineData("BinaryCrossEntropyNet", "computes ", "softplus(y) − t·y", ",", false)]
    [InlineData("BinaryCrossEntropyNet", "whose derivative is ", "σ(y) − t", ".", true)]
    [InlineData("SoftmaxCrossEntropyNet", "computes ", "−ln softmax(y)[t]", " from", false)]
    [InlineData("SoftmaxCrossEntropyNet", "ȳ = ", "softmax(y) − onehot(t)", ",", true)]
    public void What_the_page_of_diagnostics_says_is_what_the_code_does(string name, string before, string formula, string after, bool isDerivative)
    {
        Assert.Contains(before + formula + after, Page("diagnostics.md"), StringComparison.Ordinal);
        AssertFormula(FormulaCase.All.Single(known => known.Name == name), formula, isDerivative);
    }

    [Theory]
    [InlineData("x where x > 0, else 2·x", 3.0, 3.0)]
    [InlineData("x where x > 0, else 2·x", -3.0, -6.0)]
    [InlineData("-1 where x < -1, 1 where x > 1, else x³", 0.5, 0.125)]
    [InlineData("1[0 < x < 6]/2 - 1", 6.0, -1.0)]
    [InlineData("1[0 < x < 6]/2 - 1", 5.0, -0.5)]
    [InlineData("1 - x²", 3.0, -8.0)]
    [InlineData("½·(1 + τ) ⊙ x with τ = |x| - 2", -4.0, -6.0)]
    [InlineData("2·ln exp(3) + max(x, 1)", 0.5, 7.0)]
    [InlineData("(Σ x)·x - clamp(x, 0, 1)/2·4", 3.0, 7.0)]
    public void The_notation_is_read_as_it_is_meant(string formula, double x, double expected)
    {
        Assert.Equal(expected, Compiled.Functions([Compiled.Translated(formula)])[0](new Dictionary<string, Term> { ["x"] = Term.Of(x) }).Values.Single(), 12);
    }

    [Fact]
    public void What_has_no_formula_is_found() =>
        Assert.Throws<FormatException>(() => Compiled.Functions([Compiled.Translated("h̄1 ⊙ swish′(z1)")])[0](new Dictionary<string, Term> { ["h̄1"] = Term.Of(1) }));

    // The rows of the page's tables by what stands in their first cells.
    private static readonly Dictionary<string, string[]> s_rows = Row().Matches(Page("attributes.md")).Select(match => match.Groups[1].Value.Split(" | "))
        .ToDictionary(cells => cells[0], cells => cells);

    public static TheoryData<string> DocumentedCases =>
        [.. FormulaCase.All.Where(formulas => !formulas.IsVariant || s_rows.ContainsKey(formulas.Declaration)).Select(formulas => formulas.Name)];

    private static string Page(string name) => File.ReadAllText(Path.Combine(Snapshot.Folder(), "../../../../src/NetGen/docs", name)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\| `\[(.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    /// <summary>A formula of x or z, of the output y, f or h and of the target t: of an activation or a loss, or of its derivative.</summary>
    private void AssertFormula(FormulaCase formulas, string formula, bool isDerivative)
    {
        Run run = compiled.RunOf(formulas);
        var value = Compiled.Functions([Compiled.Translated(formula)])[0];
        double sum = 0;
        for (int example = 0; example < FormulaCase.Examples; example++)
        {
            Term outputs = FormulaCase.Row(run.Outputs, example), gradient = FormulaCase.Row(run.InputGradients, example);
            Dictionary<string, Term> symbols = formulas.Symbols(example);
            symbols["z"] = symbols["x"];
            symbols["y"] = symbols["f"] = symbols["h"] = outputs;
            symbols["ȳ"] = outputs - symbols["t"]; // of half the squared error, which stands after an activation
            symbols["t"] = formulas.TakesLabels ? symbols["label"] : symbols["t"];
            Term actual = value(symbols);
            if (!isDerivative && formulas.IsLoss)
            {
                sum += actual.Values.Sum();
            }
            else
            {
                bool isFactor = isDerivative && !formulas.IsLoss && formulas.Struct is not null;
                AssertClose($"{formula} of example {example}", isDerivative ? isFactor ? gradient / symbols["ȳ"] : gradient : outputs, actual);
            }
        }

        if (!isDerivative && formulas.IsLoss)
        {
            AssertClose(formula, Term.Of(run.Loss), Term.Of(sum));
        }
    }

    private static void AssertClose(string what, Term expected, Term actual)
    {
        IReadOnlyList<double> values = actual.Values.Count == 1 ? [.. Enumerable.Repeat(actual.Values[0], expected.Values.Count)] : actual.Values;
        for (int i = 0; i < expected.Values.Count; i++)
        {
            double allowed = 1e-11 + 1e-11 * Math.Abs(expected.Values[i]);
            Assert.True(Math.Abs(expected.Values[i] - values[i]) <= allowed, $"{what}: the formula gives {values[i]:R} at {i}, the code {expected.Values[i]:R}");
        }
    }

    /// <summary>What a network computes for the examples.</summary>
    internal sealed record Run(double[] Outputs, double Loss, double[] InputGradients);

    /// <summary>All networks, compiled at once, and then all their equations.</summary>
    public sealed partial class Compiled : IDisposable
    {
        private readonly Dictionary<string, List<(string Symbol, Func<IReadOnlyDictionary<string, Term>, Term> Value)>> _equations = [];
        private readonly NetworkAssembly _networks;

        public Compiled()
        {
            Generation generation = Generation.Of("using NetGen;\n" + string.Join('\n', FormulaCase.All.Select(formulas => formulas.Source)));
            _networks = NetworkAssembly.Load(generation);
            (FormulaCase Case, string Symbol, string Formula)[] equations =
            [
                .. from formulas in FormulaCase.All
                   let text = generation.Result.GeneratedSources.Single(source => source.SourceText.ToString().Contains($"partial class {formulas.Name} ", StringComparison.Ordinal)).SourceText.ToString()
                   from Match line in Comment().Matches(text)
                   from equation in line.Groups[1].Value.Split(",  ")
                   let parts = equation.Split(" = ", 2)
                   select (formulas, parts[0], parts[1]),
            ];
            Func<IReadOnlyDictionary<string, Term>, Term>[] functions = Functions(equations.Select(equation => Translated(equation.Formula)));
            for (int i = 0; i < equations.Length; i++)
            {
                if (!_equations.TryGetValue(equations[i].Case.Name, out var list))
                {
                    _equations[equations[i].Case.Name] = list = [];
                }

                list.Add((equations[i].Symbol, functions[i]));
            }
        }

        /// <summary>A formula in C#; what is none fails where it is evaluated, in the test of its network.</summary>
        internal static string Translated(string formula)
        {
            try
            {
                return Notation.ToCSharp(formula, symbol => $"s[\"{symbol}\"]");
            }
            catch (FormatException exception)
            {
                return $"throw new System.FormatException({SymbolDisplay.FormatLiteral($"{formula}: {exception.Message}", quote: true)})";
            }
        }

        internal IReadOnlyList<(string Symbol, Func<IReadOnlyDictionary<string, Term>, Term> Value)> EquationsOf(FormulaCase formulas) => _equations[formulas.Name];

        internal Run RunOf(FormulaCase formulas)
        {
            Type runner = typeof(Runner<,>).MakeGenericType(_networks.Type(formulas.Name), formulas.TakesLabels ? typeof(int) : typeof(double));
            return ((IRunner)Activator.CreateInstance(runner)!).Run(formulas);
        }

        /// <summary>C# expressions of the symbols <c>s</c>, compiled.</summary>
        internal static Func<IReadOnlyDictionary<string, Term>, Term>[] Functions(IEnumerable<string> expressions)
        {
            string[] methods = [.. expressions.Select((expression, i) => $"public static Term F{i}(System.Collections.Generic.IReadOnlyDictionary<string, Term> s) => {expression};")];
            Compilation compilation = Generation.Compile($"using {typeof(Term).Namespace}; public static class Functions {{ {string.Join('\n', methods)} }}")
                .AddReferences(MetadataReference.CreateFromFile(typeof(Term).Assembly.Location));
            using MemoryStream stream = new();
            var result = compilation.Emit(stream);
            Assert.True(result.Success, string.Join('\n', result.Diagnostics));
            Type type = System.Reflection.Assembly.Load(stream.ToArray()).GetType("Functions")!;
            return [.. methods.Select((_, i) => type.GetMethod($"F{i}")!.CreateDelegate<Func<IReadOnlyDictionary<string, Term>, Term>>())];
        }

        public void Dispose() => _networks.Dispose();

        [GeneratedRegex(@"^ +// (\S+ = .*)$", RegexOptions.Multiline)]
        private static partial Regex Comment();
    }

    private interface IRunner
    {
        Run Run(FormulaCase formulas);
    }

    private sealed class Runner<TNetwork, TTarget> : IRunner
        where TNetwork : class, ITrainableNetwork<TNetwork, double, TTarget>
        where TTarget : unmanaged
    {
        public Run Run(FormulaCase formulas)
        {
            TNetwork network = TNetwork.Create(7);
            Workspace<double> workspace = network.CreateWorkspace(FormulaCase.Examples, inputGradients: true);
            double[] outputs = [.. network.Forward(workspace, formulas.Inputs)];
            double loss = network.Loss(workspace, (TTarget[])(object)(formulas.TakesLabels ? FormulaCase.Labels : formulas.Targets));
            network.Backward(workspace);
            return new Run(outputs, loss, [.. workspace.InputGradients]);
        }
    }
}
