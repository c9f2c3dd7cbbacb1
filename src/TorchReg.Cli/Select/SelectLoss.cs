using TorchReg.Cli.Runs;
using TorchReg.Objectives;

namespace TorchReg.Cli.Select;

/// <summary>A loss of linear models by the name that statisticians call it.</summary>
/// <param name="Name">In configurations of a choice of λ.</param>
/// <param name="Kind">In the library's list.</param>
/// <param name="IsOfClasses">Whether targets are classes; else numbers.</param>
sealed record SelectLoss(string Name, string Kind, bool IsOfClasses = false);

/// <summary>The losses that a choice of λ can name: these, and those with a datafit that the program added.</summary>
static class SelectLosses
{
    /// <summary>The one that the targets ask for.</summary>
    internal const string Auto = "auto";

    internal const string Softmax = "softmax", Logistic = "logistic", Huber = "huber", Cox = "cox", SquaredError = "squaredError";

    static readonly SelectLoss[] own =
    [
        new(SquaredError, "halfSquaredError"),
        new(Logistic, "binaryCrossEntropy", IsOfClasses: true),
        new(Softmax, "crossEntropy", IsOfClasses: true),
        new(Huber, "huber"),
        new("squaredHinge", "squaredHinge", IsOfClasses: true),
        new("poisson", "poisson"),
        new("gamma", "gamma"),
        new(Cox, "cox"),
    ];

    static IEnumerable<SelectLoss> All => own.Concat(NamedLosses.Added
        .Where(named => named.Create(new()).Datafit is not null)
        .Select(named => new SelectLoss(named.Name, named.Name, named.IsOfClasses)));

    internal static IReadOnlyList<string> Names => [Auto, .. All.Select(loss => loss.Name)];

    internal static Loss Loss(this ProblemSettings problem)
    {
        var (kind, delta) = problem.Record();
        return NamedLosses.Find(kind)!.Create(new() { Delta = delta });
    }

    /// <summary>The loss by its name in the library's list.</summary>
    internal static LossRecord Record(this ProblemSettings problem) =>
        Find(problem) is { Name: Huber } huber ? new(huber.Kind, problem.HuberDelta) : new(Find(problem).Kind);

    internal static bool IsOfClasses(this ProblemSettings problem) => Find(problem).IsOfClasses;

    static SelectLoss Find(ProblemSettings problem) =>
        All.First(loss => loss.Name.Equals(problem.Loss, StringComparison.OrdinalIgnoreCase));

    /// <summary>The penalty: "L1", "elastic net, ρ 0.5".</summary>
    internal static string InWords(this ProblemSettings problem, double l1Ratio) =>
        (problem, l1Ratio) switch
        {
            ({ ColumnGroups.Length: > 0, WithinGroups: > 0 }, _) => "sparse group lasso",
            ({ ColumnGroups.Length: > 0 }, _) => "group lasso",
            (_, 1) => "L1",
            (_, 0) => "L2",
            _ => FormattableString.Invariant($"elastic net, ρ {l1Ratio}"),
        } + (problem.GroupFeatures ? ", all outputs together" : "") + (problem.NonNegative ? ", no negative weights" : "");

    /// <summary>The same with the loss that the rows ask for, where none is named.</summary>
    internal static ProblemSettings For(this ProblemSettings problem, Data.Dataset rows, bool hasEvents) =>
        problem.Loss != Auto ? problem : problem with
        {
            Loss = hasEvents ? Cox
                : rows.Targets.dtype != TorchSharp.torch.ScalarType.Int64 ? SquaredError
                : rows.Classes().Max() < 2 ? Logistic : Softmax,
        };

    /// <summary>Whether its targets are classes, or may turn out to be.</summary>
    internal static bool MayBeOfClasses(this ProblemSettings problem) => problem.Loss == Auto || problem.IsOfClasses();
}
