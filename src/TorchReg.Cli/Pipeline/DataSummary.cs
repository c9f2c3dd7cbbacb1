namespace TorchReg.Cli.Pipeline;

/// <summary>The data that a comparison runs on, for the reader.</summary>
/// <param name="Source">One line: files or generator, seed, and how the rows were split.</param>
/// <param name="TrainRows">Rows trained on.</param>
/// <param name="TrainSha256">Of the training rows' pixels and labels.</param>
/// <param name="TestRows">Rows judged by.</param>
/// <param name="TestSha256">Of the test rows' pixels and labels.</param>
sealed record DataSummary(string Source, int TrainRows, string TrainSha256, int TestRows, string TestSha256);
