using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>
/// Shows how a training goes: on a terminal in one line that is written again and again, with a bar and the time left; where the output is redirected, in a plain line for each
/// epoch, without times, so that two runs write the same. Hints have lines of their own.
/// </summary>
/// <example>
/// <code>
/// net.Fit(train, validation, new FitOptions { Progress = new ConsoleProgress() });
/// </code>
/// </example>
public sealed class ConsoleProgress : IProgress<TrainingProgress>
{
    private const int BarWidth = 20, WidthWithout = 120;

    private readonly object _lock = new();
    private readonly TextWriter? _writer;
    private readonly bool _isRewritten;
    private int _shown;
    private EpochRecord? _last;

    /// <summary>Shows it on the console's output.</summary>
    public ConsoleProgress()
        : this(null, !Console.IsOutputRedirected)
    {
    }

    /// <summary>Shows it elsewhere.</summary>
    /// <param name="writer">Where; null for the console's output.</param>
    /// <param name="isRewritten">Whether one line is written again and again, which a carriage return begins anew; else a line for each epoch.</param>
    public ConsoleProgress(TextWriter? writer, bool isRewritten) => (_writer, _isRewritten) = (writer, isRewritten);

    private TextWriter Output => _writer ?? Console.Out;

    /// <summary>Shows how far a training is.</summary>
    /// <param name="value">How far it is.</param>
    public void Report(TrainingProgress value)
    {
        lock (_lock)
        {
            foreach (string hint in value.Hints)
                WriteLine($"hint: {hint}");
            if (value.StepInEpoch <= 1 && value.Epoch == 1)
                _last = null; // another training
            _last = value.Completed ?? _last;
            if (!_isRewritten && value.Completed is { } record)
                Output.WriteLine($"epoch {record.Epoch.ToString(CultureInfo.InvariantCulture)}/{value.Epochs.ToString(CultureInfo.InvariantCulture)}: {Values(record.Loss, record.Metrics)}{OfValidation(record)}{Ending(value)}");
            else if (_isRewritten)
                Rewrite(value);
        }
    }

    private void Rewrite(TrainingProgress value)
    {
        int filled = (int)((long)BarWidth * value.StepInEpoch / Math.Max(1, value.StepsPerEpoch));
        StringBuilder line = new();
        line.Append(CultureInfo.InvariantCulture, $"epoch {value.Epoch}/{value.Epochs} [{new string('=', filled)}{new string(' ', BarWidth - filled)}] {Values(value.Loss, value.Metrics)}");
        line.Append(_last is null ? "" : OfValidation(_last)).Append(Ending(value));
        bool isLast = value.StopReason != StopReason.None;
        if (!isLast)
            line.Append(CultureInfo.InvariantCulture, $"; {value.Remaining:hh\\:mm\\:ss} left");
        int width = Width;
        string text = line.Length <= width ? line.ToString() : line.ToString(0, width);
        Output.Write($"\r{text.PadRight(Math.Min(_shown, width))}");
        _shown = text.Length;
        if (isLast)
        {
            Output.WriteLine();
            _shown = 0;
        }
    }

    /// <summary>Writes a line in place of the one that is rewritten, which comes again below.</summary>
    private void WriteLine(string line)
    {
        Output.WriteLine(_shown > 0 ? $"\r{line.PadRight(_shown)}" : line);
        _shown = 0;
    }

    /// <summary>One column less than the terminal has: in the last one it would begin another line.</summary>
    private int Width
    {
        get
        {
            try
            {
                return _writer is null && Console.WindowWidth > 1 ? Console.WindowWidth - 1 : WidthWithout;
            }
            catch (IOException)
            {
                return WidthWithout; // no terminal
            }
        }
    }

    private static string OfValidation(EpochRecord record) => record.ValidationLoss is { } loss ? $"; validation {Values(loss, record.ValidationMetrics)}" : "";

    private static string Values(double loss, IReadOnlyList<MetricValue> metrics) => string.Join(", ", metrics.Prepend(new MetricValue("loss", loss)));

    private static string Ending(TrainingProgress value) => value.StopReason switch
    {
        StopReason.EarlyStopped => "; stopped early",
        StopReason.Stopped => "; stopped",
        _ => "",
    };
}
