using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>
/// Reads a class with [Network] into a <see cref="NetworkSpec"/>. The generator and the analyzer share it; nothing after it
/// sees a symbol.
/// </summary>
internal static class NetworkParser
{
    public const string NetworkAttribute = "NetGen.NetworkAttribute";
    public const string GenericNetworkAttribute = "NetGen.NetworkAttribute`1";

    /// <summary>The attributes of a declaration in the order of the source text, which metadata keep: the architecture.</summary>
    public static IReadOnlyList<AttributeData> OrderedAttributes(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.IsEmpty ? type.GetAttributes() :
    [
        .. type.GetAttributes()
            .Where(attribute => attribute.ApplicationSyntaxReference is not null)
            .OrderBy(attribute => attribute.ApplicationSyntaxReference!.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(attribute => attribute.ApplicationSyntaxReference!.Span.Start),
    ];

    public static bool IsNetworkAttribute(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "NetworkAttribute" } type && AttributeReader.IsNetGen(type.ContainingNamespace);

    public static NetworkSpec Parse(INamedTypeSymbol type, Compilation compilation, MeasureNetwork measure, out IReadOnlyList<LocatedAttribute> located, CancellationToken cancellation) =>
        Parse(type, compilation, new NetworkConstants(compilation, measure, cancellation), out located, cancellation);

    /// <summary>Likewise, on behalf of a network that uses constants of this one.</summary>
    public static NetworkSpec Parse(INamedTypeSymbol type, Compilation compilation, NetworkConstants constants, out IReadOnlyList<LocatedAttribute> located, CancellationToken cancellation)
    {
        List<Problem> problems = [];
        (type, compilation) = constants.Supply(type, OrderedAttributes(type), problems);
        bool lacksConstants = problems.Count > 0;
        IReadOnlyList<AttributeData> attributes = OrderedAttributes(type);
        List<LocatedAttribute> all = [.. attributes.Select(attribute => new LocatedAttribute(attribute, -1))];
        located = all;
        OperatorReader operators = new(type, compilation, problems);
        BlockReader blocks = new(all, operators, problems, cancellation);
        Reading reading = new(problems, blocks);

        new ClassRules(type, compilation, operators.Nameable, problems, cancellation).Check();
        CheckParts(type, attributes, problems, cancellation);
        for (int i = 0; i < attributes.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            reading.Read(attributes[i], i, type.Name);
        }

        EquatableArray<BlockSpec> read = blocks.ReadAll();
        return new NetworkSpec(
            Type: DescribeType(type, compilation, operators.Nameable.Warnings),
            Scalar: reading.Scalar,
            Inputs: reading.Inputs.ToEquatableArray(),
            Layers: reading.Layers.ToEquatableArray(),
            Losses: reading.Losses.ToEquatableArray(),
            Penalties: reading.Penalties.ToEquatableArray(),
            Defaults: reading.Defaults,
            Problems: problems.ToEquatableArray())
        {
            Blocks = read,
            HasInvalidAttributes = lacksConstants || reading.HasInvalidAttributes,
        };
    }

    /// <summary>
    /// Whether a part can be generated at all: without it the compiler would report errors in generated code. While code is
    /// being typed a class or a namespace may lack its name.
    /// </summary>
    public static bool CanBeExtended(NetworkSpec spec) =>
        !spec.Problems.Any(problem => problem.Id is "NG0001" or "NG0002" or "NG0021" or "NG0024" or "NG0025")
        && spec.Type.MetadataName.Split('.', '+').All(name => name.Length > 0);

    /// <summary>Whether an attribute is the one that makes its class a network: of several, which is an error, the first.</summary>
    public static bool IsFirst(INamedTypeSymbol type, AttributeData attribute) =>
        OrderedAttributes(type).First(IsNetworkAttribute).ApplicationSyntaxReference is { } first
        && first.SyntaxTree == attribute.ApplicationSyntaxReference?.SyntaxTree
        && first.Span == attribute.ApplicationSyntaxReference.Span;

    /// <summary>The order of the attributes is the architecture.</summary>
    private static void CheckParts(INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, List<Problem> problems, CancellationToken cancellation)
    {
        SyntaxReference[] parts = [.. attributes.Where(IsPartOfNetwork).Select(attribute => attribute.ApplicationSyntaxReference!)];
        if (parts.Select(part => part.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>()).Distinct().Count() > 1)
        {
            problems.Add(new Problem("NG0011", -1, type.Name));
        }
    }

    private static bool IsPartOfNetwork(AttributeData attribute) =>
        IsNetworkAttribute(attribute) || AttributeReader.IsNetGen(attribute.AttributeClass?.ContainingNamespace) || IsLayer(attribute);

    private static bool IsLayer(AttributeData attribute) =>
        attribute.AttributeClass is { } type && (LayerReader.DerivesFrom(type, "LayerAttribute") || LayerReader.DerivesFrom(type, "LossAttribute"));

    private static TypeSpec DescribeType(INamedTypeSymbol type, Compilation compilation, IEnumerable<string> warnings)
    {
        List<string> outer = [];
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            outer.Insert(0, $"partial {Keyword(container)} {Escape(container.Name)}");
        }

        return new TypeSpec(
            Name: Escape(type.Name),
            Namespace: string.Join(".", NamesOf(type.ContainingNamespace).Select(Escape)),
            MetadataName: MetadataName(type),
            ContainingTypes: outer.ToEquatableArray(),
            HasSummary: type.GetDocumentationCommentXml() is { Length: > 0 } documentation && documentation.Contains("<summary>"),
            ChecksOverflow: compilation.Options is CSharpCompilationOptions { CheckOverflow: true },
            VisibleNames: ShadowedNames.Of(type, compilation).ToEquatableArray())
        {
            FullName = "global::" + string.Join(".", NamesOf(type.ContainingNamespace).Concat(Containers(type).Select(outer => outer.Name)).Select(Escape)),
            IsNameHidden = LayerReader.Bases(type).Skip(1).Any(basis => !basis.GetTypeMembers(type.Name).IsEmpty),
            Attributes = GeneratedAttributes(type, compilation),
            Warnings = CircumstantialWarnings(type, compilation).Concat(warnings).ToEquatableArray(),
        };
    }

    /// <summary>The class and those around it, the outermost first.</summary>
    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? Containers(outer).Append(type) : [type];

    /// <summary>Of members that hide a base's, and of members that do not comply with the CLS where the project says that it does.</summary>
    private static IEnumerable<string> CircumstantialWarnings(INamedTypeSymbol type, Compilation compilation) =>
    [
        .. type.BaseType is { SpecialType: not SpecialType.System_Object } ? ["CS0108", "CS0114"] : Array.Empty<string>(),
        .. Complies(compilation.Assembly) == true ? ["CS3001", "CS3002", "CS3003", "CS3009", "CS3027"] : Array.Empty<string>(),
    ];

    /// <summary>What a symbol's [CLSCompliant] says; null without one.</summary>
    private static bool? Complies(ISymbol symbol) => Find(symbol, "CLSCompliantAttribute")?.ConstructorArguments.FirstOrDefault().Value as bool?;

    private static AttributeData? Find(ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == name);

    /// <summary>The attributes of the generated part, each unless the user's part has it.</summary>
    private static GeneratedAttributes GeneratedAttributes(INamedTypeSymbol type, Compilation compilation)
    {
        bool claims = Complies(compilation.Assembly) == true && Find(type, "CLSCompliantAttribute") is null;
        return (Find(type, "GeneratedCodeAttribute") is null ? Model.GeneratedAttributes.GeneratedCode : 0)
            | (claims && Containers(type).All(outer => Complies(outer) != false && IsVisible(outer)) ? Model.GeneratedAttributes.NotClsCompliant : 0);

        static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
    }

    public static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, _) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    public static string MetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? $"{MetadataName(outer)}+{type.MetadataName}"
        : string.Join(".", NamesOf(type.ContainingNamespace).Append(type.MetadataName));

