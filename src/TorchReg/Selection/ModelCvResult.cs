using TorchReg.Data;

namespace TorchReg.Selection;

/// <summary>How a network's λ did on held-out rows, and how each differs from the best.</summary>
/// <param name="Curve">Mean and standard error over the folds, λ_min and λ_1se.</param>
/// <param name="Difference">The mean over the folds of the difference to λ_min, paired fold by fold; 0 at λ_min.</param>
/// <param name="DifferenceError">
/// Its standard error, √(Σ v_f (d_f − d)²/Σ v_f/(F − 1)) as the curve's: what is common to two λ in a fold is no part of it.
/// </param>
public sealed record ModelCvResult(CvCurve Curve, double[] Difference, double[] DifferenceError)
{
    /// <summary>Index of the largest λ whose difference to λ_min is at most its own standard error.</summary>
    public int PairedIndex { get; } = Enumerable.Range(0, Difference.Length)
        .First(l => l == Curve.MinIndex || Difference[l] <= DifferenceError[l]);

    /// <summary>λ at <see cref="PairedIndex"/>: usually nearer to λ_min than λ_1se, whose error is of one λ alone.</summary>
    public double LambdaPaired => Curve.Lambdas[PairedIndex];

    internal static ModelCvResult Of(double[] lambdas, IReadOnlyList<RowFold> folds, double[] weights, double[][][] errors)
    {
        var areRows = HeldOutValues.AreRows(folds);
        CvCurve CurveOf(Func<double[][], int, int, double> value) => CvCurve.Of(lambdas, [.. folds.Select((fold, f) =>
        {
            var held = new HeldOutValues(fold.Test, weights, lambdas.Length, areRows);
            for (var l = 0; l < lambdas.Length; l++)
                held.Add(l, 0, [.. Enumerable.Range(0, fold.Test.Length).Select(i => value(errors[f], l, i))]);
            return held;
        })]);

        var curve = CurveOf((fold, l, i) => fold[l][i]);
        var paired = CurveOf((fold, l, i) => l == curve.MinIndex ? 0 : fold[l][i] - fold[curve.MinIndex][i]);
        return new(curve, paired.Mean, paired.StandardError);
    }

    /// <summary>"7 λ from 1 to 0 over 5 folds: least …; by paired differences up to λ 0.1".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Curve}; by paired differences up to λ {LambdaPaired:G3}");

    /// <summary>
    /// A line for each λ, largest first: mean and standard error over the folds, the paired difference to the best with its
    /// standard error, and which are λ.min, λ.1se and the largest within one paired standard error.
    /// </summary>
    /// <param name="most">λ that are shown, evenly spread, beside the choices and the last; 1 or more. Default 20.</param>
    public string ToTable(int most = 20) => AlignedTable.Of(
        ["λ", "mean", "standard error", "minus the best's", "paired standard error", ""],
        AlignedTable.Spread(Curve.Lambdas.Length, most, Curve.MinIndex, Curve.OneStandardErrorIndex, PairedIndex).Select(l =>
            (string[])
            [
                AlignedTable.Number(Curve.Lambdas[l]),
                AlignedTable.Number(Curve.Mean[l], "G5"),
                AlignedTable.Number(Known(Curve.StandardError[l]), "G3"),
                AlignedTable.Number(Difference[l], "G3"),
                AlignedTable.Number(Known(DifferenceError[l]), "G3"),
                string.Join(", ", Marks(l)),
            ]));

    static double? Known(double number) => double.IsNaN(number) ? null : number;

    IEnumerable<string> Marks(int l)
    {
        if (l == Curve.MinIndex) yield return "λ.min";
        if (l == Curve.OneStandardErrorIndex) yield return "λ.1se";
        if (l == PairedIndex) yield return "paired";
    }
}
