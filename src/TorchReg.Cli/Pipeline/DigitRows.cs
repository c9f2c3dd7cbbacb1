using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>Digits, drawn or from a folder with MNIST-format files.</summary>
static class DigitRows
{
    internal static SourceRows Of(TrainDataSettings settings, string source)
    {
        var images = CompareData.Load(new()
        {
            Source = source,
            TrainRows = settings.TrainRows,
            TestRows = settings.TestRows,
            TrainFraction = settings.TrainFraction,
            Seed = settings.Seed,
        });
        return new(Dataset.Of(images.Train), Dataset.Of(images.Test), InputEncoding.OfImages(28, 28, 10), images.Source);
    }
}