    public static IEnumerable<string> NamesOf(INamespaceSymbol space) =>
        space.IsGlobalNamespace ? [] : NamesOf(space.ContainingNamespace).Append(space.Name);

    /// <summary>Words with a meaning in some places alone, such as <c>required</c>, are no names of types without @ either.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;

    /// <summary>What has been read so far.</summary>
    private sealed class Reading(List<Problem> problems, BlockReader blocks)
    {
        public Scalar Scalar { get; private set; }

        public Arguments Defaults { get; private set; }

        public List<InputSpec> Inputs { get; } = [];

        public List<LayerSpec> Layers { get; } = [];

        public List<LossSpec> Losses { get; } = [];

        public List<PenaltySpec> Penalties { get; } = [];

        public bool HasInvalidAttributes => _isInvalid || blocks.HasInvalidAttributes;

        private bool _isInvalid;
        private bool _isRead;

        public void Read(AttributeData attribute, int position, string network)
        {
            if (!LayerReader.IsValid(attribute))
            {
                _isInvalid = true;
                return;
            }

            INamedTypeSymbol type = attribute.AttributeClass!;
            bool ours = AttributeReader.IsNetGen(type.ContainingNamespace);
            string kind = LayerReader.KindOf(type);
            Arguments arguments = AttributeReader.ReadArguments(attribute);
            if (ours && kind == "Network")
            {
                ReadNetwork(type, arguments, position, network);
            }
            else if (ours && kind == "Input")
            {
                ReadInput(type, arguments, position, network);
            }
            else if (ours && kind is "L1" or "L2")
            {
                Penalties.Add(new PenaltySpec(kind, arguments.Double("rate") ?? 0, position));
            }
            else if (AttributeReader.OperatorOf(type, "LossAttribute") is { } loss)
            {
                Losses.Add(new LossSpec(kind, arguments, blocks.Operators.Read(kind, attribute, loss, "LossTraitsAttribute", position), position));
            }
            else if (LayerReader.DerivesFrom(type, "LossAttribute"))
            {
                Losses.Add(new LossSpec(kind, arguments, Operator: null, position));
            }
            else if (LayerReader.DerivesFrom(type, "LayerAttribute"))
            {
                RequireLossIsLast(kind, position);
                Layers.Add(LayerReader.Read(attribute, position, blocks));
            }
        }

