using System.Globalization;
using System.Numerics;
using System.Runtime.ExceptionServices;

namespace NetGen;

/// <summary>
/// K-fold cross-validation: each example is held out once. What <c>CrossValidate</c> of a network calls; where an example has a class label,
/// folds are stratified, each having its share of every class. Labels of single steps are not.
/// </summary>
public static class CrossValidation
{
    /// <summary>Trains a network for each fold, all from the same initialization, and measures it on the fold.</summary>
    /// <typeparam name="TNetwork">The network.</typeparam>
    /// <typeparam name="T">Its precision.</typeparam>
    /// <typeparam name="TTarget">The type of a target.</typeparam>
    /// <param name="dataset">The examples, at least one for each fold.</param>
    /// <param name="folds">The number of folds, at least 2.</param>
    /// <param name="options">
    /// The options of each fold, from 0, with an optimizer of its own; null for the defaults. The fold held out takes no part
    /// in training: early stopping looks at a <see cref="FitOptions.ValidationFraction"/> of the others, or at the training loss.
    /// Each fold's network is new, so that its <c>[Normalization]</c> is fitted to the fold's training part.
    /// </param>
    /// <param name="seed">Deals the examples out and initializes the networks.</param>
    /// <param name="cancellationToken">Ends within one step.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 folds.</exception>
    /// <exception cref="ArgumentException">Fewer examples than folds.</exception>
    /// <exception cref="InvalidOperationException">A fold's optimizer belongs to another network, as that of the fold before, or it resumes from where another fold writes checkpoints.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled: without all folds there is no result.</exception>
    public static CrossValidationResult Run<TNetwork, T, TTarget>(
        IDataset<T, TTarget> dataset, int folds, Func<int, FitOptions>? options = null, long seed = 0, CancellationToken cancellationToken = default)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged => Run<TNetwork, T, TTarget>(dataset, folds, parallelism: 1, options, seed, cancellationToken);

    /// <summary>The same with several folds at the same time: the result has the same bits.</summary>
    /// <inheritdoc cref="Run{TNetwork, T, TTarget}(IDataset{T, TTarget}, int, Func{int, FitOptions}?, long, CancellationToken)"/>
    /// <param name="dataset">The examples, at least one for each fold. Folds of a data set that only one thread may read at a time are trained one after the other.</param>
    /// <param name="folds">The number of folds, at least 2.</param>
    /// <param name="parallelism">The number of folds that are trained at the same time, each with the threads of its options.</param>
    /// <param name="options">The options of each fold, from 0, with an optimizer, metrics and a schedule of its own; null for the defaults.</param>
    /// <param name="seed">Deals the examples out and initializes the networks.</param>
    /// <param name="cancellationToken">Ends within one step.</param>
    public static CrossValidationResult Run<TNetwork, T, TTarget>(
        IDataset<T, TTarget> dataset, int folds, int parallelism, Func<int, FitOptions>? options = null, long seed = 0, CancellationToken cancellationToken = default)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        if (dataset.Count < folds)
            throw new ArgumentException($"Expected at least {folds} examples for {folds} folds, got {dataset.Count}.", nameof(dataset));

        int[] foldOf = Folds.FoldOf(dataset, folds, seed);
        HashSet<string> folders = [];
        CrossValidationFold[] results = new CrossValidationFold[folds];
        if (parallelism == 1 || dataset is not IParallelReading { CanReadInParallel: true })
        {
            for (int fold = 0; fold < folds; fold++)
                results[fold] = RunFold<TNetwork, T, TTarget>(dataset, foldOf, fold, OptionsOf(fold), seed, cancellationToken);
            return new(results);
        }

        FitOptions[] all = [.. Enumerable.Range(0, folds).Select(OptionsOf)];
        RequireNothingShared(all);
        try
        {
            Parallel.For(0, folds, new() { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken }, fold =>
                results[fold] = RunFold<TNetwork, T, TTarget>(dataset, foldOf, fold, all[fold], seed, cancellationToken));
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return new(results);

        FitOptions OptionsOf(int fold)
        {
            FitOptions own = options?.Invoke(fold) ?? new();
            RequireOwn(own, fold, folders);
            return own;
        }
    }

