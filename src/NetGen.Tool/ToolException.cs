namespace NetGen.Tool;

/// <summary>What a user did or gave that cannot be: the message is all that is printed.</summary>
/// <param name="message">File, place, what was expected and what came.</param>
internal class ToolException(string message) : Exception(message);
