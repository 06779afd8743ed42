using System.Globalization;

namespace Playground.Page;

/// <summary>The page's state: settings, the training that runs, what is selected. Components show it and are told by <see cref="Changed"/>.</summary>
public sealed class Player
{
    /// <summary>The steps between two pictures.</summary>
    public const int StepsPerFrame = 20;

    private const int MaxCurve = 600;

    private readonly List<double> _trainCurve = [], _testCurve = [];
    private readonly List<WeightPlace> _places = [];
    private double[] _weights = [], _curves = [];
    private int _curveStride = 1, _pictures, _frames;
    private bool _isDirty, _isWaiting;
    private string _liveAddress = "";

    private Player() => Restart();

    /// <summary>The page's only one.</summary>
    public static Player Current { get; } = new();

    /// <summary>Raised when components have something else to show.</summary>
    public event Action? Changed;

    /// <summary>The settings.</summary>
    public Settings Settings { get; private set; } = SettingTable.Read(Interop.ReadAddress());

    /// <summary>The training.</summary>
    public Session Session { get; private set; } = null!;

    /// <summary>What there is to draw of it.</summary>
    public Picture Picture { get; private set; } = null!;

    /// <summary>Whether it goes on by itself.</summary>
    public bool IsPlaying { get; private set; }

    /// <summary>The weight that is looked at, if any.</summary>
    public WeightPlace? Selected { get; private set; }

    /// <summary>The class of the point that a click makes: +1 or −1.</summary>
    public float PointClass { get; set; } = 1;

    /// <summary>The family's weights, where a network of the family is trained.</summary>
    public IWeights? Weights => Live is null ? Session.Model as IWeights : null;

    /// <summary>The network of the editor that is trained instead of the family's, if any.</summary>
    public TrainReply? Live { get; private set; }

    /// <summary>Why the editor's network is not trained any more; null where nothing went wrong.</summary>
    public string? LiveError { get; private set; }

    /// <summary>Begins to draw.</summary>
    public void Start() => Interop.Start(Pointer, Frame, () => Take(SettingTable.Read(Interop.ReadAddress()), writesAddress: false));

    /// <summary>Takes other settings, and makes new what depends on what changed.</summary>
    public void Take(Settings settings, bool writesAddress = true)
    {
        Renews renews = SettingTable.Compare(Settings, settings);
        Settings = settings;
        if (writesAddress)
            Interop.WriteAddress(SettingTable.Write(settings));
        if (renews >= Renews.Network)
            Restart();
        else
            Session.Apply(settings);
        if (Live is not null && renews >= Renews.Network)
            _ = TrainLive();
        else if (renews == Renews.Steps)
            _liveAddress = SettingTable.Write(settings);
        Refresh();
    }

    /// <summary>Trains the network that the editor compiled last.</summary>
    public async Task TrainLive()
    {
        try
        {
            TrainReply reply = await CompilerClient.Train(new(SettingTable.Write(Settings)));
            (Live, LiveError) = (reply.Error is null ? reply : null, reply.Error);
        }
        catch (Exception e) when (e is System.Runtime.InteropServices.JavaScript.JSException or System.Text.Json.JsonException)
        {
            (Live, LiveError) = (null, Message(e));
        }

        Restart();
        Refresh();
    }

    /// <summary>Goes back to the family.</summary>
    public void LeaveLive(string? error = null)
    {
        (Live, LiveError, IsPlaying) = (null, error, false);
        if (error is not null)
            Interop.Announce(error);
        Restart();
        Refresh();
    }

    /// <summary>What an exception of the worker says.</summary>
    public static string Message(Exception exception) => exception.Message.Split('\n')[0].Replace("Error: ", "", StringComparison.Ordinal);

    /// <summary>A new network of the same seed.</summary>
    public void Reset()
    {
        IsPlaying = false;
        Restart();
        if (Live is not null)
            _ = TrainLive();
        Interop.Announce("The network is new.");
        Refresh();
    }

    /// <summary>Goes on, or stops.</summary>
    public void PlayOrPause()
    {
        IsPlaying = !IsPlaying;
        Interop.Announce(IsPlaying ? "Training." : "Paused. " + Status());
        Refresh();
    }

    /// <summary>One step.</summary>
    public void StepOnce()
    {
        IsPlaying = false;
        if (Live is null)
            Session.Run(1);
        else if (!_isWaiting)
            _ = AdvanceLive(1);
        Refresh();
    }

    /// <summary>Looks at a weight.</summary>
    public void Select(WeightPlace? place)
    {
        Selected = place;
        Refresh();
    }

    /// <summary>Sets the weight that is looked at.</summary>
    public void Edit(float value)
    {
        if (Weights is { } weights && Selected is { } place && float.IsFinite(value))
        {
            weights[place] = value;
            Refresh();
        }
    }

