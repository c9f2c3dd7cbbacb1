namespace TorchReg.Cli.Runs;

/// <summary>What came out of a run, whoever made it.</summary>
/// <param name="Training">On the rows that it learned from.</param>
/// <param name="Judged">On rows that it had not learned from.</param>
/// <param name="JudgedBy">Which those are: "test" or "held out".</param>
/// <param name="ExactZeros">Weights that are exactly 0, biases left out.</param>
/// <param name="Weights">Weights.</param>
/// <param name="Epochs">Of a training; null of a choice.</param>
sealed record RunSummary(
    LedgerRecord Training, LedgerRecord Judged, string JudgedBy, long ExactZeros, long Weights, int? Epochs);
