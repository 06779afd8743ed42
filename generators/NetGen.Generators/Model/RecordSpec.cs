namespace NetGen.Generators.Model;

/// <summary>A class, struct or record whose members are marked as inputs and target of networks.</summary>
internal sealed record RecordSpec(
    string Name,
    string Keyword,
    string Namespace,
    string MetadataName,
    EquatableArray<string> ContainingTypes,
    EquatableArray<RecordMember> Members,
    EquatableArray<RecordProblem> Problems);

/// <summary>What a member is marked as.</summary>
internal enum RecordRole
{
    Feature,
    Category,
    Target,
}

/// <summary>What the values of a member are.</summary>
internal enum RecordValue
{
    /// <summary>None that a network could learn from.</summary>
    Other,

    /// <summary><c>float</c>, <c>double</c> or <c>decimal</c>.</summary>
    Number,

    /// <summary>Whole numbers.</summary>
    Whole,

    /// <summary><c>bool</c>.</summary>
    Truth,

    /// <summary><c>string</c>.</summary>
    Text,

    /// <summary><c>char</c>.</summary>
    Character,

    /// <summary>An enumeration.</summary>
    Enumeration,
}

/// <summary>A marked member. An enumeration has its type and the names of its values, each value once.</summary>
internal sealed record RecordMember(string Name, RecordRole Role, RecordValue Value, bool MayBeNull, bool TakesUnknown, string EnumerationType, EquatableArray<string> EnumerationNames);

/// <summary>What is wrong with a record; <see cref="Member"/> is empty where that is the type itself.</summary>
internal sealed record RecordProblem(string Id, string Member, EquatableArray<string> Arguments);
