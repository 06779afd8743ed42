using System.ComponentModel;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.CompilerServices;

/// <summary>The members of generated networks that take inputs and no workspace: as many examples at a time as inference has memory for.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PredictMembers
{
    /// <summary>The outputs of any whole number of examples.</summary>
    /// <exception cref="ArgumentException">A length is another, or the outputs overlap the inputs other than in place.</exception>
    public static void Predict<T>(IPasses<T> network, ReadOnlySpan<T> inputs, Span<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArenaValue output = network.Layout.Output;
        int size = network.Layout.OutputSize;
        InferenceBatches<T> batches = Batches(network, inputs, outputs, size, nameof(outputs));
        while (batches.MoveNext())
        {
            if (network.Layout.Heads.Length > 0)
            {
                batches.CopyHeads(outputs, size);
                continue;
            }

            Rows.Pack(in batches.Outputs, output.Stride, batches.Of(outputs, output.Size), output.Size);
        }
    }

    /// <summary>What several heads say, a batch at a time.</summary>
    /// <exception cref="ArgumentException">The inputs are not a whole number of examples, or have a token that is none.</exception>
    public static InferenceBatches<T> Batches<T>(IPasses<T> network, ReadOnlySpan<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = Guard.Examples(inputs.Length, network.Layout.Input.Size, nameof(inputs));
        TokenColumns.Check(network.Layout, inputs);
        return new InferenceBatches<T>(network, inputs, rows);
    }

    /// <summary>The outputs in a new array.</summary>
    /// <exception cref="ArgumentException">The inputs are not a whole number of examples.</exception>
    public static T[] Predict<T>(IPredictor<T> network, ReadOnlySpan<T> inputs)
        where T : unmanaged
    {
        T[] outputs = new T[Guard.Examples(inputs.Length, network.InputSize, nameof(inputs)) * network.OutputSize];
        network.Predict(inputs, outputs);
        return outputs;
    }

    /// <summary>The outputs, and of each <paramref name="classes"/> the softmax.</summary>
    public static void Softmax<T>(IPredictor<T> network, ReadOnlySpan<T> inputs, Span<T> probabilities, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        network.Predict(inputs, probabilities);
        Softmax(probabilities, classes);
    }

    /// <summary>Of each <paramref name="classes"/> outputs the softmax, in their place.</summary>
    public static void Softmax<T>(Span<T> outputs, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            Probabilities.Softmax(MemoryMarshal.Cast<T, float>(outputs), classes);
        else
            Probabilities.Softmax(MemoryMarshal.Cast<T, double>(outputs), classes);
    }

    /// <summary>The sigmoids of the outputs.</summary>
    public static void Sigmoid<T>(IPredictor<T> network, ReadOnlySpan<T> inputs, Span<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        network.Predict(inputs, probabilities);
        Sigmoid(probabilities);
    }

    /// <summary>The sigmoids of outputs, in their place.</summary>
    public static void Sigmoid<T>(Span<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            Probabilities.Sigmoid(MemoryMarshal.Cast<T, float>(outputs));
        else
            Probabilities.Sigmoid(MemoryMarshal.Cast<T, double>(outputs));
    }

    /// <summary>The exponentials of the outputs.</summary>
    public static void Exp<T>(IPredictor<T> network, ReadOnlySpan<T> inputs, Span<T> probabilities)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        network.Predict(inputs, probabilities);
        Exp(probabilities);
    }

    /// <summary>The exponentials of outputs, in their place.</summary>
    public static void Exp<T>(Span<T> outputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            Probabilities.Exp(MemoryMarshal.Cast<T, float>(outputs));
        else
            Probabilities.Exp(MemoryMarshal.Cast<T, double>(outputs));
    }

    /// <summary>The index of the largest output, of each of <paramref name="steps"/> equal parts of an example.</summary>
    /// <seealso cref="Probabilities.LargestOf{T}(ref readonly T, int, int, Span{int}, int)"/>
    public static void LargestOf<T>(IPasses<T> network, ReadOnlySpan<T> inputs, Span<int> labels, int steps = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArenaValue output = network.Layout.Output;
        InferenceBatches<T> batches = Batches(network, inputs, labels, steps, nameof(labels));
        while (batches.MoveNext())
        {
            Probabilities.LargestOf(in batches.Outputs, output.Size / steps, output.Stride, batches.Of(labels, steps), steps);
        }
    }

    /// <summary>1 where an output is above 0, else 0.</summary>
    /// <seealso cref="Probabilities.Positive"/>
    public static void Positive<T>(IPasses<T> network, ReadOnlySpan<T> inputs, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArenaValue output = network.Layout.Output;
        InferenceBatches<T> batches = Batches(network, inputs, labels, output.Size, nameof(labels));
        while (batches.MoveNext())
        {
            Probabilities.Positive(in batches.Outputs, output.Size, output.Stride, batches.Of(labels, output.Size));
        }
    }

    /// <summary>1 where an output is above ½, else 0.</summary>
    /// <seealso cref="Probabilities.AboveHalf"/>
    public static void AboveHalf<T>(IPasses<T> network, ReadOnlySpan<T> inputs, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArenaValue output = network.Layout.Output;
        InferenceBatches<T> batches = Batches(network, inputs, labels, output.Size, nameof(labels));
        while (batches.MoveNext())
        {
            Probabilities.AboveHalf(in batches.Outputs, output.Size, output.Stride, batches.Of(labels, output.Size));
        }
    }

    /// <summary>1 where an output is above 0, else −1.</summary>
    /// <seealso cref="Probabilities.Signs"/>
    public static void Signs<T>(IPasses<T> network, ReadOnlySpan<T> inputs, Span<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArenaValue output = network.Layout.Output;
        InferenceBatches<T> batches = Batches(network, inputs, labels, output.Size, nameof(labels));
        while (batches.MoveNext())
        {
            Probabilities.Signs(in batches.Outputs, output.Size, output.Stride, batches.Of(labels, output.Size));
        }
    }

    /// <summary>Requires tokens among the inputs to be some that the network knows.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void CheckTokens<T>(IPasses<T> network, ReadOnlySpan<T> inputs)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TokenColumns.Check(network.Layout, inputs);

    private static InferenceBatches<T> Batches<T, TResult>(IPasses<T> network, ReadOnlySpan<T> inputs, Span<TResult> results, int size, string parameter)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TResult : unmanaged
    {
        int rows = Guard.Examples(inputs.Length, network.Layout.Input.Size, nameof(inputs));
        Guard.Outputs(results.Length, rows, size, parameter);
        Guard.Apart(inputs, results, parameter);
        TokenColumns.Check(network.Layout, inputs);
        return new InferenceBatches<T>(network, inputs, rows);
    }
}
