using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.CompilerServices;

/// <summary>What <c>SetClassWeights</c> and <c>SetPositiveWeight</c> set: the weights of the classes, or outputs, that losses compare. Attributes give the first ones.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
/// <param name="network">The network's name, for messages.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LossWeights<T>(string network)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LossWeight<T>[] _losses = [];

    /// <summary>The same with one more loss that has such weights.</summary>
    /// <param name="name">The name of the loss.</param>
    /// <param name="kind">Its kind, another name for it.</param>
    /// <param name="count">The number of classes, or outputs.</param>
    /// <param name="classes">The weights that the attribute gives them, if any.</param>
    /// <param name="stride">Of a binary loss, the elements of a row; 0 for a loss of classes.</param>
    /// <param name="positive">Of a binary loss, the weights of targets that are yes, if any.</param>
    public LossWeights<T> With(string name, string kind, int count, double[]? classes = null, int stride = 0, double[]? positive = null)
    {
        _losses = [.. _losses, new(name, kind, count, classes, stride, positive)];
        return this;
    }

    /// <summary>The weight of each class of a loss; none where all are 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<double> Classes(int loss) => _losses[loss].Classes;

    /// <summary>The weights of a binary loss.</summary>
    public LossWeight<T> Of(int loss) => _losses[loss];

    /// <summary>Sets the weights of the classes that a loss compares; none: all are 1.</summary>
    /// <exception cref="ArgumentException">There is no such loss, or not as many weights as classes, or one is negative or not finite, or all are 0.</exception>
    public void SetClasses(string loss, ReadOnlySpan<double> weights) => Find(loss).SetClasses(weights);

    /// <summary>Sets the weight of targets that are yes: one, or one for each output; none: 1.</summary>
    /// <exception cref="ArgumentException">There is no such loss, or it is not binary, or there is another number of weights, or one is negative or not finite.</exception>
    public void SetPositive(string loss, ReadOnlySpan<double> weights) => Find(loss).SetPositive(weights, network);

    /// <summary>Takes over the weights of another network of the same class.</summary>
    public void CopyFrom(LossWeights<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < _losses.Length; i++)
            _losses[i].CopyFrom(other._losses[i]);
    }

    private LossWeight<T> Find(string name) => Array.Find(_losses, loss => loss.IsCalled(name))
        ?? throw new ArgumentException($"{network} has no loss '{name}' with weights of classes: {string.Join(", ", _losses.Select(loss => loss.Name))}.", nameof(name));
}

/// <summary>The weights of the classes, or outputs, of one loss.</summary>
/// <typeparam name="T">The network's precision.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LossWeight<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly string _kind;
    private readonly int _count;
    private readonly bool _isBinary;
    private readonly T[] _positive;
    private readonly T[] _outputs;
    private double[] _classes = [];

    internal LossWeight(string name, string kind, int count, double[]? classes, int stride, double[]? positive)
    {
        (Name, _kind, _count, _isBinary) = (name, kind, count, stride > 0);
        (_positive, _outputs) = (new T[stride], new T[stride]);
        Fill(_positive, positive);
        Fill(_outputs, classes);
        _classes = classes ?? [];
        IsSet = classes is not null || positive is not null;
    }

    /// <summary>The name of the loss.</summary>
    public string Name { get; }

    /// <summary>Whether there are weights.</summary>
    public bool IsSet { get; private set; }

    /// <summary>The weight of each class; none where all are 1.</summary>
    public ReadOnlySpan<double> Classes => _classes;

    /// <summary>Of a binary loss, the weight of the positive part of each output, in a row with its padding.</summary>
    public ref T Positive => ref _positive[0];

    /// <summary>Of a binary loss, the weight of each output, likewise.</summary>
    public ref T Outputs => ref _outputs[0];

    internal bool IsCalled(string name) => Name == name || _kind == name;

    internal void SetClasses(ReadOnlySpan<double> weights)
    {
        Require(weights, allowsOne: false);
        _classes = weights.ToArray();
        Fill(_outputs, weights);
        IsSet = !weights.IsEmpty || (_isBinary && _positive.AsSpan(0, _count).ContainsAnyExcept(T.One));
    }

    internal void SetPositive(ReadOnlySpan<double> weights, string network)
    {
        if (!_isBinary)
            throw new ArgumentException($"The loss {Name} of {network} has no positive part: its targets are not yes or no.", nameof(weights));
        Require(weights, allowsOne: true);
        Fill(_positive, weights);
        IsSet = !weights.IsEmpty || _classes.Length > 0;
    }

    internal void CopyFrom(LossWeight<T> other)
    {
        _classes = other._classes;
        other._positive.CopyTo(_positive, 0);
        other._outputs.CopyTo(_outputs, 0);
        IsSet = other.IsSet;
    }

    private void Require(ReadOnlySpan<double> weights, bool allowsOne)
    {
        if (weights.Length != 0 && weights.Length != _count && !(allowsOne && weights.Length == 1))
            throw new ArgumentException($"Expected {(allowsOne ? "one weight, or " : "")}{_count} weights, one for each {(_isBinary ? "output" : "class")}, got {weights.Length}.", nameof(weights));
        foreach (double weight in weights)
        {
            if (!(weight >= 0 && double.IsFinite(weight)))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Expected weights that are finite and at least 0, got {weight}."), nameof(weights));
        }

        if (weights.Length > 0 && !weights.ContainsAnyExcept(0))
            throw new ArgumentException("Expected a weight greater than 0 at least once, got 0 for all.", nameof(weights));
    }

    private void Fill(T[] row, ReadOnlySpan<double> weights)
    {
        for (int i = 0; i < Math.Min(row.Length, _count); i++)
            row[i] = weights.IsEmpty ? T.One : T.CreateTruncating(weights[weights.Length == 1 ? 0 : i]);
    }
}
