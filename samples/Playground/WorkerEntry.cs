using System.Runtime.CompilerServices;
using System.Runtime.InteropServices.JavaScript;

namespace Playground.Page;

/// <summary>What worker.js calls, in a runtime of its own: the page's runtime never loads the compiler.</summary>
internal static partial class WorkerEntry
{
    private static object? s_executor;

    /// <summary>Answers a call of the contract.</summary>
    [JSExport]
    internal static Task<string> Handle(string call, string json) => Answer(call, json);

    // A method of its own: its types are of assemblies that are there only by now.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<string> Answer(string call, string json) => ((Compiling.Executor)(s_executor ??= new Compiling.Executor())).Handle(call, json);
}
