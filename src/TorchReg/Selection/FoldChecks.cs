using TorchReg.Data;
using TorchReg.Solvers;
using TorchSharp;

namespace TorchReg.Selection;

/// <summary>Whether folds fit the rows and leave every class something to learn from.</summary>
static class FoldChecks
{
    internal static void Check(LinearProblem problem, IReadOnlyList<RowFold> folds)
    {
        var rows = problem.Data.Rows;
        var heldOut = new bool[rows];
        for (var f = 0; f < folds.Count; f++)
        {
            var (train, test) = (folds[f].Train, folds[f].Test);
            if (train.Length == 0 || test.Length == 0)
                throw new ArgumentException($"Fold {f + 1} of {folds.Count} has {train.Length} rows to train on and {test.Length} to test: give both sides rows.");
            if (train.Concat(test).FirstOrDefault(row => row < 0 || row >= rows, -1) is var outside && train.Concat(test).Any(row => row < 0 || row >= rows))
                throw new ArgumentException($"Fold {f + 1} of {folds.Count} names row {outside}; rows are numbered from 0 to {rows - 1}.");
            foreach (var row in test)
            {
                if (heldOut[row]) throw new ArgumentException($"Row {row} is tested by two folds; fold {f + 1} of {folds.Count} is the second: test each row once.");
                heldOut[row] = true;
            }
        }
        var weights = problem.Data.Weights is { } given ? TensorSpan.Numbers(given.to(torch.ScalarType.Float64)) : null;
        bool Counts(int row) => weights is null || weights[row] > 0;
        for (var f = 0; f < folds.Count; f++)
            if (!folds[f].Train.Any(Counts))
                throw new ArgumentException($"Fold {f + 1} of {folds.Count} trains on rows of weight 0 only: give it rows that count.");
        if (problem.Loss != LinearLoss.SquaredError && problem.Data.Targets.dtype == torch.ScalarType.Int64) CheckClasses(problem.Data.Classes(), folds, Counts);
    }

    static void CheckClasses(long[] classes, IReadOnlyList<RowFold> folds, Func<int, bool> counts)
    {
        var all = classes.Distinct().Order().ToArray();
        for (var f = 0; f < folds.Count; f++)
        {
            var missing = all.Except(folds[f].Train.Where(counts).Select(row => classes[row])).ToArray();
            if (missing.Length > 0)
                throw new ArgumentException(
                    $"Fold {f + 1} of {folds.Count} trains on no row of class {missing[0]}, which {classes.Count(c => c == missing[0])} rows have: " +
                    "take stratified or fewer folds, or drop the class.");
        }
    }
}
