using NetGen;

namespace Course;

/// <summary>One sigmoid unit with ½(y − t)².</summary>
[Network<double>]
[Input(1)]
[Dense(1), Sigmoid]
[HalfSquaredError]
internal sealed partial class OneSigmoid;

/// <summary>One unit, read by two: its error signal is the sum of theirs.</summary>
[Network<double>]
[Input(1)]
[Dense(1, Name = "z"), Sigmoid(Name = "h"), Dense(2, Name = "o")]
[HalfSquaredError]
internal sealed partial class SharedUnit;

/// <summary>The lectures' net of one hidden layer, without biases, with a penalty on both matrices.</summary>
[Network<double>]
[Input(3)]
[Dense(4, Bias = false, Name = "z"), Sigmoid(Name = "h"), Dense(2, Bias = false, Name = "o")]
[HalfSquaredError, L2(0.1)]
internal sealed partial class PenalizedNet;

/// <summary>
/// Nodes v_1 … v_N in topological order, v_N the loss; v̄_N = 1, then v̄_i = Σ_{j∈Ch(v_i)} v̄_j·∂v_j/∂v_i.
/// Why: a node needs only its own derivatives, so that any graph of known nodes can be differentiated by one loop.
/// </summary>
internal sealed class GraphLesson() : Lesson("graph", "computation graphs: values one way, error signals the other; a tape of thirty lines", "G34", "Y18", "G35", "G36", "K31")
{
    public override void Run(Page page)
    {
        string mermaid = OneSigmoid.Description.ToMermaid();
        page.Say("The graph of one unit and its loss, from the compiler, in the Mermaid language (a slide titles it gradient descent: it is the computation graph):");
        page.Say(mermaid);
        page.Number("G34 arrows", mermaid.Split("-->").Length - 1);
        page.Number("Y18 values in a chain", PenalizedNet.Description.Layers.Count);
        Passes(page);
        Shared(page);
        NewKind(page);
        page.Plot("", "One hidden layer and both penalties: arrows go forward", null, null, plot => plot.Graph(
            new Dictionary<string, (double, double)> { ["x"] = (0, 2), ["W1"] = (0, 0), ["z"] = (1.7, 2), ["h"] = (3.4, 2), ["W2"] = (3.4, 0.9), ["o"] = (5.1, 2), ["y"] = (5.1, 3.3), ["L"] = (6.8, 2), ["s"] = (6.8, 0), ["J"] = (8.5, 1) },
            [.. Arrows.Select(arrow => (arrow.From, arrow.To, ""))]));
    }

    /// <summary>Y18, drawn: x, W1 → z → h; h, W2 → o; o, y → L; W1, W2 → s; s, L → J.</summary>
    private static (string From, string To)[] Arrows => [("x", "z"), ("W1", "z"), ("z", "h"), ("h", "o"), ("W2", "o"), ("o", "L"), ("y", "L"), ("W1", "s"), ("W2", "s"), ("L", "J"), ("s", "J")];

    /// <summary>K31: the two passes of one unit as two tables. G35: the tape's numbers are the generated ones.</summary>
    private static void Passes(Page page)
    {
        Tape tape = new();
        Tape.Node w = tape.Input("w", 0.5), x = tape.Input("x", 2), b = tape.Input("b", 0.1);
        tape.HalfSquare("L", tape.Sigma("y", tape.Sum("z", tape.Product("wx", w, x), b)), 1);
        tape.Backward();
        page.Table("Forward: values, parents first", ["node", "value"], [.. tape.Nodes.Select(node => new object[] { node.Name, node.Value })]);
        page.Table("Backward: error signals, from the loss", ["node", "bar"], [.. tape.Nodes.Reverse().Select(node => new object[] { node.Name, node.Bar })]);
        OneSigmoid net = new();
        net.CopyParametersFrom([0.5, 0.1]);
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, [2]);
        page.Number("K31 value of the loss minus the network's", tape.Nodes[^1].Value - net.Loss(workspace, [1]));
        net.Backward(workspace);
        page.Number("K31 bar of the loss", tape.Nodes[^1].Bar);
        page.Number("G35 tape minus generated", Algebra.Difference([w.Bar, b.Bar], net.Gradient(workspace)));
        page.Number("Y18 a node comes before one that it feeds", Arrows.Count(arrow => Place(arrow.From) >= Place(arrow.To)));
    }

    private static int Place(string node) => Array.IndexOf(["x", "W1", "W2", "y", "z", "h", "o", "L", "s", "J"], node);

    /// <summary>G35: h has two children, and their messages add up.</summary>
    private static void Shared(Page page)
    {
        SharedUnit net = new();
        net.CopyParametersFrom([0.5, 0.1, 2, -3, 0, 0.2]);
        Workspace<double> workspace = net.CreateWorkspace(1);
        net.Forward(workspace, [2]);
        net.Loss(workspace, [1, -1]);
        net.Backward(workspace);
        double[] o = net.Output(workspace, "o"), messages = [2 * (o[0] - 1), -3 * (o[1] + 1)];
        double bar = net.OutputGradient(workspace, "h")[0];
        page.Table("A unit that two read", ["message from", "value"], ["o1: w·(o1 - t1)", messages[0]], ["o2: w·(o2 - t2)", messages[1]], ["sum", messages.Sum()], ["h̄, generated", bar]);
        page.Number("G35 shared: h bar minus the sum of two messages", bar - messages.Sum());
    }

    /// <summary>G36: a kind of node that the tape has not, by its value and its own slope; nothing else changes.</summary>
    private static void NewKind(Page page)
    {
        Tape tape = new();
        Tape.Node w = tape.Input("w", 0.5), z = tape.Product("wx", w, tape.Input("x", 2));
        Tape.Node soft = tape.Add("softplus", Math.Log(1 + Math.Exp(z.Value)), (z, Algebra.Sigma(z.Value)));
        tape.HalfSquare("L", soft, 1);
        tape.Backward();
        double Loss(double weight) => 0.5 * Math.Pow(Math.Log(1 + Math.Exp(2 * weight)) - 1, 2);
        double differences = (Loss(0.5 + 1e-5) - Loss(0.5 - 1e-5)) / 2e-5;
        page.Table("A new node kind, softplus, in one line: w̄", ["by", "value"], ["the tape", w.Bar], ["differences", differences]);
        page.Number("G36 tape minus differences", w.Bar - differences);
    }
}
