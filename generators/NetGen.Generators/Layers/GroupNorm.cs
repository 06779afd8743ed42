using NetGen.Generators.Graph;
using NetGen.Generators.Model;

namespace NetGen.Generators.Layers;

/// <summary>Normalization of so many groups of channels.</summary>
internal sealed class GroupNorm : ChannelGroupNorm
{
    protected override string[] DeclaredGroups => [$"{Groups}"];

    protected override bool IsAffineByDefault => true;

    protected override int? GroupsOf(int channels, ProblemReporter problems)
    {
        int groups = Spec.Arguments.Int("groups") ?? 0;
        if (groups < 1)
        {
            problems.Report("NG0005", Spec.Attribute, $"The number of groups of {Name}", $"{groups}");
            return null;
        }

        if (channels % groups != 0)
        {
            problems.Report("NG0017", Spec.Attribute, Name, "the number of groups", $"a divisor of its {channels} channels", $"{groups}");
            return null;
        }

        return groups;
    }
}

/// <summary>A group for each channel.</summary>
internal sealed class InstanceNorm : ChannelGroupNorm
{
    protected override string[] DeclaredGroups => [];

    protected override bool IsAffineByDefault => false;

    protected override int? GroupsOf(int channels, ProblemReporter problems) => channels;
}
