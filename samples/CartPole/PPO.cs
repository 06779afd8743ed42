using NetGen;

namespace Balancing;

/// <summary>
/// Proximal policy optimization (Schulman and others, 2017): some steps in several environments at once, then some passes over them, in which no action may become much more or
/// less likely than it was; advantages are estimated by GAE(λ).
/// </summary>
internal sealed class PPO
{
    private const int Environments = 8, StepsEach = 256, Batch = 64, Passes = 10;
    private const double Discount = 0.99, Lambda = 0.95, Clip = 0.2, EntropyWeight = 0.0, MostNorm = 0.5, LearningRate = 3e-4;
    private const int Rows = Environments * StepsEach;

    private readonly Agent _agent;
    private readonly Workspace<float> _workspace;
    private readonly Adam _optimizer = new(LearningRate, epsilon: 1e-5);
    private readonly PhiloxRandom _random;
    private readonly CartPole[] _games = new CartPole[Environments];

    // What happened, step after step of all environments.
    private readonly float[] _states = new float[Rows * CartPole.StateSize], _values = new float[Rows], _returns = new float[Rows], _advantages = new float[Rows], _rewards = new float[Rows];
    private readonly double[] _logProbabilities = new double[Rows];
    private readonly int[] _actions = new int[Rows], _order = [.. Enumerable.Range(0, Rows)];
    private readonly bool[] _isOver = new bool[Rows];

    private readonly float[] _current = new float[Environments * CartPole.StateSize], _policies = new float[Environments * CartPole.Actions], _valuesNow = new float[Environments];
    private readonly float[] _batchStates = new float[Batch * CartPole.StateSize], _policyGradients = new float[Batch * CartPole.Actions], _valueGradients = new float[Batch];

    public PPO(Agent agent, long seed)
    {
        _agent = agent;
        _workspace = agent.CreateWorkspace(Batch);
        _random = new PhiloxRandom((ulong)seed, stream: 1);
        for (int i = 0; i < Environments; i++)
        {
            _games[i] = new CartPole(new PhiloxRandom((ulong)seed, stream: (ulong)(2 + i)));
            _games[i].Reset();
        }
    }

    /// <summary>The lengths of the episodes that ended since it was last read.</summary>
    public List<int> Lengths { get; } = [];

    /// <summary>Trains for so many steps of the environments, and tells after each round how many there were.</summary>
    public void Train(int steps, Action<int> afterRound, CancellationToken cancellation)
    {
        int rounds = Math.Max(1, steps / Rows);
        for (int round = 0; round < rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            _optimizer.LearningRate = LearningRate * (1 - ((double)round / rounds));
            Play();
            for (int pass = 0; pass < Passes; pass++)
            {
                _random.Shuffle<int>(_order);
                for (int first = 0; first < Rows; first += Batch)
                    Learn(_order.AsSpan(first, Batch));
            }

            afterRound((round + 1) * Rows);
        }
    }

    private void Play()
    {
        for (int step = 0; step < StepsEach; step++)
        {
            for (int i = 0; i < Environments; i++)
                _games[i].Observe(_current.AsSpan(i * CartPole.StateSize, CartPole.StateSize));
            _agent.Predict(_current, _policies, _valuesNow);
            _current.CopyTo(_states, step * Environments * CartPole.StateSize);
            for (int i = 0; i < Environments; i++)
            {
                int row = (step * Environments) + i;
                double logit = _policies[2 * i] - _policies[(2 * i) + 1], left = 1 / (1 + Math.Exp(-logit));
                int action = _random.NextDouble() < left ? 0 : 1;
                (bool isLost, bool isOver) = _games[i].Step(action);
                (_actions[row], _logProbabilities[row], _values[row], _rewards[row], _isOver[row]) = (action, Math.Log(action == 0 ? left : 1 - left), _valuesNow[i], 1, isOver);
                if (isOver)
                    End(i, row, isLost);
            }
        }

        for (int i = 0; i < Environments; i++)
            _games[i].Observe(_current.AsSpan(i * CartPole.StateSize, CartPole.StateSize));
        _agent.Predict(_current, default, _valuesNow);
        Estimate();
    }

