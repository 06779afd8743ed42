using System.CommandLine;
using System.Globalization;
using NetGen.Benchmarks.Measurement;
using NetGen.Benchmarks.Reporting;

namespace NetGen.Benchmarks.Typing;

/// <summary>
/// <c>typing</c>: what the generator costs an editor in a file with 50 networks, after an edit elsewhere in the file and after an edit
/// of one network, and what a network of 200 layers costs.
/// </summary>
internal static class TypingCommand
{
    private const int Networks = 50;
    private const int WarmUp = 10;
    private const int Edits = 31;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("typing", "Measures the generator while a file with 50 networks is typed in.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        Console.WriteLine(Machine.Description);
        EditorSession file = new(string.Concat(Enumerable.Range(0, Networks).Select(Network)));
        Measured unrelated = Measure(file, edit => file.Type($"private const int Edit = {edit};"));
        Measured one = Measure(file, edit => file.Replace("Dense(20)", $"Dense({20 + edit % 2})"));
        Print($"a file with {Networks} networks, edit elsewhere in it", unrelated);
        Print($"a file with {Networks} networks, edit of one", one);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"so the changed network itself: {one.Milliseconds - unrelated.Milliseconds:F2} ms, best against best {one.Best - unrelated.Best:F2} ms"));

        EditorSession deep = new($"[Network] [Input(32)] {string.Concat(Enumerable.Repeat("[Dense(32), ReLU] ", 99))}[Dense(20), ReLU] [SoftmaxCrossEntropy] public partial class Deep;");
        Print("a network of 200 layers, edit of it", Measure(deep, edit => deep.Replace("Dense(20)", $"Dense({20 + edit % 2})")));
        return unrelated.Regenerated == 0 && one.Regenerated == 1 ? 0 : 1;
    }

    /// <summary>The median time of a run of the generator after an edit, and how many networks it wrote anew, which is the same each time.</summary>
    private static Measured Measure(EditorSession session, Func<int, int> edit)
    {
        List<double> milliseconds = [];
        int regenerated = -1;
        for (int i = 1; i <= WarmUp + Edits; i++)
        {
            int now = edit(i);
            if (regenerated >= 0 && regenerated != now)
            {
                throw new InvalidOperationException($"An edit made the generator write {now} networks, another {regenerated}.");
            }

            regenerated = now;
            if (i > WarmUp)
            {
                milliseconds.Add(session.LastRun.TotalMilliseconds);
            }
        }

        return new Measured(Statistics.Median(milliseconds), milliseconds.Min(), regenerated);
    }

    private static void Print(string what, Measured measured) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {measured.Regenerated} regenerated, {measured.Milliseconds:F2} ms (median of {Edits}; best {measured.Best:F2} ms)"));

    /// <summary>The first has the width that is edited; the others are of all sizes and kinds.</summary>
    private static string Network(int number) => number == 0
        ? "[Network] [Input(17)] [Dense(64), ReLU, Dropout(0.2)] [Dense(20), ReLU] [Dense(6)] [MeanSquaredError]\npublic sealed partial class Net0;\n"
        : (number % 4) switch
        {
            0 => $"[Network] [Input({number})] [Dense(64), Tanh] [Dense(64), Tanh] [Dense(1)] [BinaryCrossEntropy]\npublic sealed partial class Net{number};\n",
            1 => $"[Network<double>] [Input(2)] [Dense({number}), Tanh] [Dense(1)] [MeanSquaredError] [L2(1e-3)]\npublic sealed partial class Net{number};\n",
            2 => $"[Network] [Input(784)] [Dense({4 * number}), ReLU, Dropout(0.5)] [Dense(10)] [SoftmaxCrossEntropy]\npublic sealed partial class Net{number};\n",
            _ => $"[Network] [Input(32)] [Dense(32), LayerNorm, ReLU(Name = \"h\")] [Dense(32), ReLU, Add(\"h\")] [Dense({number})] [SoftmaxCrossEntropy]\npublic sealed partial class Net{number};\n",
        };

    private readonly record struct Measured(double Milliseconds, double Best, int Regenerated);
}
