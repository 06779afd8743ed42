namespace NetGen.Probe;

/// <summary>
/// Runs in a process of its own what depends on the machine's instruction sets: tests start it with environment variables
/// that switch some of them off, and compare what it prints, lines of <c>key=value</c>.
/// </summary>
public static class Program
{
    /// <summary>The verbs, by name. Each prints its lines.</summary>
    private static readonly Dictionary<string, Action> Verbs = new()
    {
        ["simd"] = SimdProbe.Print,
        ["training-briefly"] = TrainingProbe.PrintBriefly,
#if !EMULATED // compiled ahead of time for another processor it takes minutes
        ["speed"] = SpeedProbe.Print,
        ["training"] = TrainingProbe.Print,
        ["checkpoints"] = ResumableTraining.Print,
        ["large-file"] = LargeFileProbe.Print,
        ["tiers"] = TierProbe.Print,
#endif
    };

    /// <summary>Runs the verb that is the first argument.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is not [string verb] || !Verbs.TryGetValue(verb, out Action? print))
        {
            Console.Error.WriteLine($"Usage: NetGen.Probe <verb>, where the verb is one of: {string.Join(", ", Verbs.Keys)}");
            return 1;
        }

        HardwareProbe.Print();
        print();
        return 0;
    }
}
