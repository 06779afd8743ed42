using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace NetGen;

/// <content>What ranks agree upon: that they train the same, when to stop, and why one cannot go on.</content>
public sealed partial class Trainer<TNetwork, T, TTarget>
{
    // So many examples of a data set stand for all.
    private const int ExamplesOfFingerprint = 16;

    private CancellationToken _cancellation;
    private bool _isSameOnRanks;

    /// <summary>Whether this process writes checkpoints and reports progress.</summary>
    private bool IsFirstRank => _group is null || _group.Exchange.Rank == 0;

    private bool Cancels => _cancellation.IsCancellationRequested;

    private static (BatchParts Parts, int First, int End)? ShareOf(IGradientExchange? exchange)
    {
        if (exchange is null)
            return null;
        BatchParts parts = new(exchange.Parts, exchange.Size);
        return (parts, parts.FirstPart(exchange.Rank), parts.FirstPart(exchange.Rank + 1));
    }

    /// <summary>Ends all ranks for an exception that the others do not know of: they would wait for this one for ever.</summary>
    /// <returns>False: the exception goes on as if nobody had asked.</returns>
    private bool AbortsAll(Exception exception)
    {
        if (_group is not null && !exception.Data.Contains(IGradientExchange.EveryRankKey))
        {
            exception.Data[IGradientExchange.EveryRankKey] = true; // once
            _group.Exchange.Abort($"{exception.GetType().Name}: {exception.Message}");
        }

        return false;
    }

    private static TException OnEveryRank<TException>(TException exception)
        where TException : Exception
    {
        exception.Data[IGradientExchange.EveryRankKey] = true;
        return exception;
    }

    /// <summary>Rank 0 decides whether an epoch was the last.</summary>
    private bool GoesOn(EpochRecord record)
    {
        bool goesOn = !IsFirstRank || Options.OnEpoch?.Invoke(record) != false;
        return _group is null || Options.OnEpoch is null ? goesOn : ExchangeTexts(_group, goesOn ? "" : "stop")[0].Length == 0;
    }

    /// <summary>The error of a step that a rank refused; it is in the words of the first rank that knows why.</summary>
    private TrainingDivergedException DivergedOn(Group group, bool isOwn, double cost)
    {
        (string? layer, string message) = Explain(cost);
        string[] texts = ExchangeTexts(group, isOwn ? $"{layer}\n{message}" : "");
        int rank = Math.Max(0, Array.FindIndex(texts, text => text.Length > 0));
        if (texts[rank].Length > 0)
            (layer, message) = (texts[rank][..texts[rank].IndexOf('\n')], texts[rank][(texts[rank].IndexOf('\n') + 1)..]);
        string prefix = group.Exchange.Size == 1 ? "" : $"Rank {rank}: ";
        return OnEveryRank(new TrainingDivergedException(prefix + message, StepCount + 1, string.IsNullOrEmpty(layer) ? null : layer, History));
    }

    /// <summary>Ranks that would not compute the same are refused before the first step, by what differs.</summary>
    private void RequireSameRanks()
    {
        if (_group is not { } group || _isSameOnRanks)
            return;
        string[][] ranks = [.. ExchangeTexts(group, string.Join('\n', Fingerprints())).Select(text => text.Split('\n'))];
        for (int rank = 1; rank < ranks.Length; rank++)
        {
            for (int i = 0; i < Math.Max(ranks[0].Length, ranks[rank].Length); i++)
            {
                string expected = ranks[0].ElementAtOrDefault(i) ?? "nothing", actual = ranks[rank].ElementAtOrDefault(i) ?? "nothing";
                if (actual != expected)
                    throw OnEveryRank(new InvalidOperationException($"Rank {rank} has {actual}, and rank 0 has {expected}: all ranks train with the same program, options and data, from the same parameters."));
            }
        }

        _isSameOnRanks = true;
    }

