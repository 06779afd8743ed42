using Microsoft.CodeAnalysis;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>Reads attributes that declare layers, of networks and of blocks.</summary>
internal static class LayerReader
{
    /// <summary>Whether the compiler itself has no error on the attribute's class, constructor and arguments.</summary>
    public static bool IsValid(AttributeData attribute) =>
        attribute.AttributeClass is { TypeKind: not TypeKind.Error } && attribute.AttributeConstructor is not null
        && attribute.ConstructorArguments.All(HasValue) && attribute.NamedArguments.All(named => HasValue(named.Value));

    private static bool HasValue(TypedConstant argument) =>
        argument.Kind != TypedConstantKind.Error && (argument.Kind != TypedConstantKind.Array || argument.IsNull || argument.Values.All(HasValue));

    /// <summary>The attribute's name without "Attribute".</summary>
    public static string KindOf(INamedTypeSymbol attributeClass) =>
        attributeClass.Name.EndsWith("Attribute", StringComparison.Ordinal) && attributeClass.Name.Length > "Attribute".Length
            ? attributeClass.Name.Substring(0, attributeClass.Name.Length - "Attribute".Length)
            : attributeClass.Name;

    /// <summary>Whether the class is derived from, or is, NetGen's class of this name.</summary>
    public static bool DerivesFrom(INamedTypeSymbol type, string name) =>
        Bases(type).Any(candidate => candidate.Name == name && AttributeReader.IsNetGen(candidate.ContainingNamespace));

    /// <summary>The class and what it derives from, the nearest first.</summary>
    public static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            yield return candidate;
        }
    }

    /// <summary>A layer: an activation with its struct, a block with its layers, or any other.</summary>
    public static LayerSpec Read(AttributeData attribute, int position, BlockReader blocks)
    {
        INamedTypeSymbol type = attribute.AttributeClass!;
        string kind = KindOf(type);
        Arguments arguments = AttributeReader.ReadArguments(attribute);
        if (AttributeReader.OperatorOf(type, "ActivationAttribute") is { } activation)
        {
            return new LayerSpec(kind, arguments, blocks.Operators.Read(kind, attribute, activation, "DerivativeAttribute", position), position);
        }

        int? block = AttributeReader.OperatorOf(type, "BlockLayerAttribute") is { } declared ? blocks.Number(declared, position) : null;
        return new LayerSpec(kind, arguments, Operator: null, position) { Block = block };
    }
}
