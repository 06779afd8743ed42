using NetGen.Generators.Graph;

namespace NetGen.Generators.Losses;

/// <summary>
/// Rosenblatt's learning rule: the error y − t goes to the input of the threshold that computed y, which passes it on.
/// </summary>
internal sealed class PerceptronRule : ElementWiseLoss
{
    public override bool IsDifferentiable => false;

    protected override bool Check(ProblemReporter problems)
    {
        if (Output.Producer is ElementWiseLayer { Spec: { Kind: "HardThreshold", Operator.Type: "global::NetGen.HardThreshold" } } threshold)
        {
            threshold.IsPassedInBackward = true;
            return true;
        }

        problems.Report("NG0040", Spec.Attribute, $"[{Spec.Kind}]", "HardThreshold", Output.Producer?.Spec.Kind ?? "Input");
        return false;
    }
}
