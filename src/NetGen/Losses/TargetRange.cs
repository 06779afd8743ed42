namespace NetGen;

/// <summary>Which targets a loss is made for. Others are refused before they can do harm.</summary>
public enum TargetRange
{
    /// <summary>Finite numbers.</summary>
    Numbers,

    /// <summary>Numbers from 0 to 1: probabilities of yes.</summary>
    Shares,

    /// <summary>Finite numbers of at least 0: shares of a distribution, counts.</summary>
    NonNegative,

    /// <summary>0 and 1.</summary>
    ZeroOrOne,

    /// <summary>−1 and 1.</summary>
    Signs,

    /// <summary>Any number, infinity and NaN too: for a loss that gives them a meaning, such as a value that is missing.</summary>
    Any,
}
