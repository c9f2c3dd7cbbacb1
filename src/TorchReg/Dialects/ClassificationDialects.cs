using static TorchReg.Dialects.RegressionDialects;

namespace TorchReg.Dialects;

/// <summary>Cross-entropy. TorchReg's form: mean CE + l1‖w‖₁ + (l2/2)‖w‖², biases free.</summary>
static class ClassificationDialects
{
    internal static IEnumerable<Dialect> All { get; } =
    [
        New("keras.crossentropy", "mean CE + l1‖w‖₁ + l2‖w‖²",
            (w, _) => [new("l1", w.L1), new("l2", w.L2 / 2)],
            (s, _) => new(Or(s("l1"), 0), 2 * Or(s("l2"), 0))),
        New("tensorflow.crossentropy", "mean CE + l1·reduce_sum|w| + l2·nn.l2_loss(w), nn.l2_loss = ½‖w‖²",
            (w, _) => [new("l1", w.L1), new("l2_loss", w.L2)],
            (s, _) => new(Or(s("l1"), 0), Or(s("l2_loss"), 0))),
        New("pytorch.CrossEntropyLoss", "mean CE + l1‖w‖₁ by hand, weight_decay in SGD on weights only",
            (w, _) => [new("l1", w.L1), new("weight_decay", w.L2)],
            (s, _) => new(Or(s("l1"), 0), Or(s("weight_decay"), 0))),
        New("sklearn.LogisticRegression", "C Σ CE + l1_ratio‖w‖₁ + (1 − l1_ratio)/2·‖w‖²",
            (w, p) => [new("C", 1 / (p.Rows * w.Sum)), new("l1_ratio", w.L1Ratio)],
            (s, p) => Mixed(1 / (p.Rows * Require.Positive(Or(s("C"), 1), "C")), Require.Ratio(Or(s("l1_ratio"), 0), "l1_ratio")),
            w => w.Sum == 0 ? "sklearn.LogisticRegression says 'no penalty' by penalty=None, not by C" : null,
            units: (w, _) => 1 / w.Sum),
        New("sklearn.SGDClassifier", "mean CE + alpha(l1_ratio‖w‖₁ + (1 − l1_ratio)/2·‖w‖²)",
            (w, _) => [new("alpha", w.Sum), new("l1_ratio", w.L1Ratio)],
            (s, _) => Mixed(Or(s("alpha"), 1e-4), Require.Ratio(Or(s("l1_ratio"), 0.15), "l1_ratio"))),
        New("sklearn.MLPClassifier", "mean CE + alpha/(2·batch)·‖W‖²",
            (w, p) => [new("alpha", p.BatchSize * w.L2)],
            (s, p) => new(0, Or(s("alpha"), 1e-4) / p.BatchSize),
            w => w.L1 > 0 ? "sklearn.MLPClassifier has no L1" : null),
        Glmnet("glmnet.multinomial", "mean CE + lambda(alpha‖w‖₁ + (1 − alpha)/2·‖w‖²); ", Logits.PerClass),
        Glmnet("glmnet.binomial", "mean CE + lambda(alpha‖w‖₁ + (1 − alpha)/2·‖w‖²), one logit for two classes; ", Logits.One),
        New("glmnet.multinomial.grouped", "mean CE + lambda(alpha Σ‖wⱼ‖ + (1 − alpha)/2·‖w‖²), wⱼ of feature j; " + Standardize,
            (w, _) => OfGroups(w, "lambda", "alpha"),
            (s, _) => Groups(Or(s("lambda"), 0), Require.Ratio(Or(s("alpha"), 1), "alpha")),
            null, Logits.PerClass, saysGroups: true),
        New("liblinear.s0", "C Σ CE + ½‖w‖² (-s 0; -B 1 makes the bias a penalized column unless -R)",
            (w, p) => [new("C", 1 / (p.Rows * w.L2))],
            (s, p) => new(0, 1 / (p.Rows * Require.Positive(Or(s("C"), 1), "C"))),
            w => w.L1 > 0 || w.L2 == 0 ? "liblinear -s 0 is L2 alone" : null, units: (w, _) => 1 / w.L2),
        New("liblinear.s6", "C Σ CE + ‖w‖₁ (-s 6)",
            (w, p) => [new("C", 1 / (p.Rows * w.L1))],
            (s, p) => new(1 / (p.Rows * Require.Positive(Or(s("C"), 1), "C")), 0),
            w => w.L2 > 0 || w.L1 == 0 ? "liblinear -s 6 is L1 alone" : null, units: (w, _) => 1 / w.L1),
        New("mlnet.Lbfgs", "Σ CE + L1Regularization‖w‖₁ + L2Regularization/2·‖w‖²; both default to 1",
            (w, p) => [new("L1Regularization", p.Rows * w.L1), new("L2Regularization", p.Rows * w.L2)],
            (s, p) => new(Or(s("L1Regularization"), 1) / p.Rows, Or(s("L2Regularization"), 1) / p.Rows),
            units: (_, p) => p.Rows),
        // dotnet/machinelearning#3690: Sdca's L1Regularization is the ratio l1/l2.
        New("mlnet.Sdca", "mean CE + L2Regularization(L1Regularization‖w‖₁ + ½‖w‖²): the L1 number is a ratio",
            (w, _) => [new("L1Regularization", w.L1 / w.L2), new("L2Regularization", w.L2)],
            (s, _) => new(Or(s("L2Regularization"), 0) * Or(s("L1Regularization"), 0), Or(s("L2Regularization"), 0)),
            w => w.L2 == 0 ? "mlnet.Sdca needs an L2 part" : null),
        New("article.000", "mean CE + λ1 Σ|w| + λ2 Σw² (sections 3.3, 3.4)",
            (w, _) => [new("lambda1", w.L1), new("lambda2", w.L2 / 2)],
            (s, _) => new(Or(s("lambda1"), 0), 2 * Or(s("lambda2"), 0))),
        New("article.003", "mean CE + λ(λ Σ|w| + λ Σw²): λ applied twice (section 3)",
            (w, _) => [new("lambda", Math.Sqrt(w.L1))],
            (s, _) => new(Math.Pow(Or(s("lambda"), 0), 2), 2 * Math.Pow(Or(s("lambda"), 0), 2)),
            w => Math.Abs(w.L2 - 2 * w.L1) > 1e-12 * w.Sum ? "article 003 has one λ for L1 and Keras's L2, so l2 = 2·l1" : null),
    ];

    static Dialect Glmnet(string name, string formula, Logits logits) => New(name, formula + Standardize,
        (w, _) => [new("lambda", w.Sum), new("alpha", w.L1Ratio)],
        (s, _) => Mixed(Or(s("lambda"), 0), Require.Ratio(Or(s("alpha"), 1), "alpha")), null, logits);

    static Dialect New(
        string name,
        string formula,
        Func<PenaltyWeights, Problem, Setting[]> write,
        Func<Func<string, double>, Problem, PenaltyWeights> read,
        Func<PenaltyWeights, string?>? refusal = null,
        Logits logits = Logits.AsGiven,
        bool saysGroups = false,
        Func<PenaltyWeights, Problem, double>? units = null) =>
        new(name, LossForm.CrossEntropy, formula, write, read, refusal, logits, saysGroups, units);
}
