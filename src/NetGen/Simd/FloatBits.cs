namespace NetGen;

/// <summary>The layout of single precision: sign, 8 bits of exponent, 23 of mantissa.</summary>
internal static class Float32Bits
{
    public const int MantissaBits = 23;
    public const uint MantissaMask = 0x007F_FFFF;

    /// <summary>The bits of 1.</summary>
    public const uint One = 0x3F80_0000;

    /// <summary>The bits of √½.</summary>
    public const uint RootOfHalf = 0x3F35_04F3;

    /// <summary>1.5 · 2²³ + 127: added to an integer n, the sum's lowest bits are those of the exponent of 2ⁿ.</summary>
    public const float ExponentOfPower = 12_582_912f + 127;

    /// <summary>The bits of 2²³, whose mantissa counts integers.</summary>
    public const uint Integer = 0x4B00_0000;

    /// <summary>2²³ + 127: taken from <see cref="Integer"/> with a biased exponent as mantissa, it leaves the exponent.</summary>
    public const float IntegerBias = 8_388_608f + 127;
}

/// <summary>The layout of double precision: sign, 11 bits of exponent, 52 of mantissa.</summary>
internal static class Float64Bits
{
    public const int MantissaBits = 52;
    public const ulong MantissaMask = 0x000F_FFFF_FFFF_FFFF;

    /// <summary>The bits of 1.</summary>
    public const ulong One = 0x3FF0_0000_0000_0000;

    /// <summary>The bits of √½.</summary>
    public const ulong RootOfHalf = 0x3FE6_A09E_667F_3BCD;

    /// <summary>1.5 · 2⁵² + 1023: added to an integer n, the sum's lowest bits are those of the exponent of 2ⁿ.</summary>
    public const double ExponentOfPower = 6_755_399_441_055_744d + 1023;

    /// <summary>The bits of 2⁵², whose mantissa counts integers.</summary>
    public const ulong Integer = 0x4330_0000_0000_0000;

    /// <summary>2⁵² + 1023: taken from <see cref="Integer"/> with a biased exponent as mantissa, it leaves the exponent.</summary>
    public const double IntegerBias = 4_503_599_627_370_496d + 1023;
}