    private static CrossValidationFold RunFold<TNetwork, T, TTarget>(IDataset<T, TTarget> dataset, int[] foldOf, int fold, FitOptions options, long seed, CancellationToken cancellationToken)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        int[] train = [.. Enumerable.Range(0, dataset.Count).Where(i => foldOf[i] != fold)];
        int[] heldOut = [.. Enumerable.Range(0, dataset.Count).Where(i => foldOf[i] == fold)];
        using Trainer<TNetwork, T, TTarget> trainer = new(TNetwork.Create(seed), dataset.Subset(train), null, options);
        TrainingHistory history = trainer.Run(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Evaluation evaluation = trainer.Evaluate(dataset.Subset(heldOut));
        return new() { HeldOut = heldOut, Loss = evaluation.Loss, Metrics = evaluation.Metrics, History = history };
    }

    /// <summary>Folds that are trained at the same time must not count with one metric, or update one optimizer.</summary>
    private static void RequireNothingShared(FitOptions[] options)
    {
        object[] parts = [.. options.SelectMany(own => (object?[])[own.Optimizer, own.Schedule as ReduceOnPlateauSchedule, .. own.Metrics ?? []]).OfType<object>()];
        if (parts.GroupBy(part => part, ReferenceEqualityComparer.Instance).FirstOrDefault(group => group.Count() > 1) is { } shared)
            throw new InvalidOperationException($"Two folds share a {shared.Key!.GetType().Name}: folds that are trained at the same time need one of their own each.");
    }

    /// <summary>What one fold learned must not reach another: not by an optimizer's state, nor by a checkpoint.</summary>
    private static void RequireOwn(FitOptions options, int fold, HashSet<string> folders)
    {
        if (options.Optimizer is { IsOwned: true } optimizer)
        {
            throw new InvalidOperationException(
                $"The {optimizer.GetType().Name} of fold {fold} belongs to another network{(fold > 0 ? ", as that of the fold before," : "")} and keeps state for its parameters. "
                + $"Return a new optimizer for each fold: _ => new FitOptions {{ Optimizer = new {optimizer.GetType().Name}(…) }}.");
        }

        if (options.Resume is { } path && !folders.Add(Path.GetFullPath(path)))
            throw new InvalidOperationException($"Fold {fold} would resume from '{path}', which is another fold's: give each fold a folder of its own.");
        if (options.Checkpoint is { } checkpoint)
            folders.Add(Path.GetFullPath(checkpoint.Directory));
    }
}

/// <summary>One fold of a cross-validation.</summary>
public sealed record CrossValidationFold
{
    /// <summary>The examples that were measured, by their numbers in the data set.</summary>
    public required IReadOnlyList<int> HeldOut { get; init; }

    /// <summary>Their loss, without penalties, as of one batch.</summary>
    public required double Loss { get; init; }

    /// <summary>Their metrics.</summary>
    public required IReadOnlyList<MetricValue> Metrics { get; init; }

    /// <summary>How the network was trained on the others.</summary>
    public required TrainingHistory History { get; init; }
}

/// <summary>What the folds of a cross-validation came to.</summary>
/// <param name="folds">The folds, in order.</param>
public sealed class CrossValidationResult(IReadOnlyList<CrossValidationFold> folds)
{
    /// <summary>The folds, in order.</summary>
    public IReadOnlyList<CrossValidationFold> Folds { get; } = folds;

    /// <summary>The mean of a metric over the folds.</summary>
    /// <param name="metric">The metric's name; <c>loss</c> for the loss.</param>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public double Mean(string metric) => Values(metric).Average();

    /// <summary>The standard deviation of a metric over the folds, as one of them all (divided by their number).</summary>
    /// <param name="metric">The metric's name; <c>loss</c> for the loss.</param>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public double StandardDeviation(string metric)
    {
        double mean = Mean(metric);
        return Math.Sqrt(Values(metric).Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>The loss and the metrics, a line each: mean ± standard deviation.</summary>
    public override string ToString() => string.Join('\n', Folds[0].Metrics.Select(metric => metric.Name).Prepend("loss")
        .Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {Mean(name):G6} ± {StandardDeviation(name):G3}")));

    private double[] Values(string metric) => metric == "loss"
        ? [.. Folds.Select(fold => fold.Loss)]
        : [.. Folds.Select(fold => fold.Metrics.FirstOrDefault(value => value.Name == metric) is { Name: not null } found
            ? found.Value
            : throw new ArgumentException($"There is no metric '{metric}': loss{string.Concat(fold.Metrics.Select(value => $", {value.Name}"))}.", nameof(metric)))];
}
