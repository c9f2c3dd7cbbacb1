using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>The numbers that losses by name are made of.</summary>
[Flags]
public enum LossArgument
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>ε of label smoothing.</summary>
    LabelSmoothing = 1,

    /// <summary>A weight for each class.</summary>
    ClassWeights = 2,

    /// <summary>Huber's δ.</summary>
    Delta = 4,

    /// <summary>γ of focal losses.</summary>
    Gamma = 8,

    /// <summary>α of the binary focal loss.</summary>
    Alpha = 16,

    /// <summary>How much ones count beside zeros.</summary>
    PositiveWeight = 32,
}

/// <summary>What <see cref="NamedLoss.Create"/> makes a loss of; it reads what <see cref="NamedLoss.Takes"/> says.</summary>
public sealed class LossArguments
{
    /// <summary>ε, from 0 to 1. Default 0.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>One number per class; null: all equal.</summary>
    public Tensor? ClassWeights { get; init; }

    /// <summary>δ, above 0. Default 1.</summary>
    public double Delta { get; init; } = 1;

    /// <summary>γ, 0 or more. Default 2.</summary>
    public double Gamma { get; init; } = 2;

    /// <summary>α, between 0 and 1. Default ¼.</summary>
    public double Alpha { get; init; } = 0.25;

    /// <summary>Above 0. Default 1.</summary>
    public double PositiveWeight { get; init; } = 1;
}

/// <summary>A loss that can be asked for by name.</summary>
/// <param name="Name">The name in configurations, in camel case: "halfSquaredError".</param>
/// <param name="Formula">ℓ of a row, from a prediction z and a target y.</param>
/// <param name="Takes">Which arguments it has.</param>
/// <param name="Create">Makes one.</param>
public sealed record NamedLoss(string Name, string Formula, LossArgument Takes, Func<LossArguments, Loss> Create)
{
    /// <summary>Whether targets are classes; else numbers.</summary>
    public bool IsOfClasses { get; } = Create(new()).Target == TargetKind.Classes;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>
/// Every loss of the library by name, one line each, and those that a program adds. Configurations and their JSON schema are made
/// of this list.
/// </summary>
public static class NamedLosses
{
    static readonly NamedList<NamedLoss> list = new(
    [
        new(
            "crossEntropy",
            "−log softmax(z)[y]",
            LossArgument.LabelSmoothing | LossArgument.ClassWeights,
            a =>
                a is { LabelSmoothing: 0, ClassWeights: null }
                    ? Losses.CrossEntropy
                    : Losses.CrossEntropyWith(a.LabelSmoothing, a.ClassWeights)),
        new(
            "focal",
            "−(1 − p)^γ log p, p = softmax(z)[y]",
            LossArgument.Gamma | LossArgument.ClassWeights,
            a => Losses.Focal(a.Gamma, a.ClassWeights)),
        new("hinge", "Σ over k ≠ y of max(0, 1 − z_y + z_k)", LossArgument.None, _ => Losses.Hinge),
        new("squaredHinge", "Σ over k of max(0, 1 ∓ z_k)², − for k = y", LossArgument.None, _ => Losses.SquaredHinge),
        new("halfSquaredError", "(z − y)²/2, summed over outputs", LossArgument.None, _ => Losses.HalfSquaredError),
        new("meanSquaredError", "(z − y)², the mean over outputs", LossArgument.None, _ => Losses.MeanSquaredError),
        new("meanAbsoluteError", "|z − y|", LossArgument.None, _ => Losses.MeanAbsoluteError),
        new("huber", "(z − y)²/2 within δ, δ(|z − y| − δ/2) beyond", LossArgument.Delta, a => Losses.Huber(a.Delta)),
        new(
            "binaryCrossEntropy",
            "log(1 + eᶻ) − y·z, for y from 0 to 1",
            LossArgument.PositiveWeight,
            a => a.PositiveWeight == 1 ? Losses.BinaryCrossEntropy : Losses.BinaryCrossEntropyWith(a.PositiveWeight)),
        new(
            "binaryFocal",
            "−α(1 − p)^γ log p for y = 1, −(1 − α)p^γ log(1 − p) for y = 0, p = σ(z)",
            LossArgument.Gamma | LossArgument.Alpha,
            a => Losses.BinaryFocal(a.Gamma, a.Alpha)),
        new("poisson", "eᶻ − y·z, for counts y", LossArgument.None, _ => Losses.Poisson),
        new("gamma", "z + y·e⁻ᶻ, for y above 0", LossArgument.None, _ => Losses.Gamma),
        new("cox", "log Σ exp z over the rows at risk − z, for events", LossArgument.None, _ => Losses.Cox),
    ], named => named.Name);

    /// <summary>Losses of classes first, then of numbers, then those that were added.</summary>
    public static IReadOnlyList<NamedLoss> All => list.All;

    /// <summary>Those that were added.</summary>
    internal static IReadOnlyList<NamedLoss> Added => [.. list.Added];

    /// <summary>The loss of that name, in any case; null where there is none.</summary>
    public static NamedLoss? Find(string name) => list.Find(name);

    /// <summary>
    /// Adds a loss of your own, so that configurations can name it: in what the caller goes on to do, its tasks and threads
    /// among it, until the result is disposed of.
    /// </summary>
    /// <param name="named">The loss; its name is new, of letters and digits, and begins with a small letter.</param>
    /// <returns>What takes it away again.</returns>
    /// <exception cref="ArgumentException">The name is taken, or is none; the message says which.</exception>
    public static IDisposable Add(NamedLoss named) => list.Add(named);
}
