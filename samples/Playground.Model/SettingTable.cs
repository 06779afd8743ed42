using System.Globalization;

namespace Playground;

/// <summary>What a change of a setting makes new.</summary>
public enum Renews
{
    /// <summary>Nothing but the picture.</summary>
    Picture,

    /// <summary>The next steps of the training that runs.</summary>
    Steps,

    /// <summary>The network, from its initial weights.</summary>
    Network,

    /// <summary>The points, and the network.</summary>
    Points,
}

/// <summary>A setting: its key in addresses, its label, and how text and value become one another.</summary>
/// <param name="Key">In addresses.</param>
/// <param name="Label">As the page calls it.</param>
/// <param name="Renews">What a change makes new.</param>
/// <param name="Write">As text.</param>
/// <param name="Read">The settings with the value that a text says; null where it says none.</param>
public record Setting(string Key, string Label, Renews Renews, Func<Settings, string> Write, Func<Settings, string, Settings?> Read);

/// <summary>A setting that is one of a few.</summary>
/// <param name="Options">Keys and labels.</param>
public sealed record ChoiceSetting(string Key, string Label, Renews Renews, IReadOnlyList<(string Key, string Label)> Options, Func<Settings, string> Get, Func<Settings, string, Settings> Set)
    : Setting(Key, Label, Renews, Get, (settings, text) => Options.Any(option => option.Key == text) ? Set(settings, text) : null);

/// <summary>A setting that is a number of a range.</summary>
/// <param name="Minimum">The least.</param>
/// <param name="Maximum">The most.</param>
/// <param name="Step">The distance of two neighbours.</param>
/// <param name="Unit">What follows the number.</param>
public sealed record NumberSetting(string Key, string Label, Renews Renews, double Minimum, double Maximum, double Step, string Unit, Func<Settings, double> Get, Func<Settings, double, Settings> Set)
    : Setting(Key, Label, Renews, settings => SettingTable.Text(Get(settings)), (settings, text) => SettingTable.Number(text, Minimum, Maximum, Step) is { } value ? Set(settings, value) : null);

/// <summary>A setting that is on or off.</summary>
public sealed record FlagSetting(string Key, string Label, Func<Settings, bool> Get, Func<Settings, bool, Settings> Set)
    : Setting(Key, Label, Renews.Picture, settings => Get(settings) ? "1" : "0", (settings, text) => text is "0" or "1" ? Set(settings, text == "1") : null);

/// <summary>Every setting, once: the page's controls and its address are made of this table.</summary>
public static class SettingTable
{
    /// <summary>The data set, which brings its preset along: it stands first in an address, so that what follows holds.</summary>
    public static ChoiceSetting Data { get; } = new("data", "Data set", Renews.Points, Options(DataSet.All, data => (data.Key, data.Label)), s => s.Data, (s, v) => DataSet.Of(v).Preset(s with { Data = v }));

    /// <summary>How much the points are moved.</summary>
    public static NumberSetting Noise { get; } = new("noise", "Noise", Renews.Points, 0, 50, 5, " %", s => s.Noise, (s, v) => s with { Noise = v });

    /// <summary>How many points are trained on.</summary>
    public static NumberSetting Share { get; } = new("train", "Training share", Renews.Points, 10, 90, 10, " %", s => s.Share, (s, v) => s with { Share = v });

    /// <summary>The examples of a step.</summary>
    public static NumberSetting Batch { get; } = new("batch", "Batch size", Renews.Steps, 1, 100, 1, "", s => s.Batch, (s, v) => s with { Batch = v });

    /// <summary>Where random numbers start.</summary>
    public static NumberSetting Seed { get; } = new("seed", "Seed", Renews.Points, 0, 999_999, 1, "", s => s.Seed, (s, v) => s with { Seed = v });

    /// <summary>The features.</summary>
    public static Setting Features { get; } = new("features", "Features", Renews.Network,
        s => string.Join('.', s.ChosenFeatures.Select(feature => feature.Key)),
        static (s, text) => text.Split('.') is var keys && keys.All(key => Feature.All.Any(feature => feature.Key == key)) ? s with { Features = new(keys) } : null);

    /// <summary>The hidden layers.</summary>
    public static Setting Layers { get; } = new("layers", "Hidden layers", Renews.Network, s => s.Layers.ToString(), static (s, text) => ReadWidths(text) is { } widths ? s with { Layers = widths } : null);

    /// <summary>The activation.</summary>
    public static ChoiceSetting Activation { get; } = new("activation", "Activation", Renews.Network, Options(ActivationKind.All, kind => (kind.Key, kind.Label)), s => s.Activation, (s, v) => s with { Activation = v });

    /// <summary>The loss.</summary>
    public static ChoiceSetting Loss { get; } = new("loss", "Loss", Renews.Network, Options(LossKind.All, kind => (kind.Key, kind.Label)), s => s.Loss, (s, v) => s with { Loss = v });

