
namespace NetGen.Generators.Losses;

/// <summary>Which targets a loss is made for: the values of the enumeration NetGen.TargetRange, in its order.</summary>
internal enum TargetRange
{
    Numbers,
    Shares,
    NonNegative,
    ZeroOrOne,
    Signs,
    Any,
}
