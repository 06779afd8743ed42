using Microsoft.CodeAnalysis;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>
/// Reads classes with [Block]. Their attributes join <paramref name="located"/>, so that a problem inside of a block stands on the
/// block's own attribute.
/// </summary>
internal sealed class BlockReader(List<AttributeData> located, OperatorReader operators, List<Problem> problems, CancellationToken cancellation)
{
    private readonly Dictionary<INamedTypeSymbol, BlockSpec> _blocks = new(SymbolEqualityComparer.Default);
    private readonly Stack<INamedTypeSymbol> _open = new();

    public OperatorReader Operators { get; } = operators;

    public bool HasInvalidAttributes { get; private set; }

    /// <summary>The block of a class, for the attribute at <paramref name="user"/>; without layers after reporting what is wrong.</summary>
    public BlockSpec Read(INamedTypeSymbol type, int user)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            HasInvalidAttributes = true; // the compiler speaks
            return new BlockSpec(type.Name, default);
        }

        if (_blocks.TryGetValue(type, out BlockSpec known))
        {
            return known;
        }

        if (_open.Contains(type, SymbolEqualityComparer.Default))
        {
            problems.Add(new Problem("NG0030", user, type.Name, string.Join(", which contains ", _open.Reverse().SkipWhile(open => !SymbolEqualityComparer.Default.Equals(open, type)).Select(open => open.Name).Append(type.Name))));
            return new BlockSpec(type.Name, default);
        }

        _open.Push(type);
        BlockSpec block = new(type.Name, ReadLayers(type, user).ToEquatableArray());
        _open.Pop();
        _blocks[type] = block;
        return block;
    }

    private List<LayerSpec> ReadLayers(INamedTypeSymbol type, int user)
    {
        IReadOnlyList<AttributeData> attributes = NetworkParser.OrderedAttributes(type);
        int first = located.Count;
        located.AddRange(attributes);
        List<LayerSpec> layers = [];
        bool isBlock = false;
        for (int i = 0; i < attributes.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!LayerReader.IsValid(attributes[i]))
            {
                HasInvalidAttributes = true;
                continue;
            }

            INamedTypeSymbol attribute = attributes[i].AttributeClass!;
            string kind = LayerReader.KindOf(attribute);
            if (LayerReader.DerivesFrom(attribute, "LayerAttribute"))
            {
                layers.Add(LayerReader.Read(attributes[i], first + i, this));
            }
            else if (AttributeReader.IsNetGen(attribute.ContainingNamespace) && kind == "Block")
            {
                isBlock = true;
            }
            else if (LayerReader.DerivesFrom(attribute, "LossAttribute") || (AttributeReader.IsNetGen(attribute.ContainingNamespace) && kind is "Input" or "L1" or "L2"))
            {
                problems.Add(new Problem("NG0009", first + i, $"[{kind}]", $"{type.Name} is a block, which has layers alone"));
            }
        }

        if ((!isBlock || layers.Count == 0) && !HasInvalidAttributes)
        {
            problems.Add(new Problem("NG0031", user, type.Name, isBlock ? "it has no layers" : "it carries no [Block]"));
        }

        return layers;
    }
}
