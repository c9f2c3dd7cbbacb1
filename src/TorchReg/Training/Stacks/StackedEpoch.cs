namespace TorchReg.Training;

/// <summary>What an epoch's steps came to for one model.</summary>
/// <param name="Steps">Steps before the first whose data loss is not finite.</param>
/// <param name="Loss">That loss; where all are finite, the last.</param>
/// <param name="AreWeightsFinite">Whether they are at the end.</param>
/// <param name="GradientRatio">As <see cref="Ledger.GradientRatio"/>.</param>
readonly record struct StackedEpoch(long Steps, double Loss, bool AreWeightsFinite, double GradientRatio);
