namespace Playground;

/// <summary>An example: a point of the plane and its target, −1 or +1 where classes are told apart.</summary>
public readonly record struct Point(float X, float Y, float Target);

/// <summary>The examples of a run.</summary>
/// <param name="Train">What the network learns from.</param>
/// <param name="Test">What it is measured on, and never sees.</param>
/// <param name="IsRegression">Whether targets are numbers rather than classes.</param>
public sealed record PointSet(IReadOnlyList<Point> Train, IReadOnlyList<Point> Test, bool IsRegression);
