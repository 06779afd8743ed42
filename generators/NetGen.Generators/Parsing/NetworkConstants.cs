using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>The sizes that a network's constants say; null where it has none, and why. Planning, which comes after parsing, knows them.</summary>
internal delegate (int Input, int Output, int Parameters)? MeasureNetwork(NetworkSpec spec, out string failure);

/// <summary>
/// Constants of networks in the arguments of another's attributes, as in <c>[Input(A.OutputSize)]</c>. The generator does not see what it
/// writes itself, so it has the other network measured, and reads the attributes with these constants declared.
/// </summary>
internal sealed class NetworkConstants(Compilation compilation, MeasureNetwork measure, CancellationToken cancellation)
{
    private static readonly string[] s_names = ["InputSize", "OutputSize", "ParameterCount"];

    // Networks that need each other in a row; more is a program's output, which can compute its numbers itself.
    private const int MaxDepth = 64;

    // What could be computed is the same for all that ask; what could not may depend on who asked first.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<INamedTypeSymbol, Sizes>> s_known = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, Sizes> _known = s_known.GetValue(compilation, _ => new(SymbolEqualityComparer.Default));
    private readonly Dictionary<INamedTypeSymbol, Sizes> _failed = new(SymbolEqualityComparer.Default);
    private readonly Stack<INamedTypeSymbol> _open = new();

    /// <summary>A network's constants, or why there are none.</summary>
    private sealed record Sizes(TypeSpec Type, int[] Values, string? Failure);

    /// <summary>
    /// The class and its compilation with all constants that its attributes use. What cannot be had is a problem on the argument that
    /// uses it; then the attributes are not worth reading.
    /// </summary>
    public (INamedTypeSymbol Type, Compilation Compilation) Supply(INamedTypeSymbol type, IReadOnlyList<AttributeData> attributes, List<Problem> problems)
    {
        Dictionary<INamedTypeSymbol, Sizes> supplied = new(SymbolEqualityComparer.Default);
        _open.Push(type);
        for (int i = 0; i < attributes.Count; i++)
        {
            foreach ((INamedTypeSymbol network, string name, int? argument) in Uses(attributes[i], []))
            {
                Sizes sizes = SizesOf(network);
                supplied[network] = sizes;
                if (sizes.Failure is { } failure && !problems.Any(problem => problem.Id == "NG0028" && problem.Attribute == i))
                {
                    problems.Add(new Problem("NG0028", i, $"[{LayerReader.KindOf(attributes[i].AttributeClass!)}]", $"{network.Name}.{name}", failure) { Argument = argument });
                }
            }
        }

        _open.Pop();
        Sizes[] missing = [.. supplied.Where(pair => pair.Value.Failure is null && pair.Key.GetMembers(s_names[0]).IsEmpty).Select(pair => pair.Value)];
        return missing.Length == 0 ? (type, compilation) : Declare(missing, type);
    }

    private Sizes SizesOf(INamedTypeSymbol network)
    {
        if (_open.Contains(network, SymbolEqualityComparer.Default))
        {
            IEnumerable<string> cycle = _open.Reverse().SkipWhile(open => !SymbolEqualityComparer.Default.Equals(open, network)).Select(open => open.Name).Append(network.Name);
            return new Sizes(null!, [], $"it depends on itself: {string.Join(", which needs ", cycle)}");
        }

        if (_open.Count > MaxDepth)
        {
            return new Sizes(null!, [], $"more than {MaxDepth} networks need each other in a row");
        }

        if (!_known.TryGetValue(network, out Sizes sizes) && !_failed.TryGetValue(network, out sizes))
        {
            NetworkSpec spec = NetworkParser.Parse(network, compilation, this, out _, cancellation);
            sizes = measure(spec, out string failure) is { } known
                ? new Sizes(spec.Type, [known.Input, known.Output, known.Parameters], null)
                : new Sizes(spec.Type, [], $"{network.Name} cannot be planned: {failure}");
            if (sizes.Failure is null)
            {
                _known[network] = sizes;
            }
            else
            {
                _failed[network] = sizes;
            }
        }

        return sizes;
    }

