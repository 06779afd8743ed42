using Microsoft.CodeAnalysis;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>Reads attributes that declare layers, of networks and of blocks.</summary>
internal static class LayerReader
{
    /// <summary>Whether the compiler itself has no error on the attribute's class and constructor.</summary>
    public static bool IsValid(AttributeData attribute) =>
        attribute.AttributeClass is { TypeKind: not TypeKind.Error } && attribute.AttributeConstructor is not null;

    /// <summary>The attribute's name without "Attribute".</summary>
    public static string KindOf(INamedTypeSymbol attributeClass) =>
        attributeClass.Name.EndsWith("Attribute", StringComparison.Ordinal)
            ? attributeClass.Name.Substring(0, attributeClass.Name.Length - "Attribute".Length)
            : attributeClass.Name;

    /// <summary>Whether the class is derived from, or is, NetGen's class of this name.</summary>
    public static bool DerivesFrom(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate.Name == name && AttributeReader.IsNetGen(candidate.ContainingNamespace))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A layer: an activation with its struct, a block with its layers, or any other.</summary>
    public static LayerSpec Read(INamedTypeSymbol type, Arguments arguments, int position, BlockReader blocks, List<Problem> problems)
    {
        string kind = KindOf(type);
        if (AttributeReader.OperatorOf(type, "ActivationAttribute") is { } activation)
        {
            return new LayerSpec(kind, arguments, ReadOperator(kind, activation, arguments, "DerivativeAttribute", position, problems), position);
        }

        BlockSpec? block = AttributeReader.OperatorOf(type, "BlockLayerAttribute") is { } declared ? blocks.Read(declared, position) : null;
        return new LayerSpec(kind, arguments, Operator: null, position) { Block = block };
    }

    public static StructSpec? ReadOperator(string kind, INamedTypeSymbol type, Arguments arguments, string traits, int position, List<Problem> problems)
    {
        StructSpec? read = AttributeReader.ReadStruct(type, arguments, traits);
        if (read is null)
        {
            problems.Add(new Problem("NG0012", position, type.Name, traits.Substring(0, traits.Length - "Attribute".Length)));
        }

        foreach ((string name, string allowed, string given) in AttributeReader.OutOfRange(type, arguments))
        {
            problems.Add(new Problem("NG0017", position, kind, name, allowed, given));
        }

        return read;
    }
}
