using NetGen.Generators.Graph;
using NetGen.Generators.Losses;

namespace NetGen.Generators.Planning;

/// <content>What the network puts out.</content>
internal sealed partial class GraphBuilder
{
    /// <summary>
    /// The heads: what losses with targets compare, in the order of first mention. One that is not the end of the network, or not alone, stands in memory as it is,
    /// and goes by the name of its layer where the user gave it none.
    /// </summary>
    private bool FindHeads(Scope scope)
    {
        plan.End = plan.Output;
        List<Value> heads = [];
        foreach (Loss loss in plan.LossesWithTargets)
        {
            if (!heads.Any(head => head.Root == loss.Compared.Root && head.Shape.Equals(loss.Compared.Shape)))
            {
                heads.Add(loss.Compared);
            }
        }

        plan.Heads = heads.Count > 0 ? heads : [plan.End];
        plan.Output = plan.Heads[0];
        plan.End.IsKept |= plan.End.Root != plan.Output.Root;
        foreach (Value head in plan.Heads)
        {
            head.IsKept |= plan.HasSeveralHeads || head.Root != plan.End.Root;
            if (plan.HasSeveralHeads && _named.All(named => named.Name != head.Name))
            {
                _named.Add((head.Name, head));
            }
        }

        return CheckNames(scope);
    }

    /// <summary>Histories tell losses apart by their names.</summary>
    private bool CheckNames(Scope scope)
    {
        HashSet<string> names = [];
        foreach (Loss loss in plan.Losses)
        {
            if (loss.Spec.Arguments.Text("Name") is { } given && !NetworkPlanner.IsWord(given))
            {
                problems.Report("NG0016", loss.Spec.Attribute, given);
                return false;
            }

            if (!names.Add(plan.NameOf(loss)))
            {
                problems.Report("NG0008", loss.Spec.Attribute, plan.NameOf(loss), scope.Description);
                return false;
            }
        }

        return true;
    }
}
