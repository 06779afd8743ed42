using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using NetGen.Generators.Diagnostics.Lints;
using NetGen.Generators.Model;
using NetGen.Generators.Planning;

namespace NetGen.Generators.Diagnostics;

/// <summary>What can be wrong with a network.</summary>
internal static class Rules
{
    public const string Category = "NetGen";

    // The page with a section on each rule, in the package. HelpLinks makes an address of it where the package is known.
    private const string Documentation = "docs/diagnostics.md";

    public static readonly DiagnosticDescriptor NotPartial = Error("NG0001", "A network is a partial class", "{0} carries [Network], so it must be a partial class: the generator writes its other part");
    public static readonly DiagnosticDescriptor WrongKindOfType = Error("NG0002", "A network is an ordinary class", "{0} cannot be a network because it is {1}");
    public static readonly DiagnosticDescriptor NoInput = Error("NG0003", "A network needs an input", "{0} has no [Input]: say the shape of one example, for instance [Input(784)]");
    public static readonly DiagnosticDescriptor NoLayers = Error("NG0004", "A network needs a layer", "{0} has no layer after its input");
    public static readonly DiagnosticDescriptor NotPositive = Error("NG0005", "Sizes are positive", "{0} must be at least 1, not {1}");
    public static readonly DiagnosticDescriptor RateOutOfRange = Error("NG0006", "A dropout rate is at least 0 and less than 1", "{0}: the rate must be at least 0 and less than 1, not {1}");
    public static readonly DiagnosticDescriptor NotSupported = Error("NG0007", "Not supported yet", "{0} is not supported yet");
    public static readonly DiagnosticDescriptor DuplicateName = Error("NG0008", "Names are unique", "The name '{0}' is used twice in {1}");
    public static readonly DiagnosticDescriptor OutOfOrder = Error("NG0009", "Input first, loss last", "{0} stands in the wrong place: {1}");
    public static readonly DiagnosticDescriptor WrongRank = Error("NG0010", "The input of a layer has the wrong number of axes", "{0} takes an input with {1}, but it comes as {2}");
    public static readonly DiagnosticDescriptor SeveralDeclarations = Error("NG0011", "All attributes of a network stand on one declaration", "{0} has attributes on several partial declarations: their order, which is the architecture, is then undefined");
    public static readonly DiagnosticDescriptor NotAnOperator = Error("NG0012", "An activation's struct declares its derivative", "{0} carries no [{1}], so the generator cannot know what its derivative reads");
    public static readonly DiagnosticDescriptor TooFewClasses = Error("NG0013", "A softmax needs two outputs or more", "{0} compares classes, but the value before it has the shape {1}: a softmax over one output is always 1");
    public static readonly DiagnosticDescriptor TooLarge = Error("NG0014", "The network is too large", "{0} has {1} elements with the shape {2}; at most 2147483591 can be addressed");
    public static readonly DiagnosticDescriptor WrongScalar = Error("NG0015", "A network is in float or double", "[Network<{0}>]: the precision must be float or double");
    public static readonly DiagnosticDescriptor BadName = Error("NG0016", "A name is a word", "'{0}' is no name for a value: use letters, digits and underscores, beginning with a letter");
    public static readonly DiagnosticDescriptor BadNumber = Error("NG0017", "A number is out of range", "{0}: {1} must be {2}, not {3}");
    public static readonly DiagnosticDescriptor UnknownName = Error("NG0018", "A name must be defined before it is used", "{0} refers to '{1}', which no input or layer before it is named");
    public static readonly DiagnosticDescriptor SeveralNetworks = Error("NG0019", "A class is one network", "{0} is declared a network twice: which precision it has is then undefined");
    public static readonly DiagnosticDescriptor MemberCollision = Error("NG0020", "A member of the generated part is declared again", "The generated part of {0} has the member {1} too: rename yours");
    public static readonly DiagnosticDescriptor OldLanguage = Error("NG0021", "Generated code is C# 12", "{0} cannot be generated, for this project is compiled as C# {1}: set <LangVersion> to 12 or later, or remove it");
    public static readonly DiagnosticDescriptor NotFromSeedAlone = Error("NG0022", "A network is created from its seed alone", "{0} cannot be created from its seed alone: {1}");
    public static readonly DiagnosticDescriptor UnchainedConstructor = Error("NG0023", "Every constructor calls the generated one", "This constructor of {0} does not call the generated one, so all parameters would stay zero: let it end in : this(seed), or : this() where another constructor of yours does");
    public static readonly DiagnosticDescriptor HiddenNames = Error("NG0024", "Nothing hides the names of generated code", "{0} cannot be generated here: {1}");
    public static readonly DiagnosticDescriptor WrongBase = Error("NG0025", "A network's base is no network and has no virtual member of a network's", "{0} cannot have this base: {1}");
    public static readonly DiagnosticDescriptor UnusableType = Error("NG0026", "Generated code can use what it calls", "{0} uses {1}, which the generated part cannot: {2}");
    public static readonly DiagnosticDescriptor BadParameter = Error("NG0027", "A parameter fits the member that it sets", "{0} cannot set {1}: {2}");
    public static readonly DiagnosticDescriptor UnknownConstant = Error("NG0028", "A constant of another network can be computed", "{0} needs {1}, which cannot be computed: {2}");
    public static readonly DiagnosticDescriptor UnseenCode = Error("NG0029", "A network uses nothing that another generator writes", "{0} uses types or constants in its attributes that another source generator writes: generators do not see each other's code, so every member of this network would throw. Declare them by hand");
    public static readonly DiagnosticDescriptor RecursiveBlock = Error("NG0030", "A block does not contain itself", "{0} contains itself: {1}");
    public static readonly DiagnosticDescriptor NotABlock = Error("NG0031", "A block is a class with [Block] and layers", "{0} cannot be used as a block: {1}");
    public static readonly DiagnosticDescriptor DifferentShapes = Error("NG0032", "Combined values have equal shapes", "{0} combines values of different shapes: {1} is {2}, but {3} is {4}");
    public static readonly DiagnosticDescriptor UnusedValue = Error("NG0033", "Every value is used", "The output of {0}, {1}, is used by no layer and no loss: name it to read it with GetOutput, or remove the layer");
    public static readonly DiagnosticDescriptor UnlikeTie = Error("NG0034", "Layers that share parameters are alike", "{0} cannot share the parameters of '{1}': {2}");
    public static readonly DiagnosticDescriptor TooManyLayers = Error("NG0035", "The network has too many layers", "{0} has more than {1} layers with its blocks unfolded");
    public static readonly DiagnosticDescriptor NoCurrentValue = Error("NG0036", "With several inputs a layer says which it takes", "{0} follows several inputs: say From, or combine them by name with [Concat], [Add] or [Multiply]");
    public static readonly DiagnosticDescriptor ShapeOfReshape = Error("NG0037", "A reshape keeps the number of elements", "{0} makes {1} ({2} elements) of {3} ({4} elements)");
    public static readonly DiagnosticDescriptor WrongPredecessor = Error("NG0040", "A loss or layer needs another layer before it", "{0} needs [{1}] just before it, not [{2}]");
    public static readonly DiagnosticDescriptor WrongTokens = Error("NG0041", "Tokens are int", "[Input<{0}>]: tokens are int; for numbers in the network's precision write [Input]");
    public static readonly DiagnosticDescriptor TokensWithoutEmbedding = Error("NG0042", "Only an embedding takes tokens", "{0} takes numbers, but '{1}' is {2} tokens: put [Embedding(count, dimension)] before it");
    public static readonly DiagnosticDescriptor PaddingWithoutSteps = Error("NG0043", "Padding is for steps", "{0} cannot have Padding with the shape {1}: it is for tokens, [Input<int>(n)], and for steps of features, [Input(steps, features)]");
    public static readonly DiagnosticDescriptor DifferentLengths = Error("NG0044", "Combined values have equal lengths", "{0} combines values whose examples end at different steps: {1} ({2}) and {3} ({4}) come from different inputs with padding");
    public static readonly DiagnosticDescriptor EmbeddingOfNumbers = Error("NG0045", "An embedding takes tokens", "{0} takes tokens, but {1} is numbers of the shape {2}: declare its input as [Input<int>(n)]");
    public static readonly DiagnosticDescriptor KernelTooLarge = Error("NG0050", "A kernel fits into its input", "{0}: the kernel, {1}, is larger than its input, {2}");

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        NotPartial, WrongKindOfType, NoInput, NoLayers, NotPositive, RateOutOfRange, NotSupported, DuplicateName, OutOfOrder, WrongRank,
        SeveralDeclarations, NotAnOperator, TooFewClasses, TooLarge, WrongScalar, BadName, BadNumber, UnknownName, SeveralNetworks, MemberCollision,
        OldLanguage, NotFromSeedAlone, UnchainedConstructor, HiddenNames, WrongBase, UnusableType, BadParameter, UnknownConstant, UnseenCode,
        RecursiveBlock, NotABlock, DifferentShapes, UnusedValue, UnlikeTie, TooManyLayers, NoCurrentValue, ShapeOfReshape,
        WrongPredecessor, WrongTokens, TokensWithoutEmbedding, PaddingWithoutSteps, DifferentLengths, EmbeddingOfNumbers, KernelTooLarge,
    ];

    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_byId = All.AddRange(LintRules.All).ToImmutableDictionary(rule => rule.Id);

    public static Diagnostic Diagnose(Problem problem, Location location) =>
        Diagnostic.Create(s_byId[problem.Id], location, Properties(problem), [.. problem.Arguments]);

    /// <summary>Why a network cannot be generated, in one line: for the exception of the class's stand-in members.</summary>
    public static string WhatIsWrong(NetworkPlan plan) =>
        plan.Problems.Count > 0 ? Message(plan.Problems[0]) : "An attribute of this network does not compile.";

    private static string Message(Problem problem) =>
        $"{problem.Id}: {string.Format(CultureInfo.InvariantCulture, s_byId[problem.Id].MessageFormat.ToString(CultureInfo.InvariantCulture), [.. problem.Arguments])}";

    /// <summary>The section on a rule.</summary>
    public static string HelpLink(string id) => $"{Documentation}#{id.ToLowerInvariant()}";

    private static ImmutableDictionary<string, string?> Properties(Problem problem) =>
        problem.Suggestion is null
            ? ImmutableDictionary<string, string?>.Empty
            : ImmutableDictionary<string, string?>.Empty.Add(nameof(Problem.Suggestion), problem.Suggestion).Add(nameof(Problem.Replaced), problem.Replaced);

    private static DiagnosticDescriptor Error(string id, string title, string format) =>
        new(id, title, format, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: HelpLink(id));
}
