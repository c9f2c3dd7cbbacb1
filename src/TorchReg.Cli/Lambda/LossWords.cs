using TorchReg.Cli.Host;
using TorchReg.Dialects;

namespace TorchReg.Cli.Lambda;

/// <summary>The words of --loss and the objective that each stands for.</summary>
static class LossWords
{
    internal const string Known = "squared, mse, crossentropy, binarycrossentropy, squaredhinge, poisson";

    internal static LossForm Parse(string word) => word switch
    {
        "squared" => LossForm.HalfSquaredError,
        "mse" => LossForm.MeanSquaredError,
        "crossentropy" => LossForm.CrossEntropy,
        "binarycrossentropy" => LossForm.BinaryCrossEntropy,
        "squaredhinge" => LossForm.SquaredHinge,
        "poisson" => LossForm.Poisson,
        _ => throw new UserError(
            $"--loss is '{Shown.Value(word)}'; it must be one of {Known}{KnownName.Meant(word, Known.Split(", "))}"),
    };

    internal static string Of(LossForm loss) => loss switch
    {
        LossForm.HalfSquaredError => "squared",
        LossForm.MeanSquaredError => "mse",
        LossForm.BinaryCrossEntropy => "binarycrossentropy",
        LossForm.CrossEntropy => "crossentropy",
        LossForm.SquaredHinge => "squaredhinge",
        LossForm.Poisson => "poisson",
        _ => throw new ArgumentOutOfRangeException(nameof(loss)),
    };

    internal static string Objective(LossForm loss, bool hasGroups) =>
        $"{Data(loss)} + l1‖w‖₁ + (l2/2)‖w‖²{(hasGroups ? " + group Σ‖wⱼ‖, wⱼ of feature j" : "")}";

    static string Data(LossForm loss) => loss switch
    {
        LossForm.HalfSquaredError => "SSE/(2n)",
        LossForm.MeanSquaredError => "SSE/n",
        LossForm.BinaryCrossEntropy => "mean CE of one logit",
        LossForm.CrossEntropy => "mean CE",
        LossForm.SquaredHinge => "mean max(0, 1 − s·z)²",
        LossForm.Poisson => "mean(exp z − y·z)",
        _ => throw new ArgumentOutOfRangeException(nameof(loss)),
    };
}
