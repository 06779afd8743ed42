namespace NetGen;

/// <summary>The rate that training starts from, always.</summary>
public sealed class ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    protected override double At(long step, double baseRate) => baseRate;
}
