using TorchReg.Cli.Host;
using TorchReg.Dialects;

namespace TorchReg.Cli.Lambda;

/// <summary>A λ and its problem, checked: what is to be said in every dialect.</summary>
/// <param name="Weights">TorchReg's own.</param>
/// <param name="Problem">The loss and what else conversions need.</param>
/// <param name="Origin">The system and the settings that the weights came from; null where they were TorchReg's at once.</param>
/// <param name="Notes">What was assumed.</param>
sealed record LambdaQuestion(PenaltyWeights Weights, Problem Problem, string? Origin, IReadOnlyList<string> Notes)
{
    internal static LambdaQuestion Of(LambdaOptions words)
    {
        var source = words.From == null ? null : ForeignSettings.Of(words.From, words.Set);
        var problem = ProblemOf(words, source?.Dialect);
        if (source != null && (words.L1 ?? words.L2 ?? words.Group) != null)
            throw new UserError("--from and --l1, --l2, --group are two ways to give one λ; use one");
        var weights = source?.Weights(problem) ?? OwnWeights(words);
        return new(weights, problem, source?.ToString(), [.. source?.Notes ?? [], .. Assumed(words, problem, weights)]);
    }

    static Problem ProblemOf(LambdaOptions words, Dialect? source) =>
        new(
            LossOf(words.Loss, source),
            Numbers.Count(
                "--rows",
                words.Rows
                    ?? throw new UserError("--rows is missing: some systems sum over rows where others average; write --rows=N")),
            words.TargetSpread == null ? 1 : Numbers.Positive("--sd-y", words.TargetSpread),
            words.BatchSize == null ? 200 : Numbers.Count("--batch", words.BatchSize));

    static LossForm LossOf(string? word, Dialect? source) =>
        word != null ? LossWords.Parse(word)
        : source == null
            ? throw new UserError(
                $"--loss is missing: λ means nothing without its loss; write --loss=… with one of {LossWords.Known}")
        : source.Loss;

    static PenaltyWeights OwnWeights(LambdaOptions words)
    {
        if (words.Set.Length > 0) throw new UserError($"--set {words.Set[0]} needs --from, the system that it belongs to");
        if ((words.L1 ?? words.L2 ?? words.Group) == null)
            throw new UserError("give a λ: --l1, --l2, --group or several, or another system's by --from and --set");
        return new(Numbers.NonNegative("--l1", words.L1 ?? "0"), Numbers.NonNegative("--l2", words.L2 ?? "0"),
            Numbers.NonNegative("--group", words.Group ?? "0"));
    }

    // Said only where it matters: to glmnet sd_y does with an L2 part, to the MLP the batch without an L1 part.
    static IEnumerable<string> Assumed(LambdaOptions words, Problem problem, PenaltyWeights weights)
    {
        if (problem.IsRegression && words.TargetSpread == null && weights.L2 > 0)
            yield return "glmnet.gaussian: sd_y taken as 1; give the standard deviation of y (with 1/n) by --sd-y.";
        if (problem.Loss is LossForm.CrossEntropy or LossForm.BinaryCrossEntropy && words.BatchSize == null && weights.L1 == 0)
            yield return "sklearn.MLPClassifier: batch taken as 200, its default; give yours by --batch.";
        if (problem.Loss == LossForm.CrossEntropy && weights.L2 > 0)
            yield return "Of two classes: a row but glmnet's says the same of as many logits as here. A system that fits one " +
                "logit for two classes (scikit-learn's binary models, liblinear, a single sigmoid unit) has the minimiser of " +
                "two logits with twice the l2, and the same l1: ask with --loss=binarycrossentropy.";
    }
}
