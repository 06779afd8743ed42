using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generators.Model;

namespace NetGen.Generators.Parsing;

/// <summary>Reads classes, structs and records whose members are marked <c>[Feature]</c>, <c>[Category]</c> and <c>[Target]</c>.</summary>
internal static class RecordParser
{
    public const string TargetAttribute = "NetGen.TargetAttribute";

    /// <summary>What a record must be, what a member must be, which members there must be, and how many inputs the network.</summary>
    public const string WrongType = "NG0060", WrongMember = "NG0061", WrongMembers = "NG0062", WrongSize = "NG0063";

    /// <summary>The marked members, in the order of their declarations, with their attribute: those of a record's parameters stand for its properties.</summary>
    public static IReadOnlyList<(ISymbol Member, AttributeData Attribute)> Marked(INamedTypeSymbol type) =>
    [
        .. type.InstanceConstructors.Where(constructor => type.IsRecord || constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is TypeDeclarationSyntax)
            .SelectMany(constructor => constructor.Parameters).SelectMany(MarksOf),
        .. type.GetMembers().Where(member => member is IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false }).SelectMany(MarksOf),
    ];

    /// <summary>Reads a type that has marked members.</summary>
    public static RecordSpec Read(INamedTypeSymbol type)
    {
        List<RecordProblem> problems = [];
        if (WhyNot(type) is { } reason)
        {
            problems.Add(new(WrongType, "", new[] { type.Name, reason }.ToEquatableArray()));
        }

        List<RecordMember> members = [];
        foreach ((ISymbol member, AttributeData attribute) in Marked(type))
        {
            RecordMember read = Read(type, member, attribute);
            members.Add(read);
            if (WhyNot(type, member, read) is { } wrong)
            {
                problems.Add(new(WrongMember, member.Name, new[] { $"{type.Name}.{member.Name}", read.Role.ToString(), wrong }.ToEquatableArray()));
            }
        }

        int targets = members.Count(member => member.Role == RecordRole.Target);
        string? lacking = targets != 1 ? $"{targets} members marked [Target]"
            : targets == members.Count ? "no member marked [Feature] or [Category]"
            : members.GroupBy(member => member.Name).FirstOrDefault(group => group.Skip(1).Any()) is { } twice ? $"the member {twice.Key} marked twice"
            : null;
        if (lacking is not null)
        {
            problems.Add(new(WrongMembers, "", new[] { type.Name, lacking }.ToEquatableArray()));
        }

        List<string> outer = [];
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            outer.Insert(0, $"partial {NetworkParser.Keyword(container)} {NetworkParser.Escape(container.Name)}");
        }

        return new(
            NetworkParser.Escape(type.Name),
            NetworkParser.Keyword(type),
            string.Join(".", NetworkParser.NamesOf(type.ContainingNamespace).Select(NetworkParser.Escape)),
            NetworkParser.MetadataName(type),
            outer.ToEquatableArray(),
            members.ToEquatableArray(),
            problems.ToEquatableArray());
    }

    private static IEnumerable<(ISymbol, AttributeData)> MarksOf(ISymbol member) =>
        member.GetAttributes().Where(attribute => RoleOf(attribute) is not null).Select(attribute => (member, attribute));

    private static RecordRole? RoleOf(AttributeData attribute) => !AttributeReader.IsNetGen(attribute.AttributeClass?.ContainingNamespace) ? null : attribute.AttributeClass!.Name switch
    {
        "FeatureAttribute" => RecordRole.Feature,
        "CategoryAttribute" => RecordRole.Category,
        "TargetAttribute" => RecordRole.Target,
        _ => null,
    };

    private static string? WhyNot(INamedTypeSymbol type)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsStatic || type.IsRefLikeType || type.IsFileLocal)
        {
            return "it is to be a class, a struct or a record, neither static nor by reference alone, and seen beyond its file";
        }

        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (part.IsGenericType)
            {
                return $"{part.Name} is generic";
            }

            if (!part.DeclaringSyntaxReferences.All(reference => reference.GetSyntax() is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(modifier => modifier.ValueText == "partial")))
            {
                return $"{part.Name} is not partial";
            }
        }

        return null;
    }

    private static RecordMember Read(INamedTypeSymbol type, ISymbol member, AttributeData attribute)
    {
        ITypeSymbol of = member switch { IPropertySymbol property => property.Type, IFieldSymbol field => field.Type, IParameterSymbol parameter => parameter.Type, _ => type };
        bool isNullable = of is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        ITypeSymbol inner = isNullable ? ((INamedTypeSymbol)of).TypeArguments[0] : of;
        RecordValue value = ValueOf(inner);
        IEnumerable<string> names = value == RecordValue.Enumeration
            ? inner.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).GroupBy(field => field.ConstantValue).Select(group => group.First().Name)
            : [];
        return new(
            NetworkParser.Escape(member.Name),
            RoleOf(attribute)!.Value,
            value,
            MayBeNull: isNullable || value == RecordValue.Text,
            TakesUnknown: attribute.NamedArguments.Any(argument => argument.Key == "Unknown" && argument.Value.Value is 1),
            value == RecordValue.Enumeration ? inner.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) : "",
            names.ToEquatableArray());
    }

    private static RecordValue ValueOf(ITypeSymbol type) => type.TypeKind == TypeKind.Enum ? RecordValue.Enumeration : type.SpecialType switch
    {
        SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal => RecordValue.Number,
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64
            or SpecialType.System_UInt64 => RecordValue.Whole,
        SpecialType.System_Boolean => RecordValue.Truth,
        SpecialType.System_String => RecordValue.Text,
        SpecialType.System_Char => RecordValue.Character,
        _ => RecordValue.Other,
    };

    private static string? WhyNot(INamedTypeSymbol type, ISymbol member, RecordMember read)
    {
        if (member.IsStatic || member is IPropertySymbol { GetMethod: null } or IPropertySymbol { IsIndexer: true })
        {
            return "it is to be a property that can be read, or a field, of each object";
        }

        if (member is IParameterSymbol && !type.IsRecord)
        {
            return "the parameter of a class or a struct that is no record is no member";
        }

        if (member is IPropertySymbol && member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax)
        {
            return $"write [{read.Role}] instead of [property: {read.Role}]";
        }

        bool fits = read.Role switch
        {
            RecordRole.Feature => read.Value is RecordValue.Number or RecordValue.Whole or RecordValue.Truth,
            RecordRole.Category => read.Value is not (RecordValue.Number or RecordValue.Other),
            _ => read.Value != RecordValue.Other,
        };
        return fits ? null : read.Role switch
        {
            RecordRole.Feature => "a feature is a number or a bool; texts, characters and enumerations are categories",
            RecordRole.Category => "a category is a text, an enumeration, a character, a bool or a whole number",
            _ => "a target is a number, a bool, a text, an enumeration or a character",
        };
    }
}
