namespace TorchReg.Dialects;

/// <summary>Squared error. TorchReg's form here: SSE/(2n) + l1‖w‖₁ + (l2/2)‖w‖².</summary>
static class RegressionDialects
{
    internal static IEnumerable<Dialect> All { get; } =
    [
        // MSE = SSE/n is twice our loss; Keras's l2 has no ½, which cancels that factor for L2 and not for L1.
        New("keras.mse", "SSE/n + l1‖w‖₁ + l2‖w‖²",
            (w, _) => [new("l1", 2 * w.L1), new("l2", w.L2)],
            (s, _) => new(Or(s("l1"), 0) / 2, Or(s("l2"), 0)), units: _ => 2),
        New("tensorflow.mse", "SSE/n + l1·reduce_sum|w| + l2·nn.l2_loss(w), nn.l2_loss = ½‖w‖²",
            (w, _) => [new("l1", 2 * w.L1), new("l2_loss", 2 * w.L2)],
            (s, _) => new(Or(s("l1"), 0) / 2, Or(s("l2_loss"), 0) / 2), units: _ => 2),
        New("pytorch.MSELoss", "SSE/n + l1‖w‖₁ by hand, weight_decay in SGD on weights only",
            (w, _) => [new("l1", 2 * w.L1), new("weight_decay", 2 * w.L2)],
            (s, _) => new(Or(s("l1"), 0) / 2, Or(s("weight_decay"), 0) / 2), units: _ => 2),
        New("sklearn.Ridge", "SSE + alpha‖w‖²",
            (w, p) => [new("alpha", p.Rows * w.L2)],
            (s, p) => new(0, Or(s("alpha"), 1) / p.Rows),
            w => w.L1 > 0 ? "sklearn.Ridge has no L1" : null, units: p => 2.0 * p.Rows),
        New("sklearn.Lasso", "SSE/(2n) + alpha‖w‖₁",
            (w, _) => [new("alpha", w.L1)],
            (s, _) => new(Or(s("alpha"), 1), 0),
            w => w.L2 > 0 ? "sklearn.Lasso has no L2" : null),
        New("sklearn.ElasticNet", "SSE/(2n) + alpha(l1_ratio‖w‖₁ + (1 − l1_ratio)/2·‖w‖²)",
            (w, _) => [new("alpha", w.Sum), new("l1_ratio", w.L1Ratio)],
            (s, _) => Mixed(Or(s("alpha"), 1), Require.Ratio(Or(s("l1_ratio"), 0.5), "l1_ratio"))),
        // With any L2 part glmnet weighs it by 1/sd(y): it standardizes y inside (standardize = FALSE is about x).
        New(
            "glmnet.gaussian",
            "SSE/(2n) + lambda(alpha‖w‖₁ + (1 − alpha)/(2 sd_y)·‖w‖²); " + Standardize,
            (w, p) =>
                new PenaltyWeights(w.L1, p.TargetSpread * w.L2) is var mixed
                    ? [new("lambda", mixed.Sum), new("alpha", mixed.L1Ratio)]
                    : [],
            (s, p) =>
                Mixed(Or(s("lambda"), 0), Require.Ratio(Or(s("alpha"), 1), "alpha")) is var mixed
                    ? new(mixed.L1, mixed.L2 / p.TargetSpread)
                    : mixed),
        // Several outputs keep their scale (standardize.response = FALSE): no sd(y) here.
        New("glmnet.mgaussian", "SSE/(2n) + lambda(alpha Σ‖wⱼ‖ + (1 − alpha)/2·‖w‖²), wⱼ of feature j; " + Standardize,
            (w, _) => OfGroups(w, "lambda", "alpha"),
            (s, _) => Groups(Or(s("lambda"), 0), Require.Ratio(Or(s("alpha"), 1), "alpha")), saysGroups: true),
        New("sklearn.MultiTaskElasticNet", "SSE/(2n) + alpha(l1_ratio Σ‖wⱼ‖ + (1 − l1_ratio)/2·‖w‖²), wⱼ of feature j",
            (w, _) => OfGroups(w, "alpha", "l1_ratio"),
            (s, _) => Groups(Or(s("alpha"), 1), Require.Ratio(Or(s("l1_ratio"), 0.5), "l1_ratio")), saysGroups: true),
        New("article.001", "SSE/(2n) + λ1 Σ|w| + (λ2/2) Σw² (sections 2.1, 2.2; article 002's formulas as well)",
            (w, _) => [new("lambda1", w.L1), new("lambda2", w.L2)],
            (s, _) => new(Or(s("lambda1"), 0), Or(s("lambda2"), 0))),
        New("article.002", "Keras's mse with l1(λ1), l2(λ2): article 002's code",
            (w, _) => [new("lambda1", 2 * w.L1), new("lambda2", w.L2)],
            (s, _) => new(Or(s("lambda1"), 0) / 2, Or(s("lambda2"), 0)), units: _ => 2),
        New("article.004", "SSE/(2m) + λ/(2m)·‖w‖₁ (section 3)",
            (w, p) => [new("lambda", 2 * p.Rows * w.L1)],
            (s, p) => new(Or(s("lambda"), 0) / (2 * p.Rows), 0),
            w => w.L2 > 0 ? "article 004's formula has no L2" : null),
    ];

    static Dialect New(
        string name,
        string formula,
        Func<PenaltyWeights, Problem, Setting[]> write,
        Func<Func<string, double>, Problem, PenaltyWeights> read,
        Func<PenaltyWeights, string?>? refusal = null,
        bool saysGroups = false,
        Func<Problem, double>? units = null) =>
        new(name, LossForm.HalfSquaredError, formula, write, read, refusal, saysGroups: saysGroups,
            units: units is null ? null : (_, p) => units(p));

    /// <summary>glmnet's λ is TorchReg's for the columns that glmnet sees inside.</summary>
    internal const string Standardize = "standardize = FALSE (TRUE: as LinearProblem.Standardize)";

    internal static double Or(double value, double absent) => double.IsNaN(value) ? absent : value;
    internal static PenaltyWeights Mixed(double sum, double l1Ratio) => new(sum * l1Ratio, sum * (1 - l1Ratio));

    internal static PenaltyWeights Groups(double sum, double ratio) => new(0, sum * (1 - ratio), sum * ratio);

    internal static Setting[] OfGroups(PenaltyWeights w, string sum, string ratio) =>
        [new(sum, w.GroupsAsL1.Sum), new(ratio, w.GroupsAsL1.L1Ratio)];
}
