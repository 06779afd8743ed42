using Microsoft.CodeAnalysis;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>An attribute that problems refer to.</summary>
/// <param name="Data">The attribute.</param>
/// <param name="User">The number of the attribute that uses the block it stands on; −1 for the network's own.</param>
internal readonly record struct LocatedAttribute(AttributeData Data, int User);

/// <summary>
/// Reads classes with [Block], of this assembly or of another, each once and one after the other, so that neither their number nor the depth of
/// their nesting matters. Their attributes join <paramref name="located"/>, so that a problem inside of a block stands on the block's own attribute.
/// </summary>
internal sealed class BlockReader(List<LocatedAttribute> located, OperatorReader operators, List<Problem> problems, CancellationToken cancellation)
{
    private readonly Dictionary<INamedTypeSymbol, int> _numbers = new(SymbolEqualityComparer.Default);
    private readonly List<(INamedTypeSymbol Type, int User)> _found = [];
    private readonly List<BlockSpec> _blocks = [];

    public OperatorReader Operators { get; } = operators;

    public bool HasInvalidAttributes { get; private set; }

    /// <summary>The number of the block of a class, for the attribute at <paramref name="user"/>.</summary>
    public int Number(INamedTypeSymbol type, int user)
    {
        if (!_numbers.TryGetValue(type, out int number))
        {
            _numbers[type] = number = _found.Count;
            _found.Add((type, user));
        }

        return number;
    }

    /// <summary>All blocks, by their numbers, with those that they consist of; without layers after reporting what is wrong.</summary>
    public EquatableArray<BlockSpec> ReadAll()
    {
        while (_blocks.Count < _found.Count)
        {
            (INamedTypeSymbol type, int user) = _found[_blocks.Count];
            _blocks.Add(new BlockSpec(type.Name, Read(type, user).ToEquatableArray()));
        }

        ReportCycles();
        return _blocks.ToEquatableArray();
    }

    private List<LayerSpec> Read(INamedTypeSymbol type, int user)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            ReportInvalid(located[user].Data, user, type.Name, "its assembly is not referenced");
            return [];
        }

        List<LayerSpec> layers = [];
        AttributeData? invalid = null;
        bool isBlock = false;
        foreach (AttributeData attribute in NetworkParser.OrderedAttributes(type))
        {
            cancellation.ThrowIfCancellationRequested();
            int position = located.Count;
            located.Add(new LocatedAttribute(attribute, user));
            if (LayerReader.IsValid(attribute))
            {
                isBlock |= ReadAttribute(attribute, position, type, layers);
            }
            else
            {
                invalid ??= attribute;
            }
        }

        if (invalid is not null && (isBlock || invalid.ApplicationSyntaxReference is not null))
        {
            ReportInvalid(invalid, user, type.Name, $"the assembly of its attribute {invalid.AttributeClass?.Name} is not referenced");
        }
        else if (!isBlock || layers.Count == 0)
        {
            problems.Add(new Problem("NG0031", user, type.Name, isBlock ? "it has no layers" : "it carries no [Block]"));
        }

        return layers;
    }

    /// <summary>Reads one attribute of a block: whether it is [Block] itself.</summary>
    private bool ReadAttribute(AttributeData attribute, int position, INamedTypeSymbol block, List<LayerSpec> layers)
    {
        INamedTypeSymbol type = attribute.AttributeClass!;
        bool ours = AttributeReader.IsNetGen(type.ContainingNamespace);
        string kind = LayerReader.KindOf(type);
        if (LayerReader.DerivesFrom(type, "LayerAttribute"))
        {
            layers.Add(LayerReader.Read(attribute, position, this));
        }
        else if (LayerReader.DerivesFrom(type, "LossAttribute") || (ours && kind is "Input" or "L1" or "L2"))
        {
            problems.Add(new Problem("NG0009", position, $"[{kind}]", $"{block.Name} is a block, which has layers alone"));
        }

        return ours && kind == "Block";
    }

    /// <summary>Of what is written in this assembly the compiler speaks; of another's attributes it does not.</summary>
    private void ReportInvalid(AttributeData attribute, int user, string block, string reason)
    {
        if (attribute.ApplicationSyntaxReference is not null)
        {
            HasInvalidAttributes = true;
        }
        else
        {
            problems.Add(new Problem("NG0031", user, block, reason));
        }
    }

    /// <summary>Reports each way back to a block that is still open, on the attribute that takes it.</summary>
    private void ReportCycles()
    {
        bool[] isDone = new bool[_blocks.Count];
        List<(int Block, int Next)> open = [];
        HashSet<int> isOpen = [];
        for (int root = 0; root < _blocks.Count; root++)
        {
            Enter(root);
            while (open.Count > 0)
            {
                (int block, int next) = open[open.Count - 1];
                if (next == _blocks[block].Layers.Count)
                {
                    open.RemoveAt(open.Count - 1);
                    isOpen.Remove(block);
                    isDone[block] = true;
                    continue;
                }

                open[open.Count - 1] = (block, next + 1);
                LayerSpec layer = _blocks[block].Layers[next];
                if (layer.Block is { } inner && isOpen.Contains(inner))
                {
                    IEnumerable<int> cycle = open.Select(entry => entry.Block).SkipWhile(entry => entry != inner).Append(inner);
                    problems.Add(new Problem("NG0030", layer.Attribute, _blocks[inner].Name, string.Join(", which contains ", cycle.Select(entry => _blocks[entry].Name))));
                }
                else if (layer.Block is { } other)
                {
                    Enter(other);
                }
            }
        }

        void Enter(int block)
        {
            if (!isDone[block] && isOpen.Add(block))
            {
                open.Add((block, 0));
            }
        }
    }
}
