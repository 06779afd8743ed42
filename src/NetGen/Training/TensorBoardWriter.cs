using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace NetGen;

/// <summary>
/// Writes curves for TensorBoard: an event file of scalars, which <c>tensorboard --logdir runs</c> shows while the training goes on.
/// </summary>
/// <remarks>
/// As a training's <see cref="FitOptions.Progress"/> it writes at the end of each epoch <c>loss/train</c> and <c>loss/validation</c>, each metric and each loss by name likewise,
/// <c>learning_rate</c> and <c>examples_per_second</c>, and in between, at every report, <c>running/loss</c>; all over the number of steps. A folder is a run: one folder for each of
/// several trainings puts their curves side by side. Nothing is deserialized, nothing is read. One writer may serve several threads.
/// The format is TensorFlow's: records with CRC-32C (record_writer), each an Event message with a Summary (event.proto, summary.proto).
/// </remarks>
/// <example>
/// <code>
/// using TensorBoardWriter board = new("runs/first");
/// net.Fit(train, validation, new FitOptions { Progress = board });
/// board.Write("test/accuracy", step: 0, accuracy);
/// </code>
/// </example>
public sealed class TensorBoardWriter : IProgress<TrainingProgress>, IDisposable
{
    private static int s_files;

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly FileStream _file;
    private bool _isDisposed;

    /// <summary>Begins an event file.</summary>
    /// <param name="directory">The run's folder; it is made where there is none.</param>
    /// <param name="clock">Where the times of the events come from; null for the system's clock.</param>
    /// <exception cref="ArgumentException">The folder's name is empty.</exception>
    /// <exception cref="IOException">The folder or the file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise, for want of the right to.</exception>
    public TensorBoardWriter(string directory, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        _clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(directory);
        string name = string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{(long)Now():D10}.{Host()}.{Environment.ProcessId}.{Interlocked.Increment(ref s_files)}");
        Path = System.IO.Path.Combine(directory, name);
        _file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        MemoryStream version = new();
        WriteBytes(version, field: 3, "brain.Event:2"u8);
        WriteEvent(step: 0, version);
        _file.Flush();
    }

    /// <summary>The event file.</summary>
    public string Path { get; }

    /// <summary>Writes one point of a curve.</summary>
    /// <param name="tag">The curve's name; what stands before a slash is its group.</param>
    /// <param name="step">Where on the horizontal axis.</param>
    /// <param name="value">The value, which the format keeps in single precision; NaN and infinities are written as they are.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string tag, long step, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        lock (_lock)
        {
            WriteScalar(tag, step, value);
            _file.Flush();
        }
    }

    /// <summary>Writes what a training reports.</summary>
    /// <param name="value">How far it is.</param>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            if (value.Completed is { } epoch)
                WriteEpoch(epoch);
            else
                WriteScalar("running/loss", value.Step, value.Loss);
            _file.Flush();
        }
    }

    /// <summary>Ends the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _file.Dispose();
        }
    }

    private void WriteEpoch(EpochRecord epoch)
    {
        foreach (MetricValue value in epoch.Metrics.Concat(epoch.Losses).Prepend(new("loss", epoch.Loss)))
            WriteScalar($"{value.Name}/train", epoch.Step, value.Value);
        if (epoch.ValidationLoss is { } loss)
        {
            foreach (MetricValue value in epoch.ValidationMetrics.Concat(epoch.ValidationLosses).Prepend(new("loss", loss)))
                WriteScalar($"{value.Name}/validation", epoch.Step, value.Value);
        }

        WriteScalar("learning_rate", epoch.Step, epoch.LearningRate);
        WriteScalar("examples_per_second", epoch.Step, epoch.ExamplesPerSecond);
    }

    private void WriteScalar(string tag, long step, double value)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        MemoryStream point = new(), summary = new(), content = new();
        WriteBytes(point, field: 1, Encoding.UTF8.GetBytes(tag));
        WriteFixed32(point, field: 2, BitConverter.SingleToUInt32Bits((float)value));
        WriteBytes(summary, field: 1, point.GetBuffer().AsSpan(0, (int)point.Length));
        WriteBytes(content, field: 5, summary.GetBuffer().AsSpan(0, (int)summary.Length));
        WriteEvent(step, content);
    }

    /// <summary>An event as a record: its length, a check sum of that, itself, a check sum.</summary>
    private void WriteEvent(long step, MemoryStream content)
    {
        MemoryStream message = new();
        WriteTag(message, field: 1, wireType: 1);
        message.Write(Bytes(BitConverter.DoubleToUInt64Bits(Now())));
        WriteTag(message, field: 2, wireType: 0);
        WriteVarint(message, (ulong)step);
        content.WriteTo(message);
        byte[] length = Bytes((ulong)message.Length);
        ReadOnlySpan<byte> data = message.GetBuffer().AsSpan(0, (int)message.Length);
        byte[] record = [.. length, .. Bytes(CheckSum(length)), .. data, .. Bytes(CheckSum(data))];
        _file.Write(record);
    }

    /// <summary>Seconds since 1970.</summary>
    private double Now() => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>The machine's name as a part of a file's.</summary>
    private static string Host() => string.Concat(Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_'));

    /// <summary>CRC-32C, rotated and shifted, as records have it: a check sum of data that contains such sums would be weak.</summary>
    private static uint CheckSum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }

    private static void WriteBytes(MemoryStream message, int field, ReadOnlySpan<byte> value)
    {
        WriteTag(message, field, wireType: 2);
        WriteVarint(message, (ulong)value.Length);
        message.Write(value);
    }

    private static void WriteFixed32(MemoryStream message, int field, uint value)
    {
        WriteTag(message, field, wireType: 5);
        message.Write(Bytes(value));
    }

    private static void WriteTag(MemoryStream message, int field, int wireType) => WriteVarint(message, (ulong)((field << 3) | wireType));

    private static void WriteVarint(MemoryStream message, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            message.WriteByte((byte)(value | 0x80));
        message.WriteByte((byte)value);
    }

    private static byte[] Bytes(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Bytes(ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
