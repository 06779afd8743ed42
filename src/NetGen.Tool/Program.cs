using System.CommandLine;
using NetGen.Tool.Commands;

namespace NetGen.Tool;

/// <summary>The command <c>dotnet netgen</c>.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        RootCommand root = new("Networks from elsewhere as the readable, trainable C# of NetGen.") { ImportCommand.Create(), DescribeCommand.Create(), WeightsCommand.Create() };
        return root.Parse(arguments).Invoke();
    }

    /// <summary>Does something and prints what came of it; what a user did or gave that cannot be is one message and the exit code 1.</summary>
    internal static int Guarded(Func<string> action)
    {
        try
        {
            Console.Out.WriteLine(action());
            return 0;
        }
        catch (Exception e) when (e is ToolException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return 1;
        }
    }
}
