using TorchReg.Cli.Host;
using TorchReg.Data;
using TorchReg.Selection;
using TorchReg.Solvers;

namespace TorchReg.Cli.Select;

/// <summary>From settings and rows to the choice.</summary>
static class SelectRun
{
    internal static CrossValidation Run(
        SelectSettings settings,
        SelectData data,
        SelectFolder? folder,
        bool force,
        IProgress<PathProgress> progress,
        CancellationToken cancellation)
    {
        try
        {
            var options = Options(settings, data, progress) with { KeepIn = folder?.Unfinished(), Force = force };
            return Interruption.Listening(() => CrossValidation.Of(Problem(settings.Problem, data.Rows), options, cancellation));
        }
        catch (ArgumentException wrong)
        {
            throw new UserError(ArgumentText.Of(wrong), wrong);
        }
    }

    static LinearProblem Problem(ProblemSettings settings, Dataset rows) => new(rows, settings.Loss())
    {
        L1Ratio = settings.L1Ratio,
        GroupFeatures = settings.GroupFeatures,
        Standardize = settings.Standardize,
        Intercept = settings.Intercept,
        LowerBounds = settings.NonNegative ? new double[rows.Columns] : null,
    };

    static CvOptions Options(SelectSettings settings, SelectData data, IProgress<PathProgress> progress) => new()
    {
        Folds = FoldsOf(settings, data),
        Measure = settings.Folds.Measure,
        FoldLambdas = settings.Folds.Lambdas,
        Threads = settings.Folds.Threads,
        Path = new()
        {
            Lambdas = settings.Path.Lambdas.Trim().Length == 0 ? null : Lambdas(settings.Path.Lambdas),
            Count = settings.Path.Count,
            Ratio = settings.Path.Ratio == 0 ? null : settings.Path.Ratio,
            Solver = new()
            {
                DistanceTolerance = settings.Path.DistanceTolerance,
                GapTolerance = settings.Path.GapTolerance == 0 ? null : settings.Path.GapTolerance,
                Method = settings.Path.Method
            },
            Progress = progress,
        },
    };

    static double[] Lambdas(string list) =>
        [
            .. list.Split(',')
                .Select(word =>
                    NumberText.TryRead(word, out var lambda)
                        ? lambda
                        : throw new UserError(
                            $"path.lambdas holds '{Shown.Value(word.Trim())}', which is no number; write numbers with commas " +
                            "between them"))
        ];

    static IReadOnlyList<RowFold> FoldsOf(SelectSettings settings, SelectData data)
    {
        var (folds, rows) = (settings.Folds, (int)data.Rows.Rows);
        var isClasses = settings.Problem.Loss.IsOfClasses();
        return folds.Kind switch
        {
            FoldKind.Grouped => Folds.Grouped(data.Groups!, folds.Count, (ulong)folds.Seed),
            FoldKind.TimeOrdered => Folds.TimeOrdered(rows, folds.Count),
            FoldKind.Stratified => Folds.Stratified(data.Rows.Classes(), folds.Count, (ulong)folds.Seed),
            FoldKind.Auto when isClasses => Folds.Stratified(data.Rows.Classes(), folds.Count, (ulong)folds.Seed),
            FoldKind.Random or FoldKind.Auto => Folds.Random(rows, folds.Count, (ulong)folds.Seed),
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };
    }
}
