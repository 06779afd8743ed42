namespace NetGen;

/// <summary>Elementary functions over <see cref="ISimd{TSelf}"/>.</summary>
public static class SimdMath;
