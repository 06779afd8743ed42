namespace Playground;

/// <summary>All that the page can be set to. <see cref="SettingTable"/> names each once, for the page and for its address.</summary>
public sealed record Settings
{
    /// <summary>The key of the data set.</summary>
    public string Data { get; init; } = "spiral";

    /// <summary>How much the points are moved, in percent.</summary>
    public double Noise { get; init; }

    /// <summary>How many of the points are trained on, in percent.</summary>
    public double Share { get; init; } = 50;

    /// <summary>The examples of a step.</summary>
    public double Batch { get; init; } = 30;

    /// <summary>The keys of the features, in the order of <see cref="Feature.All"/>.</summary>
    public Keys Features { get; init; } = new(["x1", "x2", "x1sq", "x2sq", "sinx1", "sinx2"]);

    /// <summary>The widths of the hidden layers, none to six of them.</summary>
    public Widths Layers { get; init; } = new([8, 8]);

    /// <summary>The key of the hidden layers' activation.</summary>
    public string Activation { get; init; } = "tanh";

    /// <summary>The key of the loss.</summary>
    public string Loss { get; init; } = "crossentropy";

    /// <summary>The key of the optimizer.</summary>
    public string Optimizer { get; init; } = "adam";

    /// <summary>The learning rate.</summary>
    public double Rate { get; init; } = 0.01;

    /// <summary>λ of the penalty Σ|w|.</summary>
    public double L1 { get; init; }

    /// <summary>λ of the penalty ½·Σw².</summary>
    public double L2 { get; init; }

    /// <summary>How many of the hidden values a step drops, in percent.</summary>
    public double Dropout { get; init; }

    /// <summary>The standard deviation of what a step adds to the features.</summary>
    public double InputNoise { get; init; }

    /// <summary>Where all random numbers start.</summary>
    public double Seed { get; init; } = 1;

    /// <summary>Whether the points of the test are drawn.</summary>
    public bool ShowTest { get; init; }

    /// <summary>Whether the surface is drawn in two colours only.</summary>
    public bool Discretize { get; init; }

    /// <summary>The user's own points.</summary>
    public OwnPoints Points { get; init; } = OwnPoints.None;

    /// <summary>Whether the data ask for numbers rather than classes.</summary>
    public bool IsRegression => DataSet.Of(Data).IsRegression;

    /// <summary>The features, as the network takes them.</summary>
    public IReadOnlyList<Feature> ChosenFeatures => [.. Feature.All.Where(feature => Features.Contains(feature.Key))];

    /// <summary>The loss in use: numbers are compared by their squared difference.</summary>
    public LossKind LossInUse => IsRegression ? LossKind.Squared : LossKind.Of(Loss);
}
