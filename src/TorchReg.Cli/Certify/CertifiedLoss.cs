using TorchReg.Cli.Host;
using TorchReg.Dialects;
using TorchReg.Objectives;

namespace TorchReg.Cli.Certify;

/// <summary>A loss that a model can be certified for.</summary>
/// <param name="Name">As torchreg select names it.</param>
/// <param name="Loss">TorchReg's.</param>
/// <param name="Form">What dialects call it.</param>
/// <param name="IsOfClasses">Whether targets are classes.</param>
sealed record CertifiedLoss(string Name, Loss Loss, LossForm Form, bool IsOfClasses)
{
    static readonly CertifiedLoss squared = new("squaredError", Losses.HalfSquaredError, LossForm.HalfSquaredError, false),
        logistic = new("logistic", Losses.BinaryCrossEntropy, LossForm.BinaryCrossEntropy, true),
        softmax = new("softmax", Losses.CrossEntropy, LossForm.CrossEntropy, true);

    internal static IReadOnlyList<CertifiedLoss> All { get; } =
    [
        squared, logistic, softmax,
        new("squaredHinge", Losses.SquaredHinge, LossForm.SquaredHinge, true),
        new("poisson", Losses.Poisson, LossForm.Poisson, false),
    ];

    internal static IEnumerable<string> Names => All.Select(loss => loss.Name);

    internal static CertifiedLoss? Find(string? word) => word is null ? null
        : All.FirstOrDefault(loss => loss.Name.Equals(word, StringComparison.OrdinalIgnoreCase))
            ?? throw new UserError(
                $"--loss is '{Shown.Value(word)}'; it must be one of {string.Join(", ", Names)}{KnownName.Meant(word, Names)}");

    /// <summary>The usual one for such targets and a model of so many outputs.</summary>
    internal static CertifiedLoss Usual(bool isOfClasses, long outputs) =>
        !isOfClasses ? squared : outputs == 1 ? logistic : softmax;
}
