using Xunit;

namespace NetGen.Tests;

/// <summary>Streams have, step by step, the bits of Predict of the whole sequence.</summary>
public sealed class StreamTests
{
    private readonly Random _random = new(7);

    [Fact]
    public void A_stream_has_the_bits_of_the_whole_sequence()
    {
        TokenNets.Stream net = new(1);
        int[] tokens = [.. Enumerable.Range(0, 24).Select(_ => _random.Next(11))];
        float[] expected = net.Predict(tokens), actual = new float[44];
        SequenceStream<float> stream = net.CreateStream(sequences: 4);
        for (int t = 0; t < 6; t++)
        {
            Assert.Equal(t, stream.Position);
            net.Predict(stream, [tokens[t], tokens[6 + t], tokens[12 + t], tokens[18 + t]], actual);
            for (int sequence = 0; sequence < 4; sequence++)
            {
                Assert.Equal(expected.AsSpan((sequence * 66) + (t * 11), 11), actual.AsSpan(sequence * 11, 11));
            }
        }

        Assert.Contains("6 steps at most", Assert.Throws<InvalidOperationException>(() => net.Predict(stream, [1, 2, 3, 4], actual)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_several_inputs_has_the_bits_of_the_whole_sequence()
    {
        TokenNets.StreamOfTwo net = new(1);
        int[] words = [.. Enumerable.Range(0, 27).Select(_ => _random.Next(4))];
        double[] numbers = [.. Enumerable.Range(0, 81).Select(_ => _random.NextDouble())];
        double[] expected = net.Predict(numbers, words), actual = new double[9];
        SequenceStream<double> stream = net.CreateStream(sequences: 3);
        for (int t = 0; t < 9; t++)
        {
            double[] step = [.. numbers[(t * 3)..((t * 3) + 3)], .. numbers[(27 + (t * 3))..(30 + (t * 3))], .. numbers[(54 + (t * 3))..(57 + (t * 3))]];
            net.Predict(stream, step, [words[t], words[9 + t], words[18 + t]], actual);
            for (int sequence = 0; sequence < 3; sequence++)
            {
                Assert.Equal(expected.AsSpan((sequence * 27) + (t * 3), 3), actual.AsSpan(sequence * 3, 3));
            }
        }
    }

    [Fact]
    public void Attention_over_the_cache_has_the_bits_of_the_whole_sequence()
    {
        TokenNets.StreamOfAttention net = new(1);
        int[] tokens = [.. Enumerable.Range(0, 63).Select(_ => _random.Next(11))];
        float[] expected = net.Predict(tokens), actual = new float[33];
        SequenceStream<float> stream = net.CreateStream(sequences: 3);
        for (int t = 0; t < 21; t++)
        {
            net.Predict(stream, [tokens[t], tokens[21 + t], tokens[42 + t]], actual);
            for (int sequence = 0; sequence < 3; sequence++)
            {
                Assert.Equal(expected.AsSpan((sequence * 231) + (t * 11), 11), actual.AsSpan(sequence * 11, 11));
            }
        }

        TokenNets.StreamOfRotations rotations = new(2);
        double[] inputs = [.. Enumerable.Range(0, 52).Select(_ => _random.NextDouble())];
        AssertSteps(rotations.Predict(inputs), 13, rotations.CreateStream(), (s, t, y) => rotations.Predict(s, inputs.AsSpan(4 * t, 4), y));
    }

    [Fact]
    public void Recurrent_layers_go_on_from_their_state()
    {
        double[] inputs = [.. Enumerable.Range(0, 51).Select(_ => _random.NextDouble())];
        TokenNets.StreamOfStates states = new(1);
        AssertSteps(states.Predict(inputs), 17, states.CreateStream(), (s, t, y) => states.Predict(s, inputs.AsSpan(3 * t, 3), y));

        // Of the sequence that ends at each step, the last state.
        TokenNets.StreamOfLastState last = new(1);
        float[] numbers = [.. inputs.Select(x => (float)x)], actual = new float[3];
        SequenceStream<float> stream = last.CreateStream();
        for (int round = 0; round < 2; round++)
        {
            for (int t = 0; t < 17; t++)
            {
                last.Predict(stream, numbers.AsSpan(3 * t, 3), actual);
            }

            if (round == 0)
                Assert.Equal(last.Predict(numbers), actual);
        }

        Assert.Equal(34, stream.Position);
        Assert.Null(typeof(TokenNets.NoStream).GetMethod("CreateStream"));
    }

    [Fact]
    public void One_sequence_has_the_bits_of_several_whatever_the_number_of_units()
    {
        RecurrentNets.StreamOfUnits net = new(1);
        float[] numbers = [.. Enumerable.Range(0, 21).Select(_ => (float)((2 * _random.NextDouble()) - 1))];
        SequenceStream<float> stream = net.CreateStream();
        AssertSteps(net.Predict(numbers), 7, stream, (s, t, y) => net.Predict(s, numbers.AsSpan(3 * t, 3), y));
        stream.Reset();
        AssertSteps(net.Predict(numbers), 7, stream, (s, t, y) => net.Predict(s, numbers.AsSpan(3 * t, 3), y));

        RecurrentNets.StreamOfManyUnits many = new(2);
        double[] inputs = [.. Enumerable.Range(0, 21).Select(_ => (2 * _random.NextDouble()) - 1)];
        AssertSteps(many.Predict(inputs), 7, many.CreateStream(), (s, t, y) => many.Predict(s, inputs.AsSpan(3 * t, 3), y));
        double[] actual = new double[10];
        SequenceStream<double> two = many.CreateStream(2);
        for (int t = 0; t < 7; t++)
            many.Predict(two, [.. inputs.AsSpan(3 * t, 3), .. inputs.AsSpan(3 * t, 3)], actual);
        Assert.Equal(many.Predict(inputs).AsSpan(30, 5).ToArray(), actual[..5]);
        Assert.Equal(actual[..5], actual[5..]);
    }

    [Fact]
    public void Causal_convolutions_reach_back_to_the_steps_before()
    {
        double[] inputs = [.. Enumerable.Range(0, 120).Select(_ => (2 * _random.NextDouble()) - 1)];
        float[] numbers = [.. inputs.Select(x => (float)x)];
        TokenNets.StreamOfConvolutions convolutions = new(1);
        SequenceStream<float> stream = convolutions.CreateStream();
        for (int round = 0; round < 2; round++)
        {
            AssertSteps(convolutions.Predict(numbers), 20, stream, (s, t, y) => convolutions.Predict(s, numbers.AsSpan(6 * t, 6), y));
            stream.Reset();
        }

        TokenNets.StreamOfGroups groups = new(2);
        AssertSteps(groups.Predict(numbers.AsSpan(0, 90)), 15, groups.CreateStream(), (s, t, y) => groups.Predict(s, numbers.AsSpan(6 * t, 6), y));
        TokenNets.StreamOfConvolutionBlocks blocks = new(3);
        AssertSteps(blocks.Predict(inputs.AsSpan(0, 60)), 10, blocks.CreateStream(), (s, t, y) => blocks.Predict(s, inputs.AsSpan(6 * t, 6), y));
        Assert.Null(typeof(TokenNets.NoStreamOfConvolutions).GetMethod("CreateStream"));
    }

    private static void AssertSteps<T>(T[] expected, int steps, SequenceStream<T> stream, Action<SequenceStream<T>, int, T[]> predict)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int size = expected.Length / steps;
        T[] actual = new T[size];
        for (int t = 0; t < steps; t++)
        {
            predict(stream, t, actual);
            Assert.Equal(expected.AsSpan(t * size, size).ToArray(), actual);
        }
    }

    [Fact]
    public void Sequences_begin_anew_and_branch()
    {
        TokenNets.Stream net = new(1);
        SequenceStream<float> stream = net.CreateStream(2), branch = net.CreateStream(2);
        float[] outputs = new float[22], others = new float[22], first = new float[22];
        net.Predict(stream, [3, 4], first);
        net.Predict(stream, [5, 6], outputs);
        branch.CopyFrom(stream);
        Assert.Equal(2, branch.Position);
        net.Predict(stream, [7, 8], outputs);
        net.Predict(branch, [7, 8], others);
        Assert.Equal(outputs, others);

        stream.Reset(sequence: 1);
        Assert.Equal((3, 3, 0), (stream.Position, stream.PositionOf(0), stream.PositionOf(1)));
        net.Predict(stream, [9, 4], outputs);
        Assert.Equal(first.AsSpan(11), outputs.AsSpan(11));
        stream.Reset();
        Assert.Equal(0, stream.Position);
        net.Predict(stream, [3, 4], outputs);
        Assert.Equal(first, outputs);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Reset(2));
        Assert.Throws<ArgumentException>(() => stream.CopyFrom(net.CreateStream(3)));
    }

    [Fact]
    public void A_stream_without_positions_has_no_end()
    {
        TokenNets.StreamWithoutEnd net = new(1);
        float[] inputs = [.. Enumerable.Range(0, 27).Select(_ => _random.NextSingle())], actual = new float[7];
        net.Adapt(inputs);
        float[] expected = net.Predict(inputs);
        SequenceStream<float> stream = net.CreateStream();
        for (int t = 0; t < 27; t++)
        {
            net.Predict(stream, inputs.AsSpan(t % 9 * 3, 3), actual);
            Assert.Equal(expected.AsSpan(t % 9 * 7, 7).ToArray(), actual);
        }
    }

    [Fact]
    public void What_a_stream_cannot_take_is_refused_and_changes_nothing()
    {
        TokenNets.Stream net = new(1), other = new(2);
        SequenceStream<float> stream = net.CreateStream();
        float[] outputs = new float[11];
        Assert.Throws<ArgumentException>(() => net.Predict(stream, [11], outputs));
        Assert.Throws<ArgumentException>(() => net.Predict(stream, [1, 2], outputs));
        Assert.Throws<ArgumentException>(() => net.Predict(stream, [1], new float[12]));
        Assert.Throws<InvalidOperationException>(() => other.Predict(stream, [1], outputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => net.CreateStream(0));
        Assert.Equal(0, stream.Position);
        net.Predict(stream, [1], outputs);
        Assert.Equal(1, stream.Position);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        TokenNets.Stream net = new(1);
        SequenceStream<float> stream = net.CreateStream(3);
        float[] outputs = new float[33];
        int[] tokens = [1, 2, 3];
        Steps();
        Assert.Equal(0, Allocations.Of(Steps));

        void Steps()
        {
            stream.Reset();
            for (int t = 0; t < 6; t++)
            {
                net.Predict(stream, tokens, outputs);
            }
        }
    }

    [Fact]
    public void Streams_of_one_network_go_on_side_by_side_on_many_threads()
    {
        TokenNets.Stream net = new(1);
        int[] tokens = [.. Enumerable.Range(0, 6).Select(_ => _random.Next(11))];
        float[] expected = net.Predict(tokens);
        Parallel.For(0, 8, _ =>
        {
            SequenceStream<float> stream = net.CreateStream();
            float[] outputs = new float[11];
            for (int round = 0; round < 50; round++)
            {
                stream.Reset();
                for (int t = 0; t < 6; t++)
                {
                    net.Predict(stream, [tokens[t]], outputs);
                    Assert.Equal(expected.AsSpan(t * 11, 11).ToArray(), outputs);
                }
            }
        });
    }
}
