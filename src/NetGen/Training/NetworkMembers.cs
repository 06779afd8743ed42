using System.ComponentModel;
using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>The members of generated networks that create networks and train them as a whole.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NetworkMembers
{
    /// <summary>A network that starts from the same seed, with a copy of everything.</summary>
    public static TSelf Clone<TSelf, T>(TSelf network, ulong seed)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TSelf clone = TSelf.Create(unchecked((long)seed));
        clone.CopyFrom(network);
        return clone;
    }

    /// <summary>Copies the parameters and the state of another network of the same class.</summary>
    public static void CopyFrom<TSelf, T>(TSelf network, TSelf other)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(other);
        other.Parameters.CopyTo(network.Parameters);
        other.State.CopyTo(network.State);
    }

    /// <summary>Writes the parameters and the state of a network to a file.</summary>
    public static void Save<TSelf, T>(TSelf network, string path)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ModelFile.Save<TSelf, T>(network, path);

    /// <summary>Reads the parameters and the state of a network from a file.</summary>
    public static LoadReport Load<TSelf, T>(TSelf network, string path, string include, NameMap? names, bool strict)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ModelFile.Load<TSelf, T>(network, path, include, names, strict);

    /// <summary>Reads the parameters and the state of a network from a file, by several patterns.</summary>
    public static LoadReport Load<TSelf, T>(TSelf network, string path, IEnumerable<string> include, NameMap? names, bool strict)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => ModelFile.Load<TSelf, T>(network, path, include, names, strict);

    /// <summary>The weights of a network as a C# file.</summary>
    public static string ToSource<TSelf, T>(TSelf network, string ofNamespace, string type)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => SourceFile.Write<TSelf, T>(network, ofNamespace, type);

    /// <summary>A network with the parameters and the state of a file.</summary>
    public static TSelf FromFile<TSelf, T>(string path, string include, NameMap? names, bool strict)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TSelf network = TSelf.Create(0);
        ModelFile.Load<TSelf, T>(network, path, include, names, strict);
        return network;
    }

    /// <summary>A network with the parameters and the state of a file, by several patterns.</summary>
    public static TSelf FromFile<TSelf, T>(string path, IEnumerable<string> include, NameMap? names, bool strict)
        where TSelf : class, INetwork<TSelf, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TSelf network = TSelf.Create(0);
        ModelFile.Load<TSelf, T>(network, path, include, names, strict);
        return network;
    }

    /// <summary>Examples of tokens, as numbers of the network's precision.</summary>
    /// <exception cref="ArgumentException">A length is no whole number of examples, or a token is not from 0 to <paramref name="vocabulary"/> − 1.</exception>
    public static ArrayDataset<T, TTarget> OfTokens<T, TTarget>(int[] tokens, TTarget[] targets, int inputSize, int vocabulary, int targetSize)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tokens);
        Guard.Tokens(tokens, inputSize, vocabulary, nameof(tokens));
        T[] inputs = new T[tokens.Length];
        PackedInputs<T>.Convert(tokens, inputs);
        return new ArrayDataset<T, TTarget>(inputs, targets, inputSize, targetSize);
    }

    /// <summary>Inputs, or targets, side by side: a row for each example.</summary>
    /// <exception cref="ArgumentException">One is no whole number of examples, or of another number of them than the first.</exception>
    public static T[] SideBySide<T>(ReadOnlySpan<Columns<T>> columns)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Columns<T>.SideBySide(columns);

    /// <summary>Trains a network.</summary>
    public static TrainingHistory Fit<TSelf, T, TTarget>(TSelf network, IDataset<T, TTarget> train, IDataset<T, TTarget>? validation, FitOptions? options, CancellationToken cancellationToken)
        where TSelf : class, INetwork<TSelf, T>, ITrainingSteps<T, TTarget>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged
    {
        using Trainer<TSelf, T, TTarget> trainer = new(network, train, validation, options);
        return trainer.Run(cancellationToken);
    }
}
