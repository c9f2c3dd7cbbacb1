using TorchReg.Cli.Host;
using TorchReg.Data;
using TorchReg.Dialects;
using TorchReg.Import;
using TorchReg.Solvers;

namespace TorchReg.Cli.Certify;

/// <summary>What was found out about a model.</summary>
/// <param name="Model">Its file.</param>
/// <param name="Coefficients">What is in it.</param>
/// <param name="Rows">Of what rows, in words.</param>
/// <param name="Loss">Beside which loss.</param>
/// <param name="Reading">What the stated λ means.</param>
/// <param name="Problem">What conversions knew.</param>
/// <param name="Measured">How far it is from the optimum.</param>
/// <param name="Others">Other readings of the same numbers of which it is the optimum, where it is not of the stated one.</param>
/// <param name="Notes">What was assumed.</param>
sealed record Finding(
    string Model, LinearCoefficients Coefficients, string Rows, CertifiedLoss Loss, Reading Reading, Problem Problem,
    Suboptimality Measured, IReadOnlyList<string> Others, IReadOnlyList<string> Notes)
{
    internal PenaltyWeights Weights => Reading.Weights(Problem);

    /// <summary>An objective, or a part of one, in the system's own units.</summary>
    internal double There(double objective) => Reading.Dialect.Objective(objective, Weights, Problem);

    internal static Finding Of(CertifyOptions options, LinearCoefficients model)
    {
        using var rows = CertifiedRows.Read(options, CertifiedLoss.Find(options.Loss));
        var loss = CertifiedLoss.Find(options.Loss) ?? CertifiedLoss.Usual(rows.IsOfClasses, model.Weight.shape[0]);
        var aligned = AlignedModel.Of(model, rows, options.Model);
        var reading = ReadingOf(options, loss, model, aligned);
        using var data = aligned.Features is { } features
            ? new Dataset(features, rows.Data.Targets.alias(), rows.Data.Weights?.alias()) : rows.Data.Alias();
        try
        {
            var problem = Reading.ProblemOf(loss, data);
            var measured = reading.Measure(loss, data, aligned.Weight, aligned.Bias);
            return new(options.Model, model, rows.Source, loss, reading, problem, measured,
                OtherReadings.Of(reading, measured, loss, data, aligned), [.. Unset(reading), .. aligned.Notes]);
        }
        catch (ArgumentException bad)
        {
            throw new UserError($"{options.Model}: {ArgumentText.Of(bad)}", bad);
        }
    }

    static Reading ReadingOf(CertifyOptions options, CertifiedLoss loss, LinearCoefficients model, AlignedModel aligned)
    {
        var dialect = StatedDialect.Of(options.Dialect, loss, model.Weight.shape[0], [.. options.Settings.Keys]);
        var settings = options.Settings.ToDictionary(pair => pair.Key, pair => StatedSettings.Number(pair.Key, pair.Value));
        var intercept = options.Intercept switch
        {
            null => Usual(dialect, aligned),
            "free" => InterceptKind.Free,
            "penalized" => InterceptKind.Penalized,
            "none" => InterceptKind.None,
            _ => throw new UserError($"--intercept is '{Shown.Value(options.Intercept)}'; it must be free, penalized or none"),
        };
        if (intercept == InterceptKind.None && aligned.Bias?.count_nonzero().ReadInt64() > 0)
            throw new UserError(
                $"{options.Model} has an intercept, and --intercept says that there is none; take free or penalized");
        return new(dialect, settings, intercept, options.Standardize switch
        {
            null => dialect.Name.StartsWith("glmnet.", StringComparison.Ordinal),
            "true" => true,
            "false" => false,
            _ => throw new UserError($"--standardize is '{Shown.Value(options.Standardize)}'; it must be true or false"),
        });
    }

    static InterceptKind Usual(Dialect dialect, AlignedModel aligned) => aligned.Bias is null ? InterceptKind.None
        : dialect.Name.StartsWith("liblinear.", StringComparison.Ordinal) || dialect.Name == "sklearn.LinearSVC"
            ? InterceptKind.Penalized : InterceptKind.Free;

    static IEnumerable<string> Unset(Reading reading) => reading.Dialect.SettingNames
        .Where(name => !reading.Settings.ContainsKey(name))
        .Select(name => $"{reading.Dialect.Name}: {name} was not set; its default there is used, or 0 where it has none.");
}
