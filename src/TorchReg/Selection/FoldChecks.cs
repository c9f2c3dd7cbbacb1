using TorchReg.Data;
using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchReg.Solvers;
using TorchSharp;

namespace TorchReg.Selection;

/// <summary>Whether folds fit the rows and leave every class something to learn from.</summary>
static class FoldChecks
{
    internal static void Check(LinearProblem problem, IReadOnlyList<RowFold> folds)
    {
        CheckRows(problem.Data.Rows, folds);
        var heldOut = new bool[problem.Data.Rows];
        for (var f = 0; f < folds.Count; f++)
            foreach (var row in folds[f].Test)
            {
                if (heldOut[row]) throw new ArgumentException($"Row {row} is tested by two folds; fold {f + 1} of " +
                    $"{folds.Count} is the second: test each row once.");
                heldOut[row] = true;
            }
        CheckAllRows(problem.Data.Rows, folds);
        var weights = problem.Data.Weights is { } given ? HostMemory.Numbers(given.to(torch.ScalarType.Float64)) : null;
        bool Counts(int row) => weights is null || weights[row] > 0;
        for (var f = 0; f < folds.Count; f++)
            if (!folds[f].Train.Any(Counts))
                throw new ArgumentException($"Fold {f + 1} of {folds.Count} trains on rows of weight 0 only: give it rows " +
                    "that count.");
        if (problem.HasClasses) CheckClasses(problem.Data.Classes(), folds, Counts);
        if (problem.Loss.Target == TargetKind.Survival) CheckEvents(HostMemory.Numbers(problem.Data.Targets), folds, Counts);
    }

    /// <summary>Whether each fold names rows that there are, each once and on one side.</summary>
    internal static void CheckRows(long rows, IReadOnlyList<RowFold> folds)
    {
        for (var f = 0; f < folds.Count; f++)
        {
            var (train, test) = (folds[f].Train, folds[f].Test);
            if (train.Length == 0 || test.Length == 0)
                throw new ArgumentException($"Fold {f + 1} of {folds.Count} has {train.Length} rows to train on and " +
                    $"{test.Length} to test: give both sides rows.");
            var side = new byte[rows];
            Mark(train, 1);
            Mark(test, 2);

            void Mark(int[] named, byte own)
            {
                foreach (var row in named)
                {
                    if (row < 0 || row >= rows) throw new ArgumentException($"Fold {f + 1} of {folds.Count} names row {row}; " +
                        $"rows are numbered from 0 to {rows - 1}.");
                    if (side[row] != 0) throw Twice(f, folds.Count, row, isOnBothSides: side[row] != own);
                    side[row] = own;
                }
            }
        }
    }

    /// <summary>Whether every row is in some fold: else the folds are of fewer rows.</summary>
    internal static void CheckAllRows(long rows, IReadOnlyList<RowFold> folds)
    {
        var isNamed = new bool[rows];
        foreach (var fold in folds)
            foreach (var row in fold.Train.Concat(fold.Test))
                isNamed[row] = true;
        if (Array.IndexOf(isNamed, false) is >= 0 and var left)
            throw new ArgumentException($"Row {left} of {rows} is in no fold, neither to train on nor to test: make the folds " +
                $"of these {rows} rows.");
    }

    static ArgumentException Twice(int fold, int folds, int row, bool isOnBothSides) => new(isOnBothSides
        ? $"Fold {fold + 1} of {folds} trains on row {row} and tests it: what is learned from a row is no judge of it."
        : $"Fold {fold + 1} of {folds} names row {row} twice on one side: name it once, and give it a weight where it should " +
            "count more.");

    // Of a fold without an event nothing can be learned.
    static void CheckEvents(double[] targets, IReadOnlyList<RowFold> folds, Func<int, bool> counts)
    {
        for (var f = 0; f < folds.Count; f++)
            if (!folds[f].Train.Any(row => counts(row) && targets[2 * row + 1] > 0))
                throw new ArgumentException(
                    $"Fold {f + 1} of {folds.Count} trains on no event: take fewer folds, or rows with more events.");
    }

    static void CheckClasses(long[] classes, IReadOnlyList<RowFold> folds, Func<int, bool> counts)
    {
        var all = classes.Distinct().Order().ToArray();
        for (var f = 0; f < folds.Count; f++)
        {
            var missing = all.Except(folds[f].Train.Where(counts).Select(row => classes[row])).ToArray();
            if (missing.Length > 0)
                throw new ArgumentException(
                    $"Fold {f + 1} of {folds.Count} trains on no row of class {missing[0]}, which " +
                    $"{classes.Count(c => c == missing[0])} rows have: take stratified or fewer folds, or drop the class.");
        }
    }
}
