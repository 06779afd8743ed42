using NetGen;

float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
float[] targets = [0, 1, 1, 0];

XorNet net = new(seed: 1);
Workspace<float> workspace = net.CreateWorkspace(batchCapacity: targets.Length);
Adam adam = new(0.01);
for (int step = 0; step < 2000; step++)
{
    net.Forward(workspace, inputs);
    net.Loss(workspace, targets);
    net.Backward(workspace);
    adam.Step(net.Parameters, workspace.Gradients);
}

float[] probabilities = new float[targets.Length];
net.PredictProbabilities(inputs, probabilities);
Console.WriteLine($"vectors={Simd.VectorBits}");
Console.WriteLine($"fused={Simd.HasFusedMultiplyAdd}");
Console.WriteLine($"answers={string.Concat(probabilities.Select(p => p > 0.99f ? '1' : p < 0.01f ? '0' : '?'))}");
Console.WriteLine($"bits={string.Concat(net.Parameters.ToArray().Select(p => BitConverter.SingleToUInt32Bits(p).ToString("x8", null)))}");

/// <summary>Exclusive or.</summary>
[Network]
[Input(2)]
[Dense(8), Tanh]
[Dense(1)]
[BinaryCrossEntropy]
internal sealed partial class XorNet;
