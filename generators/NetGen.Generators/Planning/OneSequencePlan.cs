using NetGen.Generators.Graph;
using NetGen.Generators.Kernels;
using NetGen.Generators.Layers;

namespace NetGen.Generators.Planning;

/// <summary>How a stream of one sequence computes a step, where layers have another way for one than for several: with the same bits.</summary>
/// <param name="Kernels">The kernels, in order.</param>
/// <param name="Replaced">Those that several sequences do not use, each with the kernels of several that it stands for.</param>
internal sealed record OneSequencePlan(IReadOnlyList<Kernel> Kernels, IReadOnlyList<(Kernel Own, IReadOnlyList<Kernel> Others)> Replaced)
{
    /// <summary>The kernels that several sequences do not use.</summary>
    public IEnumerable<Kernel> Own => Replaced.Select(entry => entry.Own);

    /// <summary>A plan, if any layer has a way for one.</summary>
    public static OneSequencePlan? Choose(IEnumerable<(Stage Stage, Kernel[] Kernels)> steps)
    {
        List<Kernel> kernels = [];
        List<(Kernel, IReadOnlyList<Kernel>)> replaced = [];
        foreach ((Stage stage, Kernel[] several) in steps.Where(step => !step.Stage.IsTrainingOnly))
        {
            if ((stage.Head as HeadLayer)?.StepOfOne(stage) is { } own)
            {
                kernels.Add(own);
                replaced.Add((own, several));
            }
            else
            {
                kernels.AddRange(several);
            }
        }

        return replaced.Count > 0 ? new OneSequencePlan(kernels, replaced) : null;
    }
}
