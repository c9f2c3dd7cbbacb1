using TorchReg.Data;

namespace TorchReg.Cli.Pipeline;

/// <summary>A run's rows: learned from, watched and judged by. Owns them.</summary>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Validation">Rows to watch; null where none are.</param>
/// <param name="Test">Rows to judge by.</param>
/// <param name="Encoding">How features are made of columns.</param>
/// <param name="Source">One line for the reader.</param>
sealed record RunData(Dataset Train, Dataset? Validation, Dataset Test, InputEncoding Encoding, string Source) : IDisposable
{
    internal string TrainSha256 { get; } = DatasetDigest.Sha256(Train);
    internal string? ValidationSha256 { get; } = Validation == null ? null : DatasetDigest.Sha256(Validation);
    internal string TestSha256 { get; } = DatasetDigest.Sha256(Test);

    public void Dispose()
    {
        Train.Dispose();
        Validation?.Dispose();
        Test.Dispose();
    }
}
