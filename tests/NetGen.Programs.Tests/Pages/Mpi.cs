namespace NetGen.Programs.Tests.Pages.OfMpi;

[Network, Input(4), Dense(8), Tanh, Dense(3), SoftmaxCrossEntropy]
public sealed partial class Net;

/// <summary>The code of the page on MPI, which shows every line: here a group of one.</summary>
internal static class Mpi
{
    public static void Train(Net net, IDataset<float, int> train, IDataset<float, int> validation)
    {
        using MpiGroup group = MpiGroup.Initialize();          // without mpirun a group of one, which needs no MPI
        net.Fit(train, validation, new FitOptions
        {
            Exchange = group.Gradients(parts: 8),
            BatchSize = 512,
            Checkpoint = new CheckpointOptions("checkpoints"),  // rank 0 writes them
            Progress = new ConsoleProgress(),                   // and reports
        });
        if (group.Rank == 0)
            net.Save("model.safetensors");
    }

    public static void TrainAlone(Net net, IDataset<float, int> train)
    {
        net.Fit(train, new FitOptions { Exchange = new LocalExchange(parts: 8) });
    }
}
