using TorchReg.Data;

namespace TorchReg.Selection;

/// <summary>
/// A cross-validation curve: for each λ the mean over folds m and its standard error s. λ_min is the largest λ of least m, λ_1se
/// the largest with m ≤ m(λ_min) + s(λ_min). Means that differ by a part of 1e-12 are the same.
/// </summary>
/// <param name="Lambdas">λ, largest first.</param>
/// <param name="Mean">m: the folds' means, each weighed by its held-out rows.</param>
/// <param name="StandardError">s = √(Σ v_f (m_f − m)²/Σ v_f / (F − 1)) with v_f the weight of fold f's held-out rows.</param>
/// <param name="Folds">m_f, folds × λ.</param>
/// <remarks>
/// As cv.glmnet. Where folds hold fewer than 3 rows each, rows take the place of folds in m and s, as there (grouped = FALSE).
/// </remarks>
public sealed record CvCurve(double[] Lambdas, double[] Mean, double[] StandardError, double[][] Folds)
{
    /// <summary>Index of λ_min.</summary>
    public int MinIndex { get; } = Least.Index(Mean);

    /// <summary>Index of λ_1se; that of λ_min where one fold alone says something, so that there is no standard error.</summary>
    public int OneStandardErrorIndex => double.IsFinite(StandardError[MinIndex])
        ? Array.FindIndex(Mean, m => m <= Mean[MinIndex] + StandardError[MinIndex])
        : MinIndex;

    /// <summary>λ_min.</summary>
    public double LambdaMin => Lambdas[MinIndex];

    /// <summary>λ_1se, never below λ_min.</summary>
    public double LambdaOneStandardError => Lambdas[OneStandardErrorIndex];

    /// <summary>
    /// "40 λ from 1.2 to 0.0012 over 5 folds: least 0.31 ± 0.02 at λ 0.05; within one standard error up to λ 0.21".
    /// </summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Lambdas.Length} λ from {Lambdas[0]:G3} to {Lambdas[^1]:G3} over {Folds.Length} folds: least {Mean[MinIndex]:G3} ± ") +
        FormattableString.Invariant($"{StandardError[MinIndex]:G2} at λ {LambdaMin:G3}; within one standard error up to λ ") +
        FormattableString.Invariant($"{LambdaOneStandardError:G3}");

    /// <summary>From the values of rows held out, where each row's own are kept: values[i][l] of row i at λ l.</summary>
    internal static CvCurve Of(double[] lambdas, IReadOnlyList<RowFold> folds, double[][] values, double[] weights)
    {
        var areRows = HeldOutValues.AreRows(folds);
        return Of(lambdas, [.. folds.Select(fold =>
        {
            var held = new HeldOutValues(fold.Test, weights, lambdas.Length, areRows);
            for (var l = 0; l < lambdas.Length; l++) held.Add(l, 0, Array.ConvertAll(fold.Test, row => values[row][l]));
            return held;
        })]);
    }

    /// <summary>From what was held out.</summary>
    internal static CvCurve Of(double[] lambdas, IReadOnlyList<HeldOutValues> folds)
    {
        var units = folds.SelectMany(fold => fold.Units).ToArray();
        var (mean, error) = (new double[lambdas.Length], new double[lambdas.Length]);
        var total = units.Sum(unit => unit.Weight);
        for (var l = 0; l < lambdas.Length; l++)
        {
            mean[l] = units.Sum(unit => unit.Values[l] * unit.Weight) / total;
            error[l] = Math.Sqrt(
                units.Sum(unit => unit.Weight * Math.Pow(unit.Values[l] - mean[l], 2)) / total / (units.Length - 1));
        }
        if (!Array.Exists(mean, double.IsFinite))
            throw new ArgumentException(
                "The held-out rows have no finite measure at any λ: no fold's rows say anything (events, rows that count), or " +
                "numbers are too large to be squared. Take fewer folds, or other units.");
        return new(lambdas, mean, error, [.. folds.Select(fold => fold.Means)]);
    }
}
