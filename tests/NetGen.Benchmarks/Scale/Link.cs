namespace NetGen.Benchmarks.Scale;

/// <summary>
/// The time of messages: a latency for each and a bandwidth for their bytes. A step of R ranks exchanges segments between all pairs and then gathers them in a ring, R − 1 messages
/// each that a rank sends one after the other, and (R − 1)/R of the gradients each.
/// </summary>
/// <param name="Name">What it is called.</param>
/// <param name="Latency">Seconds until a message of no bytes has arrived.</param>
/// <param name="Bandwidth">Bytes a second, of a rank.</param>
internal sealed record Link(string Name, double Latency, double Bandwidth)
{
    /// <summary>Networks that clusters have: half of what the line has, or what is usually measured between two processes.</summary>
    public static readonly Link[] Usual =
    [
        new("1 Gbit Ethernet", 50e-6, 0.115e9),
        new("10 Gbit Ethernet", 25e-6, 1.1e9),
        new("100 Gbit Ethernet (RoCE)", 3e-6, 11e9),
        new("InfiniBand HDR (200 Gbit)", 1.5e-6, 23e9),
    ];

    /// <summary>The seconds that a step of so many ranks takes for its messages.</summary>
    public double Seconds(int ranks, double bytes) => ranks == 1 ? 0 : 2 * (ranks - 1) * (Latency + (bytes / ranks / Bandwidth));
}

/// <summary>The time of a step: each part of a batch, and what every rank does once.</summary>
/// <param name="Part">Seconds for Forward, Loss and Backward of a part.</param>
/// <param name="Rest">Seconds for sums, update and the rest.</param>
internal sealed record StepModel(double Part, double Rest)
{
    /// <summary>The seconds of a step.</summary>
    /// <param name="parts">The parts of the rank that has most.</param>
    /// <param name="share">How many ranks share a core.</param>
    /// <param name="messages">The seconds of messages.</param>
    public double Seconds(int parts, double share, double messages) => (share * ((parts * Part) + Rest)) + messages;
}
