using System.Globalization;
using NetGen.Generators.Graph;
using NetGen.Generators.Layers;
using NetGen.Generators.Model;

namespace NetGen.Generators.Planning;

/// <summary>Finds for each input of tokens how many there are: as many as the smallest of the embeddings that read it has rows.</summary>
internal sealed class TokenInputs(NetworkPlan plan, ProblemReporter problems)
{
    /// <summary>False after reporting that the padding is none of the tokens.</summary>
    public bool Check()
    {
        foreach (InputPart part in plan.InputParts.Where(part => part.IsTokens))
        {
            part.Vocabulary = plan.Layers.OfType<Embedding>().Where(layer => Reads(layer.Input, part)).Min(layer => (int?)layer.Count);
            double? padding = plan.Spec.Inputs.First(input => input.Attribute == part.Attribute).Padding;
            if (part.Vocabulary is { } count && (padding < 0 || padding >= count))
            {
                problems.Report("NG0017", part.Attribute, "[Input<int>]", "Padding", $"a token, from 0 to {(count - 1).ToString(CultureInfo.InvariantCulture)}", padding.Value.ToString("R", CultureInfo.InvariantCulture));
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a value of tokens is an input or a part of it.</summary>
    private bool Reads(Value tokens, InputPart part)
    {
        Value source = tokens;
        while (source.Producer is { IsInput: false } slice)
        {
            source = slice.Input;
        }

        return source.Producer is null ? plan.InputParts.Count == 1 : source.Producer.Name == part.Name;
    }
}
