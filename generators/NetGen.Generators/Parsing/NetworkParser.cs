using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generators.Diagnostics;
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

    /// <summary>The attributes of a network's declaration in the order of the source text: the architecture.</summary>
    public static IReadOnlyList<AttributeData> OrderedAttributes(INamedTypeSymbol type) =>
    [
        .. type.GetAttributes()
            .Where(attribute => attribute.ApplicationSyntaxReference is not null)
            .OrderBy(attribute => attribute.ApplicationSyntaxReference!.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(attribute => attribute.ApplicationSyntaxReference!.Span.Start),
    ];

    public static bool IsNetworkAttribute(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "NetworkAttribute" } type && AttributeReader.IsNetGen(type.ContainingNamespace);

    public static NetworkSpec Parse(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        Parse(type, compilation, out _, cancellation);

    /// <summary>Likewise, with the attributes that problems refer to by position: the network's, then those of its blocks.</summary>
    public static NetworkSpec Parse(INamedTypeSymbol type, Compilation compilation, out IReadOnlyList<AttributeData> located, CancellationToken cancellation)
    {
        List<AttributeData> attributes = [.. OrderedAttributes(type)];
        located = attributes;
        List<Problem> problems = [];
        Reading reading = new(problems, new BlockReader(attributes, problems, cancellation));

        CheckType(type, attributes, problems, cancellation);
        int own = attributes.Count;
        for (int i = 0; i < own; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            reading.Read(attributes[i], i, type.Name);
        }

        return new NetworkSpec(
            Type: DescribeType(type, compilation),
            Scalar: reading.Scalar,
            Inputs: reading.Inputs.ToEquatableArray(),
            Layers: reading.Layers.ToEquatableArray(),
            Losses: reading.Losses.ToEquatableArray(),
            Penalties: reading.Penalties.ToEquatableArray(),
            Defaults: reading.Defaults,
            Problems: problems.ToEquatableArray())
        {
            HasInvalidAttributes = reading.HasInvalidAttributes,
        };
    }

    /// <summary>
    /// Whether a part can be generated at all: without it the compiler would report errors in generated code. While code is
    /// being typed a class or a namespace may lack its name.
    /// </summary>
    public static bool CanBeExtended(NetworkSpec spec) =>
        !spec.Problems.Any(problem => problem.Id is "NG0001" or "NG0002")
        && spec.Type.MetadataName.Split('.', '+').All(name => name.Length > 0);

    /// <summary>Whether an attribute is the one that makes its class a network: of several, which is an error, the first.</summary>
    public static bool IsFirst(INamedTypeSymbol type, AttributeData attribute) =>
        OrderedAttributes(type).First(IsNetworkAttribute).ApplicationSyntaxReference is { } first
        && first.SyntaxTree == attribute.ApplicationSyntaxReference?.SyntaxTree
        && first.Span == attribute.ApplicationSyntaxReference.Span;

    private static void CheckType(INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, List<Problem> problems, CancellationToken cancellation)
    {
        TypeDeclarationSyntax[] declarations = [.. type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>()];
        string? wrong = type switch
        {
            { IsRecord: true } => "a record",
            { IsStatic: true } => "static",
            { IsAbstract: true } => "abstract",
            { IsGenericType: true } => "generic",
            { IsFileLocal: true } => "file-local",
            _ => null,
        };
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null && wrong is null; outer = outer.ContainingType)
        {
            wrong = outer.IsGenericType ? $"nested in {outer.Name}, which is generic"
                : !IsPartial(outer, cancellation) ? $"nested in {outer.Name}, which is not partial"
                : null;
        }

        if (wrong is not null)
        {
            problems.Add(new Problem("NG0002", -1, type.Name, wrong));
        }
        else if (!declarations.Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            problems.Add(new Problem("NG0001", -1, type.Name));
        }

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

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static TypeSpec DescribeType(INamedTypeSymbol type, Compilation compilation)
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
            VisibleNames: Emission.Names.Shadowed(type, compilation).ToEquatableArray());
    }

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, _) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    private static string MetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? $"{MetadataName(outer)}+{type.MetadataName}"
        : string.Join(".", NamesOf(type.ContainingNamespace).Append(type.MetadataName));

    private static IEnumerable<string> NamesOf(INamespaceSymbol space) =>
        space.IsGlobalNamespace ? [] : NamesOf(space.ContainingNamespace).Append(space.Name);

    /// <summary>Words with a meaning in some places alone, such as <c>required</c>, are no names of types without @ either.</summary>
    private static string Escape(string identifier) =>
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
                ReadInput(attribute, arguments, position, network);
            }
            else if (ours && kind is "L1" or "L2")
            {
                Penalties.Add(new PenaltySpec(kind, arguments.Double("rate") ?? 0, position));
            }
            else if (AttributeReader.OperatorOf(type, "LossAttribute") is { } loss)
            {
                Losses.Add(new LossSpec(kind, arguments, LayerReader.ReadOperator(kind, loss, arguments, "LossTraitsAttribute", position, problems), position));
            }
            else if (LayerReader.DerivesFrom(type, "LossAttribute"))
            {
                Losses.Add(new LossSpec(kind, arguments, Operator: null, position));
            }
            else if (LayerReader.DerivesFrom(type, "LayerAttribute"))
            {
                RequireLossIsLast(kind, position);
                Layers.Add(LayerReader.Read(type, arguments, position, blocks, problems));
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

        private void ReadInput(AttributeData attribute, Arguments arguments, int position, string network)
        {
            if (Layers.Count > 0)
            {
                problems.Add(new Problem("NG0009", position, "[Input]", "inputs come before the layers"));
            }

            TypedConstant shape = attribute.ConstructorArguments.FirstOrDefault();
            int[] axes = shape.Kind == TypedConstantKind.Array && !shape.IsNull ? [.. shape.Values.Select(value => value.Value as int? ?? 0)] : [];
            if (axes.Length == 0)
            {
                problems.Add(new Problem("NG0003", position, network));
                return;
            }

            Inputs.Add(new InputSpec(axes.ToEquatableArray(), arguments.Text("Name") ?? "input", position));
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
