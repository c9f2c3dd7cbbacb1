using TorchReg.Cli.Runs;
using TorchReg.Pruning;

namespace TorchReg.Cli.Shrink;

/// <summary>What became of a run: its network as it was, and as it is.</summary>
/// <param name="Folder">The smaller run's.</param>
/// <param name="Layers">Each layer with weights.</param>
/// <param name="UnusedInputs">The names of the inputs that are no longer taken.</param>
/// <param name="Before">The network as it was.</param>
/// <param name="After">The network as it is.</param>
/// <param name="Difference">
/// The largest difference between the predictions of the two on the test rows, as a share of the largest prediction; before a
/// refit.
/// </param>
/// <param name="RefitEpochs">Epochs of the refit; 0 for none.</param>
sealed record ShrinkOutcome(
    string Folder, IReadOnlyList<CompactedLayer> Layers, IReadOnlyList<string> UnusedInputs, NetworkSize Before,
    NetworkSize After, double Difference, int RefitEpochs);

/// <summary>A network in numbers.</summary>
/// <param name="Parameters">Numbers in its parameters.</param>
/// <param name="Bytes">Their memory.</param>
/// <param name="Inputs">Inputs that it takes.</param>
/// <param name="Alone">Microseconds of a prediction of one row.</param>
/// <param name="Together">Microseconds of a prediction of 256 rows.</param>
/// <param name="Test">What it comes to on the run's test rows.</param>
sealed record NetworkSize(long Parameters, long Bytes, int Inputs, double Alone, double Together, LedgerRecord Test);
