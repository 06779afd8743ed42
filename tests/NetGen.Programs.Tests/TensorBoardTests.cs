using System.Buffers.Binary;
using System.Diagnostics.Metrics;
using System.Numerics;
using System.Text;

namespace NetGen.Programs.Tests;

/// <summary>Event files, read back by the description of their format, and the meter.</summary>
public sealed class TensorBoardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-board-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Check_sums_are_those_of_the_format() =>
        // The vector of RFC 3720 for 32 zeros is 8a9136aa.
        Assert.Equal(BitOperations.RotateRight(0x8a9136aau, 15) + 0xa282ead8u, Masked(new byte[32]));

    [Fact]
    public void A_training_writes_its_epochs()
    {
        TrainingHistory history;
        string path;
        using (TensorBoardWriter board = new(Path.Combine(_folder, "runs", "first"), new Clock()))
        {
            history = new Classifier(1).Fit(Blobs.Create(96, 1), Blobs.Create(48, 2), new FitOptions { Epochs = 3, Progress = board, ProgressInterval = TimeSpan.Zero });
            board.Write("test/größe", step: long.MaxValue, double.NegativeInfinity);
            path = board.Path;
        }

        Assert.Matches(@"^events\.out\.tfevents\.1000000000\.[A-Za-z0-9_-]+\.\d+\.\d+$", Path.GetFileName(path));
        List<Event> events = Read(File.ReadAllBytes(path));
        Assert.Equal(new Event(1e9, 0, "brain.Event:2", null, 0), events[0]);
        Assert.All(events, e => Assert.Equal(1e9, e.Time));
        Assert.Equal(history.Epochs.Select(epoch => (epoch.Step, (float)epoch.Loss)), Curve("loss/train"));
        Assert.Equal(history.Epochs.Select(epoch => (epoch.Step, (float)epoch.ValidationLoss!.Value)), Curve("loss/validation"));
        Assert.Equal(history.Epochs.Select(epoch => (epoch.Step, (float)epoch.ValidationMetrics[0].Value)), Curve($"{history.Last.ValidationMetrics[0].Name}/validation"));
        Assert.Equal(history.Epochs.Select(epoch => (epoch.Step, (float)epoch.LearningRate)), Curve("learning_rate"));
        Assert.Equal(9, Curve("running/loss").Count);
        Assert.Equal([(long.MaxValue, float.NegativeInfinity)], Curve("test/größe"));

        List<(long, float)> Curve(string tag) => [.. events.Where(e => e.Tag == tag).Select(e => (e.Step, e.Value))];
    }

    [Fact]
    public void Files_of_one_folder_are_apart_and_a_closed_one_is_refused()
    {
        TensorBoardWriter first = new(_folder), second = new(_folder);
        Assert.NotEqual(first.Path, second.Path);
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.Write("a", 1, 1));
        Assert.Throws<ArgumentException>(() => second.Write("", 1, 1));
        second.Dispose();
        Assert.Throws<ArgumentException>(() => new TensorBoardWriter(""));
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        Assert.ThrowsAny<IOException>(() => new TensorBoardWriter(Path.Combine(_folder, "file")));
    }

    [Fact]
    public void Who_listens_to_the_meter_hears_every_step()
    {
        long examples = 0;
        List<double> losses = [], rates = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == "NetGen")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => examples += IsOurs(tags) ? value : 0);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (IsOurs(tags))
                (instrument.Name == "netgen.training.loss" ? losses : rates).Add(value);
        });
        listener.Start();
        using Trainer<Metered, float, int> trainer = new Metered(1).CreateTrainer(Blobs.Create(40, 1), null, new FitOptions { Epochs = 2, Optimizer = new Adam(0.25) });
        TrainingHistory history = trainer.Run();

        Assert.Equal(80, examples);
        Assert.Equal(4, losses.Count);
        Assert.All(losses, loss => Assert.True(loss > 0));
        Assert.Equal(Enumerable.Repeat(0.25, 4), rates);

        static bool IsOurs(ReadOnlySpan<KeyValuePair<string, object?>> tags) => tags.Length == 1 && tags[0] is { Key: "network", Value: string name } && name.EndsWith("Metered", StringComparison.Ordinal);
    }

    /// <summary>Records, each with a length, its check sum, a message and its check sum.</summary>
    private static List<Event> Read(ReadOnlySpan<byte> file)
    {
        List<Event> events = [];
        while (!file.IsEmpty)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
            Assert.Equal(Masked(file[..8]), BinaryPrimitives.ReadUInt32LittleEndian(file[8..]));
            ReadOnlySpan<byte> message = file.Slice(12, length);
            Assert.Equal(Masked(message), BinaryPrimitives.ReadUInt32LittleEndian(file[(12 + length)..]));
            events.Add(ReadEvent(message));
            file = file[(16 + length)..];
        }

        return events;
    }

    private static Event ReadEvent(ReadOnlySpan<byte> message)
    {
        Event result = new(double.NaN, 0, null, null, 0);
        while (!message.IsEmpty)
        {
            switch (Varint(ref message))
            {
                case (1 << 3) | 1:
                    result = result with { Time = BinaryPrimitives.ReadDoubleLittleEndian(message) };
                    message = message[8..];
                    break;
                case 2 << 3:
                    result = result with { Step = (long)Varint(ref message) };
                    break;
                case (3 << 3) | 2:
                    result = result with { Version = Encoding.UTF8.GetString(Bytes(ref message)) };
                    break;
                case (5 << 3) | 2:
                    ReadOnlySpan<byte> summary = Bytes(ref message);
                    Assert.Equal((1ul << 3) | 2, Varint(ref summary));
                    ReadOnlySpan<byte> value = Bytes(ref summary);
                    Assert.True(summary.IsEmpty);
                    Assert.Equal((1ul << 3) | 2, Varint(ref value));
                    result = result with { Tag = Encoding.UTF8.GetString(Bytes(ref value)) };
                    Assert.Equal((2ul << 3) | 5, Varint(ref value));
                    result = result with { Value = BinaryPrimitives.ReadSingleLittleEndian(value) };
                    Assert.Equal(4, value.Length);
                    break;
                case ulong other:
                    Assert.Fail($"field {other}");
                    break;
            }
        }

        return result;
    }

    private static ReadOnlySpan<byte> Bytes(ref ReadOnlySpan<byte> message)
    {
        int length = checked((int)Varint(ref message));
        ReadOnlySpan<byte> bytes = message[..length];
        message = message[length..];
        return bytes;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = message[0];
            message = message[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
    }

    /// <summary>CRC-32C bit by bit (polynomial 1EDC6F41, reflected), masked.</summary>
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0x82f63b78);
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }

    private sealed record Event(double Time, long Step, string? Version, string? Tag, float Value);

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(1_000_000_000);
    }
}