    /// <summary>What must be the same on all ranks, a line each.</summary>
    private List<string> Fingerprints()
    {
        TrainerState<T> state = Save();
        List<string> lines =
        [
            $"network {typeof(TNetwork).FullName} {Fingerprint.Hash(Fingerprint.Text(TNetwork.Description))[..16]}",
            $"program {typeof(TNetwork).Module.ModuleVersionId}",
            $"library {typeof(Optimizer).Module.ModuleVersionId}",
            $"fused multiply-add {Simd.HasFusedMultiplyAdd}",
            $"parts {Options.Exchange!.Parts}",
            $"epochs {Options.Epochs}",
            string.Create(CultureInfo.InvariantCulture, $"weight decay {Optimizer.WeightDecay}"),
            string.Create(CultureInfo.InvariantCulture, $"ClipNorm {Options.ClipNorm} and ClipValue {Options.ClipValue}"),
            $"schedule {Options.Schedule?.GetType().Name}",
            $"adapt {Options.Adapt}",
            string.Create(CultureInfo.InvariantCulture, $"early stopping {Options.EarlyStopping?.Patience} {Options.EarlyStopping?.MinimumImprovement} {Options.EarlyStopping?.RestoreBest}"),
            $"metrics {string.Join(", ", _metrics.Select(metric => metric.Name))}",
            $"OnEpoch {Options.OnEpoch is not null}",
            $"training data {FingerprintOf(_train)}",
            $"validation data {(_validation is null ? "none" : FingerprintOf(_validation))}",
        ];

        // Times are in the history, and metrics on rank 0 alone.
        lines.AddRange(state.Values.Where(entry => entry.Key != "trainer.history" && !entry.Key.StartsWith("trainer.metric.", StringComparison.Ordinal)).Select(entry => $"{entry.Key} {entry.Value}"));
        lines.AddRange(state.Tensors.Select(entry => $"{entry.Key} {HashOf<T>(entry.Value)}"));
        lines.Add($"parameters {HashOf<T>(Network.Parameters)}");
        lines.Add($"state {HashOf<T>(Network.State)}");
        return lines;
    }

    /// <summary>The size of a data set, and a hash of some of its examples.</summary>
    private static string FingerprintOf(IDataset<T, TTarget> dataset)
    {
        int[] examples = [.. Enumerable.Range(0, ExamplesOfFingerprint).Select(i => (int)((long)i * (dataset.Count - 1) / (ExamplesOfFingerprint - 1))).Distinct()];
        T[] inputs = new T[examples.Length * dataset.InputSize], weights = new T[examples.Length];
        TTarget[] targets = new TTarget[examples.Length * dataset.TargetSize];
        dataset.CopyTo(examples, inputs, targets);
        if (dataset is IExampleWeights<T> { HasWeights: true } weighted)
            weighted.CopyWeightsTo(examples, weights);
        return $"of {dataset.Count} examples {HashOf<T>(inputs)} {HashOf<TTarget>(targets)} {HashOf<T>(weights)}";
    }

    private static string HashOf<TValue>(ReadOnlySpan<TValue> values)
        where TValue : unmanaged => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)))[..16];

    /// <summary>The texts of all ranks.</summary>
    private static string[] ExchangeTexts(Group group, string own)
    {
        (int size, int rank) = (group.Exchange.Size, group.Exchange.Rank);
        byte[] bytes = Encoding.UTF8.GetBytes(own);
        int[] lengths = new int[size];
        lengths[rank] = bytes.Length;
        group.Exchange.AllGather(MemoryMarshal.AsBytes(lengths.AsSpan()), [.. Enumerable.Repeat(sizeof(int), size)]);
        byte[] all = new byte[lengths.Sum()];
        bytes.CopyTo(all, lengths.Take(rank).Sum());
        group.Exchange.AllGather(all, lengths);
        return [.. lengths.Select((length, i) => Encoding.UTF8.GetString(all, lengths.Take(i).Sum(), length))];
    }

    /// <summary>The number of examples of part 0 of all batches.</summary>
    private int ExamplesOfFirstPart(MiniBatches<T, TTarget> batches)
    {
        int last = _validation!.Count % batches.BatchSize, whole = _validation.Count / batches.BatchSize;
        return (whole * _group!.Parts.Examples(0, batches.BatchSize)) + _group.Parts.Examples(0, last);
    }
}
