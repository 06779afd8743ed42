using System.Globalization;

namespace NetGen.Generators.Model;

// Everything the generator knows of a network. The records below compare by value and hold no symbol, syntax, location or
// compilation: the pipeline stops here when an edit does not change what they say. Whatever is added must keep to that.

/// <summary>A network as declared.</summary>
internal sealed record NetworkSpec(
    TypeSpec Type,
    Scalar Scalar,
    EquatableArray<InputSpec> Inputs,
    EquatableArray<LayerSpec> Layers,
    EquatableArray<LossSpec> Losses,
    EquatableArray<PenaltySpec> Penalties,
    Arguments Defaults,
    EquatableArray<Problem> Problems)
{
    /// <summary>
    /// The blocks that layers, of the network and of blocks, stand for, each once: a tree of blocks of blocks would be exponential in its depth.
    /// </summary>
    public EquatableArray<BlockSpec> Blocks { get; init; }

    /// <summary>Whether the compiler itself has an error on one of the attributes: then it speaks, and the generator does not.</summary>
    public bool HasInvalidAttributes { get; init; }
}

/// <summary>The precision of a network.</summary>
internal enum Scalar
{
    Single,
    Double,
}

/// <summary>How a precision is called in C#.</summary>
internal static class Scalars
{
    /// <summary><c>float</c> or <c>double</c>.</summary>
    public static string Name(this Scalar scalar) => scalar == Scalar.Single ? "float" : "double";

    /// <summary>Its vectors, without their lanes: <c>Float32x</c>.</summary>
    public static string Vectors(this Scalar scalar) => scalar == Scalar.Single ? "Float32x" : "Float64x";
}

/// <summary>The user's class.</summary>
internal sealed record TypeSpec(
    string Name,
    string Namespace,
    string MetadataName,
    EquatableArray<string> ContainingTypes,
    bool HasSummary,
    bool ChecksOverflow,
    EquatableArray<string> VisibleNames)
{
    /// <summary>As C# names it from everywhere.</summary>
    public string FullName { get; init; } = "";

    /// <summary>Whether a base class has a type of this name, which inside the class would win.</summary>
    public bool IsNameHidden { get; init; }

    /// <summary>As C# names it inside of it.</summary>
    public string Reference => IsNameHidden ? FullName : Name;

    /// <summary>The attributes of the generated part.</summary>
    public GeneratedAttributes Attributes { get; init; }

    /// <summary>The ids of warnings that only what the user chose to use brings about: obsolete and experimental types.</summary>
    public EquatableArray<string> Warnings { get; init; }
}

/// <summary>Attributes of the generated part of a class.</summary>
[Flags]
internal enum GeneratedAttributes
{
    None = 0,
    GeneratedCode = 1,

    /// <summary>In an assembly that claims to comply with the CLS, which NetGen's own types do not.</summary>
    NotClsCompliant = 2,
}

/// <summary>An input of a network. <see cref="Attribute"/> is the attribute's position among the class's, for diagnostics.</summary>
internal sealed record InputSpec(EquatableArray<int> Axes, string Name, int Attribute)
{
    /// <summary>Whether it is token numbers.</summary>
    public bool IsTokens { get; init; }

    /// <summary>The token, or the value of all features, of steps at the end that are padding; null where none are.</summary>
    public double? Padding { get; init; }
}

/// <summary>A layer as declared. <see cref="Kind"/> is the attribute's name without "Attribute".</summary>
internal sealed record LayerSpec(string Kind, Arguments Arguments, StructSpec? Operator, int Attribute)
{
    public string? Name => Arguments.Text("Name");

    public string? From => Arguments.Text("From");

    /// <summary>The number of the block that the layer stands for, alone or with layers of its own: of [Residual&lt;T&gt;] and its like.</summary>
    public int? Block { get; init; }

    /// <summary>The name within a layer that stands for others, of one of these; null for what the user declared.</summary>
    public string? PartName { get; init; }

