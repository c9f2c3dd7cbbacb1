using System.Text.Json.Nodes;
using TorchReg.Cli.Host;
using TorchReg.Data;
using TorchReg.Penalties;
using TorchReg.Selection;
using TorchReg.Solvers;

namespace TorchReg.Cli.Select;

/// <summary>From settings and rows to the choice.</summary>
static class SelectRun
{
    /// <summary>The curve and, where all is finished and every fit has converged, the chosen model.</summary>
    /// <param name="Cv">The curve; of an interrupted choice that of what is finished.</param>
    /// <param name="Choice">The model; null where there is none to build on.</param>
    /// <param name="IsWhole">Whether nothing was interrupted.</param>
    internal sealed record Outcome(CrossValidation Cv, Choice? Choice, bool IsWhole)
    {
        /// <summary>The values of what was asked for beside it, by name.</summary>
        internal JsonObject Extras { get; init; } = [];
    }

    internal static Outcome Run(
        SelectSettings settings,
        ChoiceRule rule,
        SelectData data,
        SelectFolder folder,
        bool force,
        IProgress<PathProgress> progress,
        CancellationToken cancellation)
    {
        try
        {
            var options = Options(settings, data, progress) with { ResumeFolder = folder.Unfinished(), Force = force };
            var problem = Problem(settings.Problem, data);
            SelectExtras.ExpectPossible(settings, problem);
            return Interruption.Listening(() =>
            {
                var (cv, extras) = SelectExtras.With(
                    settings, Choose(settings, problem, options, cancellation), options, cancellation);
                return Chosen(settings, rule, data, cv, options, cancellation) with { Extras = extras };
            });
        }
        // Of the rows, not of a setting.
        catch (ArgumentException wrong) when (wrong.ParamName is "data" or "rows")
        {
            throw new UserError($"data.source {settings.Data.Source}: {ArgumentText.Of(wrong)}", wrong);
        }
        catch (ArgumentException wrong) when (wrong.ParamName is "folds" or "classes")
        {
            throw new UserError($"folds.count is {settings.Folds.Count}: {ArgumentText.Of(wrong)}", wrong);
        }
        catch (ArgumentException wrong)
        {
            throw new UserError(ArgumentText.Of(wrong), wrong);
        }
    }

    // Fits that did not converge are no result to build on.
    static Outcome Chosen(
        SelectSettings settings,
        ChoiceRule rule,
        SelectData data,
        CrossValidation cv,
        CvOptions options,
        CancellationToken cancellation)
    {
        // Asked once: an interruption from here on must not make two answers of it.
        if (cancellation.IsCancellationRequested) return new(cv, null, false);
        if (!cv.Path.Fits.All(fit => fit.Converged)) return new(cv, null, true);
        try
        {
            return new(cv, Choice.Of(settings, rule, data, cv, options, cancellation), true);
        }
        catch (OperationCanceledException)
        {
            return new(cv, null, false);
        }
    }

    static CrossValidation Choose(
        SelectSettings settings,
        LinearProblem problem,
        CvOptions options,
        CancellationToken cancellation)
    {
        if (settings.Problem.L1Ratios.Trim().Length == 0) return CrossValidation.Of(problem, options, cancellation);
        var net = ElasticNetCv.Of(problem, Numbers("problem.l1Ratios", settings.Problem.L1Ratios), options, cancellation);
        var of = string.Join(", ", net.L1Ratios.Select(ratio => FormattableString.Invariant($"{ratio}")));
        return net.Best with
        { Notes = [FormattableString.Invariant($"ρ = {net.BestL1Ratio}, of {of}: its curve goes lowest."), .. net.Best.Notes] };
    }

    static LinearProblem Problem(ProblemSettings settings, SelectData data) => new(data.Rows, settings.Loss())
    {
        L1Ratio = settings.L1Ratio,
        Penalty = settings.ColumnGroups.Length == 0 ? null
            : Grouped(ColumnGroupFile.Read(settings.ColumnGroups, data), settings.WithinGroups),
        GroupFeatures = settings.GroupFeatures,
        Standardize = settings.Standardize,
        Intercept = settings.Intercept,
        LowerBounds = settings.NonNegative ? new double[data.Rows.Columns] : null,
    };

    static Penalty Grouped(ColumnGroups groups, double within) =>
        within == 0 ? new GroupLasso(1, groups) : new SparseGroupLasso(1, within, groups);

    static CvOptions Options(SelectSettings settings, SelectData data, IProgress<PathProgress> progress) => new()
    {
        DrawFolds = FoldsOf(settings, data),
        Seed = (ulong)settings.Folds.Seed,
        Repeats = settings.Folds.Repeats,
        Measure = settings.Folds.Measure,
        FoldLambdas = settings.Folds.Lambdas,
        Threads = settings.Folds.Threads,
        Path = new()
        {
            Lambdas = settings.Path.Lambdas.Trim().Length == 0 ? null : Numbers("path.lambdas", settings.Path.Lambdas),
            Count = settings.Path.Count,
            Ratio = settings.Path.Ratio == 0 ? null : settings.Path.Ratio,
            MaxActive = settings.Path.MostActive == 0 ? null : settings.Path.MostActive,
            Solver = new()
            {
                DistanceTolerance = settings.Path.DistanceTolerance,
                GapTolerance = settings.Path.GapTolerance == 0 ? null : settings.Path.GapTolerance,
                Method = settings.Path.Method
            },
            Progress = progress,
        },
    };

    static double[] Numbers(string key, string list) =>
        [
            .. list.Split(',')
                .Select(word =>
                    NumberText.TryRead(word, out var lambda)
                        ? lambda
                        : throw new UserError(
                            $"{key} holds '{Shown.Value(word.Trim())}', which is no number; write numbers with commas " +
                            "between them"))
        ];

    static Func<IReadOnlyList<int>, ulong, IReadOnlyList<RowFold>> FoldsOf(SelectSettings settings, SelectData data)
    {
        var (kind, count) = (settings.Folds.Kind, settings.Folds.Count);
        var isClasses = settings.Problem.IsOfClasses();
        if (kind == FoldKind.Grouped || kind == FoldKind.Auto && data.Groups is not null)
            return (rows, seed) => Folds.Grouped([.. rows.Select(row => data.Groups![row])], count, seed);
        if (kind == FoldKind.TimeOrdered) return (rows, _) => Folds.TimeOrdered(rows.Count, count);
        if (kind != FoldKind.Stratified && !(kind == FoldKind.Auto && isClasses))
            return (rows, seed) => Folds.Random(rows.Count, count, seed);
        string[] classes = [.. data.Rows.Classes().Select(of => data.Encoding.Classes?[(int)of] ?? $"{of}")];
        return (rows, seed) => Folds.Stratified([.. rows.Select(row => classes[row])], count, seed);
    }
}
