using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>What the folds came to.</summary>
/// <param name="Path">On all rows.</param>
/// <param name="Values">The measure of the held-out rows of each fold that was finished.</param>
/// <param name="Certificates">Of the fits of each of those folds.</param>
/// <param name="Notes">What to know about the folds.</param>
sealed record FoldFits(
    RegularizationPath Path, HeldOutValues[] Values, FitCertificate[][] Certificates, IReadOnlyList<string> Notes);
