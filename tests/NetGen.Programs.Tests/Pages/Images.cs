namespace NetGen.Programs.Tests.Pages.OfImages;

[Network, Input(3, 32, 32), Conv2D(16, 3), ReLU, MaxPool2D(2), Conv2D(32, 3), ReLU, GlobalAveragePool2D, Dense(2), SoftmaxCrossEntropy]
public sealed partial class PhotoNet;

/// <summary>The code of the page on images, which shows every line.</summary>
internal static class Images
{
    public static void Run(TextWriter output)
    {
        ImageFolder photos = ImageFolder.Load("photos", width: 32, height: 32, channels: 3);      // photos/cat/1.jpg, photos/dog/2.png
        var (train, validation) = photos.StratifiedSplit(0.2, seed: 1);
        PhotoNet net = new(seed: 42);
        net.Fit(train.Augmented(channels: 3, height: 32, width: 32, copies: 4, shift: 3, flip: true), validation, new FitOptions { Epochs = 20 });

        int[] label = new int[1];
        net.PredictLabels(ImageFile.Read("new.jpg", 32, 32), label);
        output.WriteLine(photos.Classes[label[0]]);
    }
}
