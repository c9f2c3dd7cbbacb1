using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;

namespace TorchReg.Cli.Compare;

/// <summary>The rows of a comparison: digits, or those of a file, on the CPU.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Test">Rows to judge by.</param>
/// <param name="Encoding">What the target is.</param>
/// <param name="Summary">For the reader.</param>
sealed record CompareRows(Dataset Train, Dataset Test, InputEncoding Encoding, DataSummary Summary)
{
    internal static CompareRows Load(DataSettings settings) =>
        File.Exists(settings.Source) ? OfFile(settings) : OfDigits(settings);

    static CompareRows OfFile(DataSettings settings)
    {
        var data = RunRows.Load(settings.OfFile);
        if (data.Train.Stored is { } stored)
            throw new UserError(
                $"data.source {settings.Source}: the features are {stored}, and compare counts zeros of dense ones; train a " +
                "run for each penalty, and see them side by side by torchreg report");
        return new(data.Train, data.Test, data.Encoding, new(
            data.Source, (int)data.Train.Rows, data.TrainSha256, (int)data.Test.Rows, data.TestSha256));
    }

    static CompareRows OfDigits(DataSettings settings)
    {
        var rows = CompareData.Load(settings);
        return new(Dataset.Of(rows.Train), Dataset.Of(rows.Test), InputEncoding.OfImages(28, 28, 10), new(
            rows.Source, rows.Train.Rows, rows.Train.Sha256, rows.Test.Rows, rows.Test.Sha256));
    }
}
