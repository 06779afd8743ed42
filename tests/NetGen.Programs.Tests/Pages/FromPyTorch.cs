namespace NetGen.Programs.Tests.Pages.OfPyTorch;

[Network]
[Input(1, 28, 28)]
[Conv2D(16, 3, Padding = 1), BatchNorm, ReLU, MaxPool2D(2)]
[Flatten, Dropout(0.5), Dense(10)]
[SoftmaxCrossEntropy]
public sealed partial class DigitNet;

/// <summary>The code of the page on PyTorch and Keras, which shows every line.</summary>
internal static class FromPyTorch
{
    public static void Train(DigitNet net, IDataset<float, int> data)
    {
        Workspace<float> workspace = net.CreateWorkspace(batchCapacity: 64);
        AdamW optimizer = new(1e-3);
        MiniBatches<float, int> batches = new(data, batchSize: 64, seed: 1);
        batches.Shuffle(epoch: 0);
        while (batches.Next())
        {
            net.Forward(workspace, batches.Inputs);                 // model.train(); logits = model(images)
            float loss = net.Loss(workspace, batches.Targets);      // loss = F.cross_entropy(logits, labels)
            net.Step(workspace, optimizer);                         // optimizer.zero_grad(); loss.backward(); optimizer.step()
        }
    }

    public static void Load(DigitNet net, string path)
    {
        net.Load(path, names: NameMap.ByOrder);             // the n-th layer with parameters is the n-th module with parameters
    }
}
