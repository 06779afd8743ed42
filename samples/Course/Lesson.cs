namespace Course;

/// <summary>A lesson: a program of one page that shows what a part of the lectures teaches.</summary>
/// <param name="name">Its name on the command line, which is the heading of its part of the list.</param>
/// <param name="topic">What it shows, in one line.</param>
/// <param name="ids">The entries of the list that it shows.</param>
internal abstract class Lesson(string name, string topic, params string[] ids)
{
    /// <summary>All lessons, in the order of the lectures.</summary>
    public static IReadOnlyList<Lesson> All { get; } =
    [
        new NeuronLesson(), new SpikesLesson(), new PerceptronLesson(), new LogisticLesson(), new LossesLesson(), new LinearLesson(), new LayersLesson(),
        new XorLesson(), new ActivationsLesson(), new LinearCollapseLesson(), new UniversalLesson(), new DepthLesson(), new FeaturesLesson(), new HiddenSpaceLesson(),
        new KernelsLesson(), new OverfittingLesson(), new DescentLesson(), new ChainRuleLesson(), new GraphLesson(), new BackpropLesson(), new BatchLesson(),
        new OptimizersLesson(), new ExplodingLesson(), new InitLesson(), new DropoutLesson(), new MlpLesson(), new DoubleDescentLesson(), new RandomLabelsLesson(),
        new ResidualLesson(), new LayerNormLesson(), new ConvolutionLesson(), new OutlookLesson(), new HistoryLesson(),
    ];

    public string Name { get; } = name;

    public string Topic { get; } = topic;

    public IReadOnlyList<string> Ids { get; } = ids;

    /// <summary>Computes, prints and draws.</summary>
    public abstract void Run(Page page);
}