        private void ReadNetwork(INamedTypeSymbol type, Arguments arguments, int position, string network)
        {
            if (_isRead)
            {
                problems.Add(new Problem("NG0019", position, network));
                return;
            }

            _isRead = true;
            Defaults = arguments;
            if (type.TypeArguments.Length == 1)
            {
                ITypeSymbol scalar = type.TypeArguments[0];
                Scalar = scalar.SpecialType == SpecialType.System_Double ? Scalar.Double : Scalar.Single;
                if (scalar.SpecialType is not (SpecialType.System_Double or SpecialType.System_Single))
                {
                    problems.Add(new Problem("NG0015", position, scalar.ToDisplayString()));
                }
            }
        }

        private void ReadInput(INamedTypeSymbol type, Arguments arguments, int position, string network)
        {
            ITypeSymbol? tokens = type.TypeArguments.FirstOrDefault();
            if (tokens is not null && tokens.SpecialType != SpecialType.System_Int32)
            {
                problems.Add(new Problem("NG0041", position, tokens.ToDisplayString()));
            }

            if (Layers.Count > 0)
            {
                problems.Add(new Problem("NG0009", position, "[Input]", "inputs come before the layers"));
            }

            EquatableArray<int> axes = arguments.Ints("shape");
            if (axes.Count == 0)
            {
                problems.Add(new Problem("NG0003", position, network));
                return;
            }

            Inputs.Add(new InputSpec(axes, arguments.Text("Name") ?? "input", position) { IsTokens = tokens is not null, Padding = arguments.Double("Padding") });
        }

        private void RequireLossIsLast(string kind, int position)
        {
            if (Losses.Count > 0)
            {
                problems.Add(new Problem("NG0009", position, $"[{kind}]", "the loss comes last"));
            }
        }
    }
}
