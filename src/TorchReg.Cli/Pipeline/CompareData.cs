using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>The rows that the settings ask for: drawn, or from a folder and cut to size.</summary>
static class CompareData
{
    internal static TrainTestSplit Load(DataSettings settings) =>
        settings.Source == DataSettings.Drawn ? Drawn(settings) : FromFolder(settings);

    static TrainTestSplit Drawn(DataSettings settings) =>
        DrawnDigits.Split(
            settings.TrainRows > 0 ? settings.TrainRows : 8_000,
            settings.TestRows > 0 ? settings.TestRows : 2_000,
            (ulong)settings.Seed);

    static TrainTestSplit FromFolder(DataSettings settings)
    {
        var all = MnistFolder.Read(settings.Source, settings.TrainFraction, (ulong)settings.Seed);
        return all with
        {
            Train = First(all.Train, settings.TrainRows, "data.trainRows", settings.Source),
            Test = First(all.Test, settings.TestRows, "data.testRows", settings.Source),
        };
    }

    static LabeledImages First(LabeledImages images, int rows, string key, string folder) =>
        rows <= images.Rows
            ? images.Take(rows > 0 ? rows : images.Rows)
            : throw new UserError(
                FormattableString.Invariant(
                    $"{key} is {rows:N0}, but {folder} gives {images.Rows:N0}; set --{key}=0 for all of them"));
}
