using TorchReg.Cli.Pipeline;
using TorchReg.Data;
using TorchReg.Dialects;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Cli.Certify;

/// <summary>How the intercept stands in the objective.</summary>
enum InterceptKind
{
    /// <summary>Not penalized.</summary>
    Free,

    /// <summary>A weight like the others, of a column of ones.</summary>
    Penalized,

    /// <summary>There is none.</summary>
    None,
}

/// <summary>One meaning of the stated λ: what the model should be the optimum of.</summary>
/// <param name="Dialect">Whose λ it is.</param>
/// <param name="Settings">The system's own numbers.</param>
/// <param name="Intercept">What of the intercept.</param>
/// <param name="Standardize">Whether the penalty acts per standard deviation.</param>
sealed record Reading(
    Dialect Dialect, IReadOnlyDictionary<string, double> Settings, InterceptKind Intercept, bool Standardize)
{
    internal PenaltyWeights Weights(Problem problem) => Dialect.Read(Settings, problem);

    /// <summary>What conversions must know.</summary>
    internal static Problem ProblemOf(CertifiedLoss loss, Dataset rows) =>
        new(loss.Form, rows.Rows, loss.Form == LossForm.HalfSquaredError ? TargetSpread.Of(rows) : 1);

    /// <summary>Measures a model by it.</summary>
    internal Suboptimality Measure(CertifiedLoss loss, Dataset rows, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var weights = Weights(ProblemOf(loss, rows));
        var own = weights.Group > 0 ? weights.Group : weights.L1;
        var lambda = own + weights.L2;
        using var data = Intercept == InterceptKind.Penalized ? WithOnes(rows) : rows.Alias();
        var problem = new LinearProblem(data, loss.Loss)
        {
            L1Ratio = lambda == 0 ? 1 : own / lambda,
            GroupFeatures = weights.Group > 0,
            Standardize = Standardize,
            Intercept = Intercept == InterceptKind.Free,
            Classes = loss.IsOfClasses && weight.shape[0] > 1 ? (int)weight.shape[0] : 0,
        };
        var given = Intercept == InterceptKind.Penalized && bias is not null ? cat([weight, bias.unsqueeze(1)], 1) : weight;
        return Suboptimality.Of(problem, given, Intercept == InterceptKind.Free ? bias : null, lambda);
    }

    // liblinear's -B 1.
    static Dataset WithOnes(Dataset rows)
    {
        var features = rows.Stored is { } stored ? stored.Dense(0, rows.Rows) : rows.Features;
        var all = cat([features.to(ScalarType.Float64), ones([rows.Rows, 1L], ScalarType.Float64)], 1);
        return new(all, rows.Targets.alias(), rows.Weights?.alias());
    }

    public override string ToString() => string.Join(' ', Settings.Select(pair =>
        FormattableString.Invariant($"{pair.Key}={pair.Value:G10}")).Prepend(Dialect.Name));
}
