using TorchReg.Data;
using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>What the folds came to.</summary>
/// <param name="Path">On all rows.</param>
/// <param name="Values">The measure of each row at each λ, where it was held out; NaN where never.</param>
/// <param name="Folds">The folds that were finished.</param>
/// <param name="Certificates">Of the fits of each of those folds.</param>
/// <param name="Notes">What to know about the folds.</param>
sealed record FoldFits(
    RegularizationPath Path, double[][] Values, IReadOnlyList<RowFold> Folds, FitCertificate[][] Certificates,
    IReadOnlyList<string> Notes);
