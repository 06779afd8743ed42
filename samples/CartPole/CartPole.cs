using NetGen;

namespace Balancing;

/// <summary>
/// A pole on a cart, to be kept upright by pushing the cart to the left or to the right: the dynamics, bounds and 500 steps of Gymnasium's CartPole-v1 (after Barto, Sutton and
/// Anderson, 1983). Every step is worth 1.
/// </summary>
internal sealed class CartPole(PhiloxRandom random)
{
    /// <summary>Position and speed of the cart, angle and angular speed of the pole.</summary>
    public const int StateSize = 4;

    /// <summary>To the left, to the right.</summary>
    public const int Actions = 2;

    /// <summary>After so many steps an episode is cut off, not lost.</summary>
    public const int MostSteps = 500;

    /// <summary>Beyond these the episode is lost: in metres from the middle, and in radians from upright.</summary>
    public const double MostDistance = 2.4, MostAngle = 12 * 2 * Math.PI / 360;

    private const double Gravity = 9.8, CartMass = 1, PoleMass = 0.1, HalfLength = 0.5, Force = 10, Seconds = 0.02;

    private double _position, _speed, _angle, _spin;

    /// <summary>The steps of this episode so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Where the cart is, in metres from the middle.</summary>
    public double Position => _position;

    /// <summary>How far the pole leans, in radians.</summary>
    public double Angle => _angle;

    /// <summary>Begins an episode: all four numbers from −0.05 to 0.05.</summary>
    public void Reset()
    {
        _position = random.NextUniform(-0.05, 0.05);
        _speed = random.NextUniform(-0.05, 0.05);
        _angle = random.NextUniform(-0.05, 0.05);
        _spin = random.NextUniform(-0.05, 0.05);
        Steps = 0;
    }

    /// <summary>Copies the state out.</summary>
    public void Observe(Span<float> state) =>
        (state[0], state[1], state[2], state[3]) = ((float)_position, (float)_speed, (float)_angle, (float)_spin);

    /// <summary>Pushes the cart for one step of Euler's method.</summary>
    /// <param name="action">0: to the left; 1: to the right.</param>
    /// <returns>Whether the episode is lost, and whether it is over.</returns>
    public (bool IsLost, bool IsOver) Step(int action)
    {
        (double sin, double cos) = Math.SinCos(_angle);
        double pushed = ((action == 1 ? Force : -Force) + (PoleMass * HalfLength * _spin * _spin * sin)) / (CartMass + PoleMass);
        double spinning = ((Gravity * sin) - (cos * pushed)) / (HalfLength * ((4 / 3.0) - (PoleMass * cos * cos / (CartMass + PoleMass))));
        double speeding = pushed - (PoleMass * HalfLength * spinning * cos / (CartMass + PoleMass));
        _position += Seconds * _speed;
        _speed += Seconds * speeding;
        _angle += Seconds * _spin;
        _spin += Seconds * spinning;
        Steps++;
        bool isLost = Math.Abs(_position) > MostDistance || Math.Abs(_angle) > MostAngle;
        return (isLost, isLost || Steps >= MostSteps);
    }
}
