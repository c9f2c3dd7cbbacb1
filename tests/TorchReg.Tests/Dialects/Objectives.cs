using TorchReg.Dialects;

namespace TorchReg.Tests.Dialects;

/// <summary>Each system's objective, transcribed from its documentation, beside TorchReg's.</summary>
static class Objectives
{
    /// <param name="D">SSE/(2n), or the mean of another loss.</param>
    /// <param name="One">‖w‖₁.</param>
    /// <param name="Two">‖w‖².</param>
    /// <param name="Groups">Σ‖wⱼ‖ over features.</param>
    sealed record Point(double D, double One, double Two, double Groups);

    delegate double Objective(Point at, Func<string, double> s, Problem p);

    static readonly Dictionary<string, Objective> known = new()
    {
        ["keras.mse"] = (x, s, _) => 2 * x.D + s("l1") * x.One + s("l2") * x.Two,
        ["tensorflow.mse"] = (x, s, _) => 2 * x.D + s("l1") * x.One + s("l2_loss") * x.Two / 2,
        ["pytorch.MSELoss"] = (x, s, _) => 2 * x.D + s("l1") * x.One + s("weight_decay") * x.Two / 2,
        ["sklearn.Ridge"] = (x, s, p) => 2 * p.Rows * x.D + s("alpha") * x.Two,
        ["sklearn.Lasso"] = (x, s, _) => x.D + s("alpha") * x.One,
        ["sklearn.ElasticNet"] = (x, s, _) =>
            x.D + s("alpha") * s("l1_ratio") * x.One + s("alpha") * (1 - s("l1_ratio")) / 2 * x.Two,
        ["glmnet.gaussian"] = (x, s, p) =>
            x.D + s("lambda") * (s("alpha") * x.One + (1 - s("alpha")) / 2 / p.TargetSpread * x.Two),
        ["glmnet.mgaussian"] = (x, s, _) => x.D + s("lambda") * (s("alpha") * x.Groups + (1 - s("alpha")) / 2 * x.Two),
        ["sklearn.MultiTaskElasticNet"] = (x, s, _) =>
            x.D + s("alpha") * s("l1_ratio") * x.Groups + 0.5 * s("alpha") * (1 - s("l1_ratio")) * x.Two,
        ["article.001"] = (x, s, _) => x.D + s("lambda1") * x.One + s("lambda2") / 2 * x.Two,
        ["article.002"] = (x, s, _) => 2 * x.D + s("lambda1") * x.One + s("lambda2") * x.Two,
        ["article.004"] = (x, s, p) => x.D + s("lambda") / (2 * p.Rows) * x.One,
        ["keras.crossentropy"] = (x, s, _) => x.D + s("l1") * x.One + s("l2") * x.Two,
        ["tensorflow.crossentropy"] = (x, s, _) => x.D + s("l1") * x.One + s("l2_loss") * x.Two / 2,
        ["pytorch.CrossEntropyLoss"] = (x, s, _) => x.D + s("l1") * x.One + s("weight_decay") * x.Two / 2,
        ["sklearn.LogisticRegression"] = (x, s, p) =>
            s("C") * p.Rows * x.D + s("l1_ratio") * x.One + (1 - s("l1_ratio")) / 2 * x.Two,
        ["sklearn.SGDClassifier"] = (x, s, _) => x.D + s("alpha") * (s("l1_ratio") * x.One + (1 - s("l1_ratio")) / 2 * x.Two),
        ["sklearn.MLPClassifier"] = (x, s, p) => x.D + 0.5 * s("alpha") * x.Two / p.BatchSize,
        ["glmnet.multinomial"] = (x, s, _) => x.D + s("lambda") * (s("alpha") * x.One + (1 - s("alpha")) / 2 * x.Two),
        ["glmnet.binomial"] = (x, s, _) => x.D + s("lambda") * (s("alpha") * x.One + (1 - s("alpha")) / 2 * x.Two),
        ["glmnet.multinomial.grouped"] = (x, s, _) =>
            x.D + s("lambda") * (s("alpha") * x.Groups + (1 - s("alpha")) / 2 * x.Two),
        ["liblinear.s0"] = (x, s, p) => x.Two / 2 + s("C") * p.Rows * x.D,
        ["liblinear.s6"] = (x, s, p) => x.One + s("C") * p.Rows * x.D,
        ["liblinear.s2"] = (x, s, p) => x.Two / 2 + s("C") * p.Rows * x.D,
        ["liblinear.s5"] = (x, s, p) => x.One + s("C") * p.Rows * x.D,
        ["sklearn.LinearSVC"] = (x, s, p) => x.Two / 2 + s("C") * p.Rows * x.D,
        ["glmnet.poisson"] = (x, s, _) => x.D + s("lambda") * (s("alpha") * x.One + (1 - s("alpha")) / 2 * x.Two),
        ["sklearn.PoissonRegressor"] = (x, s, _) => x.D + s("alpha") / 2 * x.Two,
        ["mlnet.Lbfgs"] = (x, s, p) => p.Rows * x.D + s("L1Regularization") * x.One + s("L2Regularization") / 2 * x.Two,
        ["mlnet.Sdca"] = (x, s, _) => x.D + s("L2Regularization") * (s("L1Regularization") * x.One + x.Two / 2),
        ["article.000"] = (x, s, _) => x.D + s("lambda1") * x.One + s("lambda2") * x.Two,
        ["article.003"] = (x, s, _) => x.D + s("lambda") * (s("lambda") * x.One + s("lambda") * x.Two),
    };

