using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generators.Text;

namespace NetGen.Generators.Parsing;

/// <summary>An argument of an attribute as the C# expression that a member of the user's struct is set to.</summary>
internal static class ParameterLiteral
{
    /// <summary>The expression; null where no conversion without loss leads from the argument to the member's type.</summary>
    public static string? For(TypedConstant argument, ITypeSymbol target, Compilation compilation)
    {
        if (argument.IsNull)
        {
            return target.IsReferenceType ? "null!" : IsNullable(target) ? "null" : null;
        }

        if (argument.Kind == TypedConstantKind.Array)
        {
            return null; // every call of a kernel would allocate it
        }

        ITypeSymbol type = target is INamedTypeSymbol { ConstructedFrom.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : target;
        if (argument.Kind == TypedConstantKind.Primitive && IsNumber(argument.Value) && Number(argument.Value!, type) is { } number)
        {
            return number;
        }

        bool converts = argument.Type is { } source && compilation.ClassifyCommonConversion(source, type) is { Exists: true, IsImplicit: true };
        return converts && !IsNumeric(type) ? Typed(argument) : null;
    }

    private static bool IsNullable(ITypeSymbol type) => type is INamedTypeSymbol { ConstructedFrom.SpecialType: SpecialType.System_Nullable_T };

    private static bool IsNumeric(ITypeSymbol type) => type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static bool IsNumber(object? value) => value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double;

    /// <summary>A number in another numeric type, if it is one there; float and its like round.</summary>
    private static string? Number(object value, ITypeSymbol type)
    {
        double real = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        switch (type.SpecialType)
        {
            case SpecialType.System_Double:
                return value is float single ? Literal(single, asDouble: true) : CodeWriter.Literal(real);
            case SpecialType.System_Single:
                return Literal((float)real, asDouble: false);
            case SpecialType.System_Decimal:
                return Math.Abs(real) < 7.9e28 ? Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) + "M" : null;
            case >= SpecialType.System_SByte and <= SpecialType.System_UInt64:
                return Integer(value, real, type.SpecialType);
            default:
                return type is { Name: "Half", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } ? $"(global::System.Half)({CodeWriter.Literal(real)})" : null;
        }
    }

    private static string? Integer(object value, double real, SpecialType type)
    {
        (decimal least, decimal most) = type switch
        {
            SpecialType.System_SByte => ((decimal)sbyte.MinValue, (decimal)sbyte.MaxValue),
            SpecialType.System_Byte => ((decimal)byte.MinValue, (decimal)byte.MaxValue),
            SpecialType.System_Int16 => ((decimal)short.MinValue, (decimal)short.MaxValue),
            SpecialType.System_UInt16 => ((decimal)ushort.MinValue, (decimal)ushort.MaxValue),
            SpecialType.System_Int32 => ((decimal)int.MinValue, (decimal)int.MaxValue),
            SpecialType.System_UInt32 => ((decimal)uint.MinValue, (decimal)uint.MaxValue),
            SpecialType.System_Int64 => ((decimal)long.MinValue, (decimal)long.MaxValue),
            _ => ((decimal)ulong.MinValue, (decimal)ulong.MaxValue),
        };
        if (!(Math.Abs(real) < 1e20))
        {
            return null;
        }

        decimal exact = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return exact == decimal.Truncate(exact) && exact >= least && exact <= most ? decimal.Truncate(exact).ToString(CultureInfo.InvariantCulture) : null;
    }

    private static string Literal(float value, bool asDouble) =>
        float.IsNaN(value) || float.IsInfinity(value) ? (asDouble ? CodeWriter.Literal(value) : CodeWriter.Literal((double)value).Replace("double.", "float."))
        : asDouble ? CodeWriter.Literal((double)value)
        : value.ToString("R", CultureInfo.InvariantCulture) + "F";

    /// <summary>An expression of the argument's own type.</summary>
    private static string? Typed(TypedConstant argument) => (argument.Kind, argument.Value) switch
    {
        (TypedConstantKind.Enum, { } value) => Enumeration(argument.Type!, value),
        (TypedConstantKind.Type, ITypeSymbol type) => $"typeof({Name(type)})",
        (_, string text) => CodeWriter.Literal(text),
        (_, char letter) => SymbolDisplay.FormatLiteral(letter, quote: true),
        (_, bool flag) => flag ? "true" : "false",
        (_, float single) => Literal(single, asDouble: false),
        (_, double real) => CodeWriter.Literal(real),
        (TypedConstantKind.Primitive, { } integer) => $"({Name(argument.Type!)})({Convert.ToString(integer, CultureInfo.InvariantCulture)})",
        _ => null,
    };

    /// <summary>A value of an enumeration by its name, or as a number where it has none that can be used without a word.</summary>
    private static string Enumeration(ITypeSymbol type, object value) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && field.ConstantValue.Equals(value) && field.GetAttributes().IsEmpty) is { } named
            ? $"{Name(type)}.{OperatorReader.Escape(named.Name)}"
            : $"({Name(type)})({Convert.ToString(value, CultureInfo.InvariantCulture)})";

    private static string Name(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
