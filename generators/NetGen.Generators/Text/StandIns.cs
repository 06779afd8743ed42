using System.Text.RegularExpressions;

namespace NetGen.Generators.Text;

/// <summary>The members of a network that cannot be generated, each throwing what is wrong.</summary>
internal static class StandIns
{
    /// <summary>The member that only stand-ins have.</summary>
    public const string Marker = "Wrong";

    /// <summary>Where the class can have it.</summary>
    public const string Constructor = "public {Class}(long seed = 0) {body}";

    public const string Text = """
        public static global::NetGen.NetworkDescription Description {body}
        static {Name} global::NetGen.INetwork<{Name}, {T}>.Create(long seed) {body}
        int global::NetGen.IPredictor<{T}>.InputSize {body}
        int global::NetGen.IPredictor<{T}>.OutputSize {body}
        public global::System.Span<{T}> Parameters {body}
        public void Predict({Inputs}, global::System.Span<{T}> outputs) {body}
        public {T}[] Predict({Inputs}) {body}
        public void PredictProbabilities({Inputs}, global::System.Span<{T}> probabilities) {body}
        public void PredictLabels({Inputs}, global::System.Span<int> labels) {body}
        public global::NetGen.Workspace<{T}> CreateWorkspace(int batchCapacity, bool inputGradients = false, bool parameterGradients = true, int threads = 1) {body}
        public global::System.ReadOnlySpan<{T}> Forward(global::NetGen.Workspace<{T}> workspace, {Inputs}, bool training = true) {body}
        public void Backward(global::NetGen.Workspace<{T}> workspace, global::System.ReadOnlySpan<{T}> outputGradients) {body}
        public void GetParameter(string name, global::System.Span<{T}> destination) {body}
        public void SetParameter(string name, global::System.ReadOnlySpan<{T}> source) {body}
        public global::System.Span<{T}> State {body}
        public void GetState(string name, global::System.Span<{T}> destination) {body}
        public void SetState(string name, global::System.ReadOnlySpan<{T}> source) {body}
        public void GetGradient(global::NetGen.Workspace<{T}> workspace, string name, global::System.Span<{T}> destination) {body}
        public void GetOutput(global::NetGen.Workspace<{T}> workspace, string name, global::System.Span<{T}> destination) {body}
        public void GetOutputGradient(global::NetGen.Workspace<{T}> workspace, string name, global::System.Span<{T}> destination) {body}
        public void GetInputGradients(global::NetGen.Workspace<{T}> workspace, string name, global::System.Span<{T}> destination) {body}
        public void CopyParametersTo(global::System.Span<{T}> packed) {body}
        public void CopyParametersFrom(global::System.ReadOnlySpan<{T}> packed) {body}
        public void SetRate(string layer, double rate) {body}
        public double L1Rate { get {body} set {body} }
        public double L2Rate { get {body} set {body} }
        public void CopyFrom({Name} other) {body}
        public {Name} Clone() {body}
        public void Save(string path) {body}
        public global::NetGen.LoadReport Load(string path, string include = "*", global::NetGen.NameMap? names = null, bool strict = true) {body}
        public global::NetGen.LoadReport Load(string path, global::System.Collections.Generic.IEnumerable<string> include, global::NetGen.NameMap? names = null, bool strict = true) {body}
        public static {Name} FromFile(string path, string include = "*", global::NetGen.NameMap? names = null, bool strict = true) {body}
        public static {Name} FromFile(string path, global::System.Collections.Generic.IEnumerable<string> include, global::NetGen.NameMap? names = null, bool strict = true) {body}
        public string ToSource() {body}
        """;

    /// <summary>With losses.</summary>
    public const string Losses = """
        public {T} Loss(global::NetGen.Workspace<{T}> workspace, {Targets}, global::System.ReadOnlySpan<{T}> weights = default) {body}
        public void Backward(global::NetGen.Workspace<{T}> workspace) {body}
        public void Step(global::NetGen.Workspace<{T}> workspace, global::NetGen.Optimizer optimizer) {body}
        public {T} Evaluate({Inputs}, {Targets}) {body}
        public void SetClassWeights(string loss, global::System.ReadOnlySpan<double> weights) {body}
        public void SetPositiveWeight(string loss, double weight) {body}
        public void SetPositiveWeight(string loss, global::System.ReadOnlySpan<double> weights) {body}
        public double CheckGradients(global::NetGen.Workspace<{T}> workspace, {Inputs}, {Targets}, int samples = 200, long seed = 0) {body}
        """;

    /// <summary>With one loss.</summary>
    public const string Trainable = """
        public global::NetGen.TrainingHistory Fit(global::NetGen.IDataset<{T}, {Target}> train, global::NetGen.FitOptions? options = null, global::System.Threading.CancellationToken cancellationToken = default) {body}
        public global::NetGen.TrainingHistory Fit(global::NetGen.IDataset<{T}, {Target}> train, global::NetGen.IDataset<{T}, {Target}>? validation, global::NetGen.FitOptions? options = null, global::System.Threading.CancellationToken cancellationToken = default) {body}
        public global::NetGen.TrainingHistory Fit({Input}[] inputs, {Target}[] targets, global::NetGen.FitOptions? options = null, global::System.Threading.CancellationToken cancellationToken = default) {body}
        public global::NetGen.Trainer<{Name}, {T}, {Target}> CreateTrainer(global::NetGen.IDataset<{T}, {Target}> train, global::NetGen.IDataset<{T}, {Target}>? validation = null, global::NetGen.FitOptions? options = null) {body}
        public static global::NetGen.CrossValidationResult CrossValidate(global::NetGen.IDataset<{T}, {Target}> dataset, int folds, global::System.Func<int, global::NetGen.FitOptions>? options = null, long seed = 0, global::System.Threading.CancellationToken cancellationToken = default) {body}
        """;