    /// <summary>Adds a point of the user's at a place of the surface, in points of it.</summary>
    public void AddPoint(float x, float y)
    {
        if (Settings.Points.Items.Count < OwnPoints.Max)
            Take(Settings with { Points = new([.. Settings.Points.Items, new(MathF.Round(x, 2), MathF.Round(y, 2), PointClass)]) });
    }

    /// <summary>Draws, and trains before where it is playing; called for each frame of the screen.</summary>
    public void Frame()
    {
        if (Live is not null)
        {
            if (!_isWaiting && (IsPlaying || _isDirty))
                _ = AdvanceLive(IsPlaying ? StepsPerFrame : 0);
            return;
        }

        if (IsPlaying)
        {
            Session.Run(StepsPerFrame);
            if (++_frames % 10 == 0 && Selected is not null)
                Changed?.Invoke();
            _isDirty = true;
        }

        if (_isDirty)
        {
            _isDirty = false;
            Picture = Session.Draw();
            Show();
        }
    }

    private async Task AdvanceLive(int steps)
    {
        (_isWaiting, _isDirty) = (true, false);
        try
        {
            AdvanceRequest request = new(steps, _liveAddress);
            _liveAddress = "";
            Picture picture = await CompilerClient.Advance(request);
            if (Live is null)
                return;
            if (picture.Error is not null)
            {
                LeaveLive($"{Live.Name} threw: {picture.Error}");
                return;
            }

            Picture = picture;
            Show();
        }
        catch (System.Runtime.InteropServices.JavaScript.JSException e)
        {
            LeaveLive($"{Live?.Name} was ended. {Message(e)}");
        }
        finally
        {
            _isWaiting = false;
        }
    }

    private void Restart()
    {
        Session = new(Settings);
        _places.Clear();
        if (Weights is { Sizes: var sizes })
        {
            for (int layer = 1; layer < sizes.Count; layer++)
            {
                for (int unit = 0; unit < sizes[layer]; unit++)
                {
                    for (int input = -1; input < sizes[layer - 1]; input++)
                        _places.Add(new(layer, unit, input));
                }
            }
        }

        if (Selected is { } selected && !_places.Contains(selected))
            Selected = null;
        _weights = new double[_places.Count];
        _trainCurve.Clear();
        _testCurve.Clear();
        (_curveStride, _pictures) = (1, 0);
        Picture = Session.Draw();
    }

    private void Refresh()
    {
        int[] sizes = [.. Weights?.Sizes ?? [Session.Model.InputSize, 1]]; // of a network of the editor the inputs and the output
        Interop.Layout(sizes, [.. Settings.ChosenFeatures.Select(feature => feature.Label)], Flat(Session.Points.Train), Flat(Settings.ShowTest ? Session.Points.Test : []), Settings.Discretize, Settings.Data == DataSet.Own);
        _isDirty = true;
        Changed?.Invoke();
    }

    private static double[] Flat(IReadOnlyList<Point> points) => [.. points.SelectMany(point => new double[] { point.X, point.Y, point.Target })];

    private void Show()
    {
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] = Weights![_places[i]];
        AddToCurve(Picture.Score);
        Array.Resize(ref _curves, 2 * _trainCurve.Count);
        _trainCurve.CopyTo(_curves);
        _testCurve.CopyTo(_curves, _trainCurve.Count);
        Interop.Draw(Picture.Surface, Picture.Units, _weights, _curves, Selected is { } place ? _places.IndexOf(place) : -1, Status());
    }

    /// <summary>Adds to the curves, which show the whole training: where they get long, every second point is left out, from then on too.</summary>
    private void AddToCurve(Score score)
    {
        if (!IsPlaying && _trainCurve.Count > 0 || _pictures++ % _curveStride != 0)
            return;
        _trainCurve.Add(score.TrainLoss);
        _testCurve.Add(score.TestLoss);
        if (_trainCurve.Count > MaxCurve)
        {
            Thin(_trainCurve);
            Thin(_testCurve);
            _curveStride *= 2;
        }
    }

    private static void Thin(List<double> curve)
    {
        for (int i = 0; i < (curve.Count + 1) / 2; i++)
            curve[i] = curve[2 * i];
        curve.RemoveRange((curve.Count + 1) / 2, curve.Count / 2);
    }

    private string Status() => string.Create(CultureInfo.InvariantCulture,
        $"{Picture.Steps:N0}|{Picture.Epochs:N1}|{Picture.Score.TrainLoss:0.0000}|{Picture.Score.TestLoss:0.0000}|{Percent(Picture.Score.TrainScore)}|{Percent(Picture.Score.TestScore)}");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0} %");

    /// <summary>What the pointer did on a canvas: 0, a weight was clicked, by its number, −1 for none; 1, a place of the surface, in thousandths of its reach.</summary>
    private void Pointer(int what, int first, int second)
    {
        if (what == 0)
            Select(first >= 0 && first < _places.Count ? _places[first] : null);
        else
            AddPoint(first / 1000f * OwnPoints.Reach, second / 1000f * OwnPoints.Reach);
    }
}