    static readonly Point[] points = [new(0.7, 3, 5, 2), new(2, 11, 0.5, 0.4), new(0.1, 0.2, 9, 4)];

    // Two logits ±b/2 have ‖b‖²/2, where one logit has ‖b‖²; their sum of magnitudes is ‖b‖₁ in both.
    static Point There(Point here, string name, Problem problem) => (problem.Loss, name) switch
    {
        (LossForm.CrossEntropy, "glmnet.binomial") => here with { Two = 2 * here.Two },
        (LossForm.BinaryCrossEntropy, "glmnet.multinomial") => here with { Two = here.Two / 2 },
        _ => here,
    };

    /// <summary>
    /// The largest relative distance between the system's objective and a multiple of TorchReg's, over what it can say.
    /// </summary>
    internal static double Error(Dialect dialect, string name) => (
        from problem in RoundTrips.Problems
        from weights in RoundTrips.Weights
        where dialect.Refusal(weights, problem) == null
        let settings = dialect.Write(weights, problem).ToDictionary(s => s.Name, s => s.Value)
        let factor = DataFactor(known[name], settings, weights, problem)
        from point in points
        let own = known[name](There(point, name, problem), s => settings[s], problem)
        select Math.Abs(own / (factor * Own(point, weights, problem)) - 1)).Max();

    /// <summary>The same, of the multiple that the dialect itself says.</summary>
    internal static double ErrorOfUnits(Dialect dialect) => (
        from problem in RoundTrips.Problems
        from weights in RoundTrips.Weights
        where weights.Sum + weights.Group > 0 && dialect.Refusal(weights, problem) == null
        let settings = dialect.Write(weights, problem).ToDictionary(s => s.Name, s => s.Value)
        from point in points
        let own = known[dialect.Name](There(point, dialect.Name, problem), s => settings[s], problem)
        select Math.Abs(own / dialect.Objective(Own(point, weights, problem), weights, problem) - 1)).Max();

    // What stands before the data loss there and here, seen at zero weights.
    static double DataFactor(Objective objective, Dictionary<string, double> settings, PenaltyWeights weights, Problem problem) =>
        objective(new(1, 0, 0, 0), s => settings[s], problem) / Own(new(1, 0, 0, 0), weights, problem);

    static double Own(Point x, PenaltyWeights w, Problem p) =>
        (p.Loss == LossForm.MeanSquaredError ? 2 : 1) * x.D + w.L1 * x.One + w.L2 / 2 * x.Two + w.Group * x.Groups;
}
