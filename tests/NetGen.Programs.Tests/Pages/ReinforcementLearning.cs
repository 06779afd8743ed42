namespace NetGen.Programs.Tests.Pages.OfReinforcementLearning;

[Network, Input(3)]                                    // the ball's column and height, the basket's column
[Dense(32), Tanh, Dense(3, Name = "policy")]           // to the left, stay, to the right
[Dense(32, From = "input"), Tanh, Dense(1, Name = "value")]
[SoftmaxCrossEntropy(From = "policy")]
[MeanSquaredError(From = "value")]
public sealed partial class Catcher;

/// <summary>The code of the page on reinforcement learning, which shows every line.</summary>
internal static class ReinforcementLearning
{
    public static void Run(TextWriter output)
    {
        const int Games = 64, Steps = 6;                       // a ball falls for six steps in a field seven wide
        Catcher net = new(seed: 1);
        Workspace<float> workspace = net.CreateWorkspace(Games * Steps);
        Adam adam = new(0.01);
        PhiloxRandom random = new(1);
        float[] states = new float[Games * Steps * 3], probabilities = new float[Games * 3];
        float[] policyGradients = new float[Games * Steps * 3], valueGradients = new float[Games * Steps], returns = new float[Games];
        int[] actions = new int[Games * Steps], balls = new int[Games], baskets = new int[Games];

        for (int round = 1; round <= 200; round++)
        {
            for (int game = 0; game < Games; game++)
                (balls[game], baskets[game]) = (random.NextInt32(7), random.NextInt32(7));
            for (int step = 0; step < Steps; step++)           // all games at once
            {
                Span<float> now = states.AsSpan(step * Games * 3, Games * 3);
                for (int game = 0; game < Games; game++)
                    (now[3 * game], now[3 * game + 1], now[3 * game + 2]) = (balls[game] / 3f - 1, step / 3f - 1, baskets[game] / 3f - 1);
                net.PredictProbabilities(now, probabilities);  // of the policy: the head whose loss gives its outputs that meaning
                for (int game = 0; game < Games; game++)
                {
                    double chance = random.NextDouble();
                    int action = chance < probabilities[3 * game] ? 0 : chance < probabilities[3 * game] + probabilities[3 * game + 1] ? 1 : 2;
                    actions[step * Games + game] = action;
                    baskets[game] = Math.Clamp(baskets[game] + action - 1, 0, 6);
                }
    }

    for (int game = 0; game < Games; game++)
        returns[game] = balls[game] == baskets[game] ? 1 : 0;

    ReadOnlySpan<float> heads = net.Forward(workspace, states);
    for (int row = 0; row < Games * Steps; row++)
    {
                ReadOnlySpan<float> head = heads.Slice(row * Catcher.OutputSize, Catcher.OutputSize); // three logits and a value
                double sum = Math.Exp(head[0]) + Math.Exp(head[1]) + Math.Exp(head[2]), advantage = returns[row % Games] - head[3];
                for (int action = 0; action < 3; action++)     // the gradient of -advantage·log p(the action taken) is advantage·(p − 1 for it)
                    policyGradients[3 * row + action] = (float)(advantage * (Math.Exp(head[action]) / sum - (action == actions[row] ? 1 : 0)) / Games);
                valueGradients[row] = (float)(-advantage / Games);
    }

    net.Backward(workspace, policyGradients, valueGradients);
    adam.Step(net.Parameters, workspace.Gradients);
    if (round % 50 == 0)
        output.WriteLine($"round {round}: {returns.Sum()} of {Games} caught");
}
    }
}