    /// <summary>One of the layers that this one stands for.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="name">By what name others of them can take its output.</param>
    /// <param name="arguments">What the kind's attribute would say.</param>
    public LayerSpec Part(string kind, string name, params Argument[] arguments) =>
        new(kind, new Arguments(arguments.ToEquatableArray()), Operator: null, Attribute) { PartName = name };
}

/// <summary>A reusable piece of architecture: a class with [Block].</summary>
internal sealed record BlockSpec(string Name, EquatableArray<LayerSpec> Layers);

/// <summary>A loss as declared.</summary>
internal sealed record LossSpec(string Kind, Arguments Arguments, StructSpec? Operator, int Attribute);

/// <summary>A penalty on the weights as declared.</summary>
internal sealed record PenaltySpec(string Kind, double Rate, int Attribute);

/// <summary>
/// The struct that computes an activation or an element-wise loss: its full name, the properties that the user set, and
/// what the attribute on the struct says.
/// </summary>
internal sealed record StructSpec(string Type, EquatableArray<Assignment> Assignments, Arguments Traits)
{
    /// <summary>What a property of the struct in that local variable is: the literal that the attribute sets, or else <c>leakyReLU1.Slope</c>.</summary>
    public string Property(string local, string name) => Assignments.FirstOrDefault(assignment => assignment.Property == name).Literal ?? $"{local}.{name}";

    /// <summary>What follows <c>new()</c>: nothing, or the properties in braces.</summary>
    public string Initializer => Assignments.Count == 0 ? "" : $" {{ {string.Join(", ", Assignments.Select(assignment => $"{assignment.Property} = {assignment.Literal}"))} }}";
}

/// <summary>A property of a struct and the C# literal it is set to.</summary>
internal readonly record struct Assignment(string Property, string Literal);

/// <summary>
/// An argument of an attribute. Values are int, double, bool, string, arrays of these or, for enumerations, the number.
/// </summary>
internal readonly record struct Argument(string Name, object? Value)
{
    /// <summary>The values that a layer combines, by their names.</summary>
    public static Argument Names(params string[] names) => new("names", names.ToEquatableArray());
}

/// <summary>The arguments of an attribute, of its constructor and of its properties, by name whatever the case.</summary>
internal readonly record struct Arguments(EquatableArray<Argument> Items)
{
    public int? Int(string name) => Value(name) switch { int value => value, _ => null };

    public double? Double(string name) => Value(name) switch
    {
        double value => value,
        IConvertible value and not (string or bool or char) => value.ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };

    public bool? Bool(string name) => Value(name) as bool?;

    public bool Bool(string name, bool otherwise) => Bool(name) ?? otherwise;

    public string? Text(string name) => Value(name) as string;

    public EquatableArray<double>? Numbers(string name) => Value(name) is EquatableArray<double> values ? values : null;

    public EquatableArray<string> Texts(string name) => Value(name) is EquatableArray<string> values ? values : default;

    public EquatableArray<int> Ints(string name) => Value(name) is EquatableArray<int> values ? values : default;

    private object? Value(string name) =>
        Items.FirstOrDefault(item => string.Equals(item.Name, name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>Something wrong with a network: which rule, on which attribute (−1: the class itself), and what the message says.</summary>
internal sealed record Problem(string Id, int Attribute, EquatableArray<string> Arguments)
{
    public Problem(string id, int attribute, params string[] arguments)
        : this(id, attribute, arguments.ToEquatableArray())
    {
    }

    /// <summary>The <see cref="Subject"/> of what is wrong with the base class.</summary>
    public const string BaseType = ": base";

    /// <summary>The <see cref="Subject"/> of what is wrong with the parameters after the class's name.</summary>
    public const string PrimaryConstructor = "(parameters)";

    /// <summary>Of a problem of the class, the part of it that is at fault: one of the above, or a member's name; null for its name.</summary>
    public string? Subject { get; init; }

    /// <summary>Of a problem of an attribute, which argument is at fault; null for all of it.</summary>
    public int? Argument { get; init; }

    /// <summary>What would be right, for the code fix, where that is known.</summary>
    public string? Suggestion { get; init; }

    /// <summary>What the suggestion takes the place of.</summary>
    public string? Replaced { get; init; }
}