    /// <summary>The optimizer.</summary>
    public static ChoiceSetting Optimizer { get; } = new("optimizer", "Optimizer", Renews.Steps, Options(OptimizerKind.All, kind => (kind.Key, kind.Label)), s => s.Optimizer, (s, v) => s with { Optimizer = v });

    /// <summary>The learning rate.</summary>
    public static ChoiceSetting Rate { get; } = Rates("rate", "Learning rate", [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10], s => s.Rate, (s, v) => s with { Rate = v });

    /// <summary>λ of the penalty Σ|w|.</summary>
    public static ChoiceSetting L1 { get; } = Rates("l1", "L1 penalty", Penalties, s => s.L1, (s, v) => s with { L1 = v });

    /// <summary>λ of the penalty ½·Σw².</summary>
    public static ChoiceSetting L2 { get; } = Rates("l2", "L2 penalty", Penalties, s => s.L2, (s, v) => s with { L2 = v });

    /// <summary>The hidden values that are dropped.</summary>
    public static NumberSetting Dropout { get; } = new("dropout", "Dropout", Renews.Steps, 0, 80, 10, " %", s => s.Dropout, (s, v) => s with { Dropout = v });

    /// <summary>What is added to the features.</summary>
    public static NumberSetting InputNoise { get; } = new("jitter", "Input noise", Renews.Steps, 0, 2, 0.1, "", s => s.InputNoise, (s, v) => s with { InputNoise = v });

    /// <summary>Whether test points are drawn.</summary>
    public static FlagSetting ShowTest { get; } = new("test", "Show test data", s => s.ShowTest, (s, v) => s with { ShowTest = v });

    /// <summary>Whether the surface has two colours only.</summary>
    public static FlagSetting Discretize { get; } = new("discrete", "Discretize output", s => s.Discretize, (s, v) => s with { Discretize = v });

    /// <summary>The user's own points.</summary>
    public static Setting Points { get; } = new("points", "Own points", Renews.Points, s => PointText.Write(s.Points.Items), static (s, text) => PointText.Read(text) is { } points ? s with { Points = new(points) } : null);

    /// <summary>All of them, in the order in which addresses name them.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Data, Noise, Share, Batch, Seed, Features, Layers, Activation, Loss, Optimizer, Rate, L1, L2, Dropout, InputNoise, ShowTest, Discretize, Points];

    private static IReadOnlyList<double> Penalties => [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

    /// <summary>What an address says after its #: settings that differ from those that the data set comes with.</summary>
    public static string Write(Settings settings)
    {
        Settings preset = DataSet.Of(settings.Data).Preset(new Settings { Data = settings.Data });
        return string.Join('&', All.Where(setting => setting == Data || setting.Write(settings) != setting.Write(preset)).Select(setting => $"{setting.Key}={Uri.EscapeDataString(setting.Write(settings))}"));
    }

    /// <summary>The settings of an address; what is missing or makes no sense is as the data set comes.</summary>
    public static Settings Read(string address)
    {
        Dictionary<string, string> texts = [];
        foreach (string[] pair in address.TrimStart('#').Split('&').Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2))
            texts[pair[0]] = Uri.UnescapeDataString(pair[1]);
        Settings settings = new();
        foreach (Setting setting in All)
            settings = texts.TryGetValue(setting.Key, out string? text) && setting.Read(settings, text) is { } read ? read : settings;
        return settings;
    }

    /// <summary>What must be made new for other settings.</summary>
    public static Renews Compare(Settings before, Settings after) =>
        All.Where(setting => setting.Write(before) != setting.Write(after)).Select(setting => setting.Renews).DefaultIfEmpty(Renews.Picture).Max();

    /// <summary>A number as addresses write it.</summary>
    internal static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A number of a range, moved to the nearest that a slider has; null for none.</summary>
    internal static double? Number(string text, double minimum, double maximum, double step) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= minimum && value <= maximum
            ? Math.Round(minimum + (Math.Round((value - minimum) / step) * step), 6) : null;

    private static ChoiceSetting Rates(string key, string label, IReadOnlyList<double> values, Func<Settings, double> get, Func<Settings, double, Settings> set) =>
        new(key, label, Renews.Steps, [.. values.Select(value => (Text(value), value == 0 ? "none" : Text(value)))], s => Text(get(s)), (s, v) => set(s, double.Parse(v, CultureInfo.InvariantCulture)));

    private static IReadOnlyList<(string Key, string Label)> Options<T>(IReadOnlyList<T> kinds, Func<T, (string Key, string Label)> of) => [.. kinds.Select(of)];

    private static Widths? ReadWidths(string text)
    {
        if (text.Length == 0)
            return new([]);
        int[] widths = [.. text.Split('-').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int width) ? width : 0)];
        return widths.Length <= Widths.MaxDepth && widths.All(width => width is >= 1 and <= Widths.MaxWidth) ? new(widths) : null;
    }
}
