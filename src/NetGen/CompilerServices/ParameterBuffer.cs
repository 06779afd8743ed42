using System.ComponentModel;

namespace NetGen.CompilerServices;

/// <summary>Access by name to buffers laid out like a network's parameters.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParameterBuffer
{
    /// <summary>Copies a tensor out of <paramref name="buffer"/>, in row-major order of its canonical shape.</summary>
    /// <exception cref="ArgumentException">No such parameter, or <paramref name="destination"/> is of another length, or the two overlap.</exception>
    public static void Get<T>(NetworkDescription network, ReadOnlySpan<T> buffer, string name, Span<T> destination)
        where T : unmanaged
    {
        ParameterDescription parameter = network.Find(name);
        RequireLength(parameter, destination.Length, nameof(destination));
        Guard.Disjoint(buffer, destination, nameof(destination));
        parameter.CopyTo(buffer, destination);
    }

    /// <summary>Copies a tensor in row-major order of its canonical shape into <paramref name="buffer"/>.</summary>
    /// <exception cref="ArgumentException">No such parameter, or <paramref name="source"/> is of another length, or the two overlap.</exception>
    public static void Set<T>(NetworkDescription network, Span<T> buffer, string name, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        ParameterDescription parameter = network.Find(name);
        RequireLength(parameter, source.Length, nameof(source));
        Guard.Disjoint(source, buffer, nameof(source));
        parameter.CopyFrom(buffer, source);
    }

    /// <summary>Copies a tensor of the state out of <paramref name="buffer"/>.</summary>
    /// <exception cref="ArgumentException">No such tensor, or <paramref name="destination"/> is of another length, or the two overlap.</exception>
    public static void GetState<T>(NetworkDescription network, ReadOnlySpan<T> buffer, string name, Span<T> destination)
        where T : unmanaged
    {
        ParameterDescription tensor = network.FindState(name);
        RequireLength(tensor, destination.Length, nameof(destination));
        Guard.Disjoint(buffer, destination, nameof(destination));
        tensor.CopyTo(buffer, destination);
    }

    /// <summary>Copies a tensor of the state into <paramref name="buffer"/>.</summary>
    /// <exception cref="ArgumentException">No such tensor, or <paramref name="source"/> is of another length, or the two overlap.</exception>
    public static void SetState<T>(NetworkDescription network, Span<T> buffer, string name, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        ParameterDescription tensor = network.FindState(name);
        RequireLength(tensor, source.Length, nameof(source));
        Guard.Disjoint(source, buffer, nameof(source));
        tensor.CopyFrom(buffer, source);
    }

    /// <summary>Copies all tensors, one after the other, without padding.</summary>
    /// <exception cref="ArgumentException"><paramref name="packed"/> is not as long as the network has parameters, or the two overlap.</exception>
    public static void Pack<T>(NetworkDescription network, ReadOnlySpan<T> buffer, Span<T> packed)
        where T : unmanaged
    {
        Guard.Length(packed.Length, network.ParameterCount, nameof(packed));
        Guard.Disjoint(buffer, packed, nameof(packed));
        foreach (ParameterDescription parameter in network.Parameters)
        {
            parameter.CopyTo(buffer, packed[..parameter.Count]);
            packed = packed[parameter.Count..];
        }
    }

    /// <summary>The inverse of <see cref="Pack"/>.</summary>
    /// <exception cref="ArgumentException"><paramref name="packed"/> is not as long as the network has parameters, or the two overlap.</exception>
    public static void Unpack<T>(NetworkDescription network, Span<T> buffer, ReadOnlySpan<T> packed)
        where T : unmanaged
    {
        Guard.Length(packed.Length, network.ParameterCount, nameof(packed));
        Guard.Disjoint(buffer, packed, nameof(packed));
        foreach (ParameterDescription parameter in network.Parameters)
        {
            parameter.CopyFrom(buffer, packed[..parameter.Count]);
            packed = packed[parameter.Count..];
        }
    }

    private static void RequireLength(ParameterDescription parameter, int length, string argument)
    {
        if (length != parameter.Count)
        {
            throw new ArgumentException($"{parameter.Name} has the shape [{string.Join(", ", parameter.Shape)}]: expected {parameter.Count} values, got {length}.", argument);
        }
    }
}