    /// <summary>Declares the constants of networks in a file of their own.</summary>
    private (INamedTypeSymbol, Compilation) Declare(IEnumerable<Sizes> networks, INamedTypeSymbol type)
    {
        SyntaxNode declaration = type.DeclaringSyntaxReferences[0].GetSyntax(cancellation);
        IEnumerable<SyntaxTree> files = networks.Select(network =>
        {
            IEnumerable<string> headers = [.. network.Type.Namespace.Length > 0 ? [$"namespace {network.Type.Namespace}"] : Array.Empty<string>(), .. network.Type.ContainingTypes, $"partial class {network.Type.Name}"];
            string members = string.Concat(s_names.Zip(network.Values, (name, value) => $"public const int {name} = {value};"));
            string text = $"{string.Concat(headers.Select(header => header + " { "))}{members}{string.Concat(headers.Select(_ => " }"))}";
            return CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)declaration.SyntaxTree.Options, cancellationToken: cancellation);
        });
        Compilation declared = compilation.AddSyntaxTrees(files);
        return ((INamedTypeSymbol)declared.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation)!, declared);
    }

    /// <summary>
    /// The constants of networks that an attribute uses, also through constants of the user's and in its block: one attribute after the other, for
    /// blocks of blocks may be as deep as they like.
    /// </summary>
    private IEnumerable<(INamedTypeSymbol Network, string Name, int? Argument)> Uses(AttributeData attribute, HashSet<ISymbol> seen)
    {
        Queue<AttributeData> open = new([attribute]);
        while (open.Count > 0)
        {
            AttributeData next = open.Dequeue();
            if (next.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            {
                continue;
            }

            int position = 0;
            foreach (AttributeArgumentSyntax argument in syntax.ArgumentList?.Arguments ?? default)
            {
                foreach ((INamedTypeSymbol network, string name) in Uses(argument.Expression, seen))
                {
                    yield return (network, name, next == attribute ? position : null);
                }

                position++;
            }

            if (next.AttributeClass is { } type && AttributeReader.OperatorOf(type, "BlockLayerAttribute") is { } block && seen.Add(block))
            {
                foreach (AttributeData inner in block.GetAttributes())
                {
                    open.Enqueue(inner);
                }
            }
        }
    }

    /// <summary>The same for an expression: constants that stand for others are looked through in turn, however many there are in a row.</summary>
    private IEnumerable<(INamedTypeSymbol Network, string Name)> Uses(ExpressionSyntax expression, HashSet<ISymbol> seen)
    {
        Queue<ExpressionSyntax> open = new([expression]);
        while (open.Count > 0)
        {
            ExpressionSyntax next = open.Dequeue();
            IdentifierNameSyntax[] names = [.. next.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()];
            if (names.Length == 0 || !compilation.ContainsSyntaxTree(next.SyntaxTree))
            {
                continue;
            }

            SemanticModel model = compilation.GetSemanticModel(next.SyntaxTree);
            foreach (IdentifierNameSyntax name in names)
            {
                SymbolInfo info = model.GetSymbolInfo(name, cancellation);
                ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
                if (s_names.Contains(name.Identifier.ValueText) && Owner(name, symbol, model) is { } network)
                {
                    yield return (network, name.Identifier.ValueText);
                }
                else if (symbol is IFieldSymbol { IsConst: true } && seen.Add(symbol) && ValueOf(symbol) is { } value)
                {
                    open.Enqueue(value);
                }
            }
        }
    }

    /// <summary>What a constant or a member of an enumeration is declared to be.</summary>
    private ExpressionSyntax? ValueOf(ISymbol constant) => constant.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
    {
        VariableDeclaratorSyntax variable => variable.Initializer?.Value,
        EnumMemberDeclarationSyntax member => member.EqualsValue?.Value,
        _ => null,
    };

    /// <summary>The network of this compilation whose generated constant a name means.</summary>
    private INamedTypeSymbol? Owner(IdentifierNameSyntax name, ISymbol? symbol, SemanticModel model)
    {
        if (symbol is not null)
        {
            return GeneratedFile.Declares(symbol) ? symbol.ContainingType : null;
        }

        IEnumerable<INamedTypeSymbol> types = name.Parent is MemberAccessExpressionSyntax access && access.Name == name
            ? model.GetSymbolInfo(access.Expression, cancellation).Symbol is INamedTypeSymbol left ? [left] : []
            : Around(name, model).Concat(model.GetImportScopes(name.SpanStart, cancellation).SelectMany(scope => scope.Imports).Select(import => import.NamespaceOrType).OfType<INamedTypeSymbol>());
        return types.SelectMany(LayerReader.Bases).FirstOrDefault(IsNetwork);
    }

    private IEnumerable<INamedTypeSymbol> Around(SyntaxNode name, SemanticModel model)
    {
        // An attribute of a class stands outside of it.
        SyntaxNode? start = name.FirstAncestorOrSelf<AttributeListSyntax>()?.Parent ?? name;
        return start.Ancestors().OfType<TypeDeclarationSyntax>().Select(declaration => model.GetDeclaredSymbol(declaration, cancellation)).OfType<INamedTypeSymbol>();
    }

    private bool IsNetwork(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly) && type.GetAttributes().Any(NetworkParser.IsNetworkAttribute);
}
