using System.Numerics;
using NetGen.CompilerServices;

namespace NetGen;

/// <summary>What can be done with every generated network besides its own members.</summary>
public static class NetworkExtensions
{
    /// <summary>
    /// Moves the parameters towards those of another network of the same class, the soft update of a target network (Lillicrap et al., 2015): w ← w + share · (w′ − w). The
    /// state, such as running statistics, becomes that of the other.
    /// </summary>
    /// <param name="network">The network that changes.</param>
    /// <param name="other">The network whose parameters are w′; it stays as it is.</param>
    /// <param name="share">0 to 1: 0.005 moves by half a percent, 1 makes the parameters equal to the bit.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    /// <example>
    /// <code>
    /// target.Blend(online, 0.005);
    /// </code>
    /// </example>
    public static void Blend<TNetwork, T>(this INetwork<TNetwork, T> network, TNetwork other, double share)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(other);
        if (!(share >= 0 && share <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "Expected a share from 0 to 1.");
        Blending.Run<T>(network.Parameters, other.Parameters, share);
        other.State.CopyTo(network.State);
        if (network is IAdaptable<T> adaptable && other is IAdaptable<T> adapted)
            adaptable.FittedLayers.CopyFrom(adapted.FittedLayers);
    }

    /// <summary>
    /// A learning-rate range test (Smith, 2017): trains a copy of the network while the learning rate rises by the same factor at every step, and returns the loss by rate. The
    /// network itself stays as it is.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="train">What its copy is trained on.</param>
    /// <param name="from">The first rate, more than 0.</param>
    /// <param name="to">The last rate, more than the first.</param>
    /// <param name="steps">The number of steps, at least 2.</param>
    /// <param name="options">
    /// Optimizer, batches, threads, clipping and seed; the defaults without. Its epochs, schedule, metrics and checkpoints have no part in this. The optimizer has not begun, and
    /// is as before, afterwards.
    /// </param>
    /// <param name="cancellationToken">Ends it within one step.</param>
    /// <exception cref="ArgumentException">The data do not fit the network, or the rates or steps are out of range.</exception>
    /// <exception cref="InvalidOperationException">The optimizer belongs to a network.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <example>
    /// <code>
    /// LearningRateTest test = net.TestLearningRates(train);
    /// File.WriteAllText("rates.svg", test.ToSvg());
    /// net.Fit(train, new FitOptions { Optimizer = new Adam(test.Steepest) });
    /// </code>
    /// </example>
    public static LearningRateTest TestLearningRates<TNetwork, T, TTarget>(
        this ITrainableNetwork<TNetwork, T, TTarget> network, IDataset<T, TTarget> train, double from = 1e-7, double to = 10, int steps = 100, FitOptions? options = null, CancellationToken cancellationToken = default)
        where TNetwork : class, ITrainableNetwork<TNetwork, T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        return LearningRateTest.Run((TNetwork)network, train, from, to, steps, options, cancellationToken);
    }
}
