namespace NetGen;

/// <summary>How a sweep is run.</summary>
public sealed class SweepOptions
{
    /// <summary>The epochs of a trial that comes to the end, at least 1.</summary>
    public int Epochs
    {
        get;
        init => field = AtLeastOne(value, nameof(Epochs));
    } = 10;

    /// <summary>Whether the score is to be large, as an accuracy, not small, as a loss.</summary>
    public bool Maximize { get; init; }

    /// <summary>
    /// Successive halving (Jamieson and Talwalkar, 2016): all trials are trained for so many epochs at first; the best are trained for <see cref="HalvingFactor"/> times as many, and so on up
    /// to <see cref="Epochs"/>. Null: all are trained to the end.
    /// </summary>
    public int? HalvingFrom
    {
        get;
        init => field = value is { } epochs ? AtLeastOne(epochs, nameof(HalvingFrom)) : null;
    }

    /// <summary>With successive halving, one in so many trials goes on, rounded up, for so many times as many epochs; at least 2.</summary>
    public int HalvingFactor
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(HalvingFactor), value, "Expected a factor of at least 2.");
    } = 3;

    /// <summary>The number of trials that run at the same time, each on a thread of its own. It changes no line of the result.</summary>
    public int Parallelism
    {
        get;
        init => field = AtLeastOne(value, nameof(Parallelism));
    } = Environment.ProcessorCount;

    /// <summary>
    /// A file of JSON lines that gets a line when a trial has ended. Where there is one of the same sweep, what it has is not run again; at the end its lines are in order. Null for none.
    /// </summary>
    public string? ResultFile { get; init; }

    /// <summary>The part of the trials that is run here: those whose number leaves <see cref="Shard"/> when divided by <see cref="Shards"/>; from 0.</summary>
    public int Shard { get; init; }

    /// <summary>The number of parts, for programs that run at the same time; 1 for one that runs all trials. Each part has a result file of its own; put one after the other, they are one of all.</summary>
    public int Shards
    {
        get;
        init => field = AtLeastOne(value, nameof(Shards));
    } = 1;

    /// <summary>Whether Ctrl+C ends the sweep, which returns what has ended, instead of the program.</summary>
    public bool StopsOnCtrlC { get; init; }

    /// <summary>Is told of each line when it is there, in the order of their ends.</summary>
    public IProgress<SweepLine>? Progress { get; init; }

    internal void Validate()
    {
        if (Shard < 0 || Shard >= Shards)
            throw new ArgumentOutOfRangeException(nameof(Shard), Shard, $"Expected a part from 0 to {Shards - 1}.");
        if (Shards > 1 && HalvingFrom is not null)
            throw new ArgumentException("Successive halving compares all trials: it cannot be run in parts.");
        if (HalvingFrom > Epochs)
            throw new ArgumentOutOfRangeException(nameof(HalvingFrom), HalvingFrom, $"Expected at most {Epochs} epochs, those of a whole trial.");
    }

    /// <summary>The epochs of each round.</summary>
    internal IReadOnlyList<int> Rounds
    {
        get
        {
            List<int> rounds = [];
            for (long epochs = HalvingFrom ?? Epochs; epochs < Epochs; epochs *= HalvingFactor)
                rounds.Add((int)epochs);
            return [.. rounds, Epochs];
        }
    }

    private static int AtLeastOne(int value, string name) => value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Expected at least 1.");
}