    /// <summary>An episode that was cut off would have gone on: what its last state is worth belongs to the reward.</summary>
    private void End(int game, int row, bool isLost)
    {
        if (!isLost)
        {
            Span<float> state = stackalloc float[CartPole.StateSize], value = stackalloc float[1];
            _games[game].Observe(state);
            _agent.Predict(state, default, value);
            _rewards[row] += (float)Discount * value[0];
        }

        Lengths.Add(_games[game].Steps);
        _games[game].Reset();
    }

    /// <summary>A_t = δ_t + γλ·A_{t+1}, δ_t = r_t + γ·V_{t+1} − V_t, from the last step to the first; nothing comes after the end of an episode.</summary>
    private void Estimate()
    {
        for (int i = 0; i < Environments; i++)
        {
            double advantage = 0, next = _valuesNow[i];
            for (int step = StepsEach - 1; step >= 0; step--)
            {
                int row = (step * Environments) + i;
                double goesOn = _isOver[row] ? 0 : 1;
                advantage = _rewards[row] + (Discount * next * goesOn) - _values[row] + (Discount * Lambda * goesOn * advantage);
                next = _values[row];
                (_advantages[row], _returns[row]) = ((float)advantage, (float)(advantage + _values[row]));
            }
        }
    }

    /// <summary>
    /// One step on −min(r·A, clip(r, 1 ± ε)·A) + ½(V − R)² − w·H, with r the ratio of an action's probability to what it was. With p = softmax(y), ∂r/∂y = r·(onehot(a) − p), where the
    /// objective is not cut off, and ∂H/∂y = −p ⊙ (ln p + H).
    /// </summary>
    private void Learn(ReadOnlySpan<int> rows)
    {
        for (int i = 0; i < Batch; i++)
            _states.AsSpan(rows[i] * CartPole.StateSize, CartPole.StateSize).CopyTo(_batchStates.AsSpan(i * CartPole.StateSize));
        (double mean, double deviation) = Moments(rows);
        ReadOnlySpan<float> outputs = _agent.Forward(_workspace, _batchStates);
        for (int i = 0; i < Batch; i++)
        {
            int row = rows[i], action = _actions[row];
            ReadOnlySpan<float> output = outputs.Slice(i * Agent.OutputSize, Agent.OutputSize); // policy, policy, value
            double left = 1 / (1 + Math.Exp(output[1] - (double)output[0])), logLeft = Math.Log(left), logRight = Math.Log(1 - left);
            double ratio = Math.Exp((action == 0 ? logLeft : logRight) - _logProbabilities[row]), advantage = (_advantages[row] - mean) / (deviation + 1e-8);
            bool isCut = advantage >= 0 ? ratio > 1 + Clip : ratio < 1 - Clip;
            double entropy = -((left * logLeft) + ((1 - left) * logRight)), ofRatio = isCut ? 0 : -advantage * ratio;
            double ofLeft = (ofRatio * ((action == 0 ? 1 : 0) - left)) + (EntropyWeight * left * (logLeft + entropy));
            _policyGradients[2 * i] = (float)(ofLeft / Batch);
            _policyGradients[(2 * i) + 1] = (float)(-ofLeft / Batch); // of two actions, the one's gradient is the other's
            _valueGradients[i] = (output[2] - _returns[row]) / Batch;
        }

        _agent.Backward(_workspace, _policyGradients, _valueGradients);
        GradientClipping.ByNorm(_workspace.Gradients, MostNorm);
        _optimizer.Step(_agent.Parameters, _workspace.Gradients);
    }

    private (double Mean, double Deviation) Moments(ReadOnlySpan<int> rows)
    {
        double sum = 0, squares = 0;
        foreach (int row in rows)
            sum += _advantages[row];
        double mean = sum / Batch;
        foreach (int row in rows)
            squares += (_advantages[row] - mean) * (_advantages[row] - mean);
        return (mean, Math.Sqrt(squares / (Batch - 1)));
    }
}
