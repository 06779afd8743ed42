using NetGen;

const int Steps = 3000;
(float[] points, float[] labels) = Spirals.Draw(count: 512, seed: 1);
(float[] testPoints, float[] testLabels) = Spirals.Draw(count: 512, seed: 2);

SpiralNet net = new(seed: 42);
Workspace<float> workspace = net.CreateWorkspace(batchCapacity: labels.Length);
Adam adam = new(0.01);
for (int step = 1; step <= Steps; step++)
{
    net.Forward(workspace, points);
    float loss = net.Loss(workspace, labels);
    net.Backward(workspace);
    adam.Step(net.Parameters, workspace.Gradients);
    if (step % 500 == 0)
    {
        Console.WriteLine($"step {step}: loss {loss:F4}");
    }
}

// What the network has learned: one character for each point of the square.
for (float y = 1.1f; y >= -1.1f; y -= 0.1f)
{
    for (float x = -1.1f; x <= 1.1f; x += 0.05f)
    {
        Console.Write(net.Predict([x, y])[0] > 0 ? '#' : '.');
    }

    Console.WriteLine();
}

int right = Enumerable.Range(0, testLabels.Length).Count(i => net.Predict(testPoints.AsSpan(2 * i, 2))[0] > 0 == (testLabels[i] == 1));
Console.WriteLine($"test accuracy {100.0 * right / testLabels.Length:F1} %");