    /// <summary>With [Normalization].</summary>
    public const string Adaptable = """
        public void Adapt(global::System.ReadOnlySpan<{T}> inputs) {body}
        public void Adapt(global::NetGen.InputMoments moments) {body}
        public bool IsAdapted {body}
        global::NetGen.CompilerServices.FittedLayers<{T}> global::NetGen.IAdaptable<{T}>.FittedLayers {body}
        """;

    /// <summary>With several inputs: what the interfaces know takes one row for each example.</summary>
    public const string SeveralInputs = """
        void global::NetGen.IPredictor<{T}>.Predict(global::System.ReadOnlySpan<{T}> inputs, global::System.Span<{T}> outputs) {body}
        global::System.ReadOnlySpan<{T}> global::NetGen.INetwork<{Name}, {T}>.Forward(global::NetGen.Workspace<{T}> workspace, global::System.ReadOnlySpan<{T}> inputs, bool training) {body}
        """;

    /// <summary>With several inputs and one loss.</summary>
    public const string SeveralInputsTrainable = """
        {T} global::NetGen.ITrainableNetwork<{Name}, {T}, {Target}>.Evaluate(global::System.ReadOnlySpan<{T}> inputs, global::System.ReadOnlySpan<{Target}> targets) {body}
        double global::NetGen.ITrainableNetwork<{Name}, {T}, {Target}>.CheckGradients(global::NetGen.Workspace<{T}> workspace, global::System.ReadOnlySpan<{T}> inputs, global::System.ReadOnlySpan<{Target}> targets, int samples, long seed) {body}
        """;

    /// <summary>With several losses that take targets.</summary>
    public const string SeveralTargets = """
        {T} global::NetGen.CompilerServices.ITrainingSteps<{T}, {T}>.Loss(global::NetGen.Workspace<{T}> workspace, global::System.ReadOnlySpan<{T}> targets, global::System.ReadOnlySpan<{T}> weights) {body}
        {T} global::NetGen.ITrainableNetwork<{Name}, {T}, {T}>.Evaluate(global::System.ReadOnlySpan<{T}> inputs, global::System.ReadOnlySpan<{T}> targets) {body}
        double global::NetGen.ITrainableNetwork<{Name}, {T}, {T}>.CheckGradients(global::NetGen.Workspace<{T}> workspace, global::System.ReadOnlySpan<{T}> inputs, global::System.ReadOnlySpan<{T}> targets, int samples, long seed) {body}
        """;

    /// <summary>With several inputs or several losses that take targets.</summary>
    public const string Arrays = """
        public global::NetGen.TrainingHistory Fit({InputArrays}{TargetArrays}, global::NetGen.FitOptions? options = null, global::System.Threading.CancellationToken cancellationToken = default) {body}
        """;

    /// <summary>With several heads.</summary>
    public const string Heads = """
        public void Predict({Inputs}, {Outputs}) {body}
        public void Backward(global::NetGen.Workspace<{T}> workspace, {Gradients}) {body}
        """;

    /// <summary>With losses of which none takes targets.</summary>
    public const string Untargeted = """
        {T} global::NetGen.CompilerServices.ITrainingSteps<{T}, {T}>.Loss(global::NetGen.Workspace<{T}> workspace, global::System.ReadOnlySpan<{T}> targets, global::System.ReadOnlySpan<{T}> weights) {body}
        public global::NetGen.TrainingHistory Fit(global::NetGen.IDataset<{T}, {T}> train, global::NetGen.FitOptions? options = null, global::System.Threading.CancellationToken cancellationToken = default) {body}
        public global::NetGen.TrainingHistory Fit(global::NetGen.IDataset<{T}, {T}> train, global::NetGen.IDataset<{T}, {T}>? validation, global::NetGen.FitOptions? options = null, global::System.Threading.CancellationToken cancellationToken = default) {body}
        public global::NetGen.Trainer<{Name}, {T}, {T}> CreateTrainer(global::NetGen.IDataset<{T}, {T}> train, global::NetGen.IDataset<{T}, {T}>? validation = null, global::NetGen.FitOptions? options = null) {body}
        """;

    /// <summary>With tokens alone and one loss.</summary>
    public const string TokensTrainable = """
        global::NetGen.TrainingHistory global::NetGen.ITrainableNetwork<{Name}, {T}, {Target}>.Fit({T}[] inputs, {Target}[] targets, global::NetGen.FitOptions? options, global::System.Threading.CancellationToken cancellationToken) {body}
        """;

    /// <summary>With inputs that are sequences.</summary>
    public const string Streams = """
        public global::NetGen.SequenceStream<{T}> CreateStream(int sequences = 1) {body}
        public void Predict(global::NetGen.SequenceStream<{T}> stream, {Inputs}, global::System.Span<{T}> outputs) {body}
        """;

    /// <summary>The names of all public members that a network may have.</summary>
    public static IReadOnlyCollection<string> MemberNames { get; } = new HashSet<string>(
        [
            "InputSize", "OutputSize", "ParameterCount",
            .. Regex.Matches(Regex.Replace($"{Text}\n{Losses}\n{Trainable}\n{Adaptable}\n{Streams}", @"\{[A-Z]\w*\}", "X"), "^public .*?(\\w+)(?:\\(| \\{)", RegexOptions.Multiline).Cast<Match>().Select(match => match.Groups[1].Value),
        ]);
}
