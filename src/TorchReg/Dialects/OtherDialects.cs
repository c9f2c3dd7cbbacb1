using static TorchReg.Dialects.RegressionDialects;

namespace TorchReg.Dialects;

/// <summary>Squared hinge and counts. TorchReg's form: the mean loss + l1‖w‖₁ + (l2/2)‖w‖², biases free.</summary>
/// <remarks>
/// R.-E. Fan et al., LIBLINEAR, JMLR 9 (2008), p. 1871: L2-loss SVC; scikit-learn's user guide, sections 1.1.12 (Poisson) and
/// 1.4.7 (SVC): https://scikit-learn.org/stable/modules/linear_model.html.
/// </remarks>
static class OtherDialects
{
    internal static IEnumerable<Dialect> All { get; } =
    [
        OfC("liblinear.s2", "C Σ max(0, 1 − s·z)² + ½‖w‖² (-s 1 and -s 2; -B 1 makes the bias a penalized column unless -R)",
            false),
        OfC("liblinear.s5", "C Σ max(0, 1 − s·z)² + ‖w‖₁ (-s 5)", true),
        OfC("sklearn.LinearSVC", "C Σ max(0, 1 − s·z)² + ½‖w‖² (its own loss and penalty; the intercept is penalized)", false),
        new("glmnet.poisson", LossForm.Poisson, "mean(exp z − y·z) + lambda(alpha‖w‖₁ + (1 − alpha)/2·‖w‖²); " + Standardize,
            (w, _) => [new("lambda", w.Sum), new("alpha", w.L1Ratio)],
            (s, _) => Mixed(Or(s("lambda"), 0), Require.Ratio(Or(s("alpha"), 1), "alpha"))),
        new("sklearn.PoissonRegressor", LossForm.Poisson, "mean(exp z − y·z) + alpha/2·‖w‖² (up to a constant)",
            (w, _) => [new("alpha", w.L2)],
            (s, _) => new(0, Or(s("alpha"), 1)),
            w => w.L1 > 0 ? "sklearn.PoissonRegressor has no L1" : null),
    ];

    static Dialect OfC(string name, string formula, bool isL1) => new(name, LossForm.SquaredHinge, formula,
        (w, p) => [new("C", 1 / (p.Rows * w.Sum))],
        (s, p) => 1 / (p.Rows * Require.Positive(Or(s("C"), 1), "C")) is var weight && isL1 ? new(weight, 0) : new(0, weight),
        w => w.Sum == 0 || (isL1 ? w.L2 : w.L1) > 0 ? $"{name} is {(isL1 ? "L1" : "L2")} alone" : null,
        units: (w, _) => 1 / w.Sum);
}
