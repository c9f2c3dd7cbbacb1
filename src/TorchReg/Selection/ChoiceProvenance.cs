using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TorchReg.Data;
using TorchReg.Solvers;
using TorchReg.Storage;

namespace TorchReg.Selection;

/// <summary>
/// What a choice of λ belongs to: rows, problem, folds, path, versions, and all else that decides the numbers; not cores and
/// progress.
/// </summary>
static class ChoiceProvenance
{
    internal static Provenance Of(ScaledProblem dense, IReadOnlyList<RowFold> folds, CvOptions options)
    {
        var (problem, path, solver) = (dense.Problem, options.Path, options.Path.Solver);
        return new(new Dictionary<string, string>(Provenance.Versions)
        {
            ["rows"] = DatasetDigest.Of(problem.Data),
            ["rows.offsets"] = problem.Offsets is { } offsets ? DatasetDigest.Sha256(offsets) : "none",
            ["problem.loss"] = Text(problem.Loss),
            ["problem.l1Ratio"] = Text(problem.L1Ratio),
            ["problem.groupFeatures"] = Text(problem.GroupFeatures),
            ["problem.standardize"] = Text(problem.Standardize),
            ["problem.intercept"] = Text(problem.Intercept),
            ["problem.classes"] = Text(problem.Classes),
            ["problem.penalty"] = Text(problem.Penalty),
            ["problem.penaltyFactors"] = Numbers(problem.PenaltyFactors),
            ["problem.lowerBounds"] = Numbers(problem.LowerBounds),
            ["problem.upperBounds"] = Numbers(problem.UpperBounds),
            ["path.lambdas"] = Numbers(path.Lambdas),
            ["path.count"] = Text(path.Count),
            ["path.ratio"] = Text(path.Ratio),
            ["path.endEarly"] = Text(path.EndEarly),
            ["path.mostActive"] = Text(path.MaxActive),
            ["path.mostEverActive"] = Text(path.MaxEverActive),
            ["solver.method"] = Text(solver.Method),
            ["solver.distanceTolerance"] = Text(solver.DistanceTolerance),
            ["solver.gapTolerance"] = Text(solver.GapTolerance),
            ["solver.maxSteps"] = Text(solver.MaxSteps),
            ["solver.largestHessian"] = Text(solver.MaxHessianSize),
            ["folds"] = Of(folds),
            ["folds.lambdas"] = Text(options.FoldLambdas),
            ["repeats"] = Text(options.Repeats),
            ["measure"] = Text(options.Measure),
        });
    }

    internal static string Of(IReadOnlyList<RowFold> folds)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var rows in folds.SelectMany(fold => new[] { fold.Train, fold.Test }))
        {
            digest.AppendData(BitConverter.GetBytes(rows.Length));
            digest.AppendData(MemoryMarshal.AsBytes(rows.AsSpan()));
        }
        return FormattableString.Invariant($"{folds.Count}, SHA-256 {Convert.ToHexStringLower(digest.GetHashAndReset())}");
    }

    static string Numbers(IReadOnlyCollection<double>? numbers) => numbers == null ? "none"
        : numbers.Count <= 8 ? string.Join(", ", numbers.Select(number => Text(number)))
        : FormattableString.Invariant(
            $"{numbers.Count} numbers, SHA-256 {Sha256(string.Join(',', numbers.Select(number => Text(number))))}");

    static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static string Text(object? value) => value == null ? "none" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
