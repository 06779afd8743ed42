
namespace NetGen.Generators.Graph;

/// <summary>An argument of a kernel that is not a buffer. The pass has a local variable of the same name to hand over.</summary>
/// <param name="Type">The type; null: the network's float or double.</param>
/// <param name="Name">The name.</param>
internal sealed record KernelArgument(string? Type, string Name)
{
    /// <summary>What a backward pass sets that variable to, if a kernel of it takes the argument; null where it has it anyway.</summary>
    public string? InBackward { get; init; }

    public static KernelArgument Rows { get; } = new("int", "rows");

    /// <summary>Whether the last Forward was a step of training; false in Predict.</summary>
    public static KernelArgument Training { get; } = new("bool", "training");
}
