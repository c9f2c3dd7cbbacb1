using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>Draws rows x and their targets from a model, row i from substream i of the seed.</summary>
internal sealed class RowsOf(KnownWeights truth, RowsOf.Features features, Func<double[], SplitMix64, double> target)
{
    public delegate void Features(Span<double> x, SplitMix64 random);

    public KnownProblem Draw(int rows, ulong seed, ScalarType type, bool ofClasses)
    {
        var columns = truth.Weight.GetLength(1);
        if (rows < 1 || rows > Array.MaxLength / columns)
            throw new ArgumentOutOfRangeException(
                nameof(rows),
                rows,
                $"rows must be from 1 to {Array.MaxLength / columns} for {columns} columns; given {rows}.");
        var (x, y) = (new double[rows * columns], new double[rows]);
        Parallel.For(0, rows, row =>
        {
            var random = SplitMix64.Substream(seed, (ulong)row);
            var drawn = x.AsSpan(row * columns, columns);
            features(drawn, random);
            y[row] = target(truth.Scores(drawn), random);
        });
        using var scope = NewDisposeScope();
        var targets = ofClasses ? tensor(y, ScalarType.Int64) : tensor(y, [rows, 1], type);
        return new(new Dataset(tensor(x, [rows, columns], type), targets), truth.Weight, truth.Intercept);
    }
}
