using TorchReg.Selection;
using TorchReg.Solvers;
using TorchSharp;

namespace TorchReg.Figures;

/// <summary>Pictures of a choice of λ; λ runs on a logarithmic axis, so λ = 0 has no place.</summary>
public static class SelectionFigures
{
    const int MostInColor = 8;

    /// <summary>Coefficients over λ: for one output each, for several their norms ‖w_·j‖₂; the largest eight in colour.</summary>
    /// <param name="path">The path.</param>
    /// <param name="names">A name for each feature; null for their numbers.</param>
    /// <param name="curve">Where λ_min and λ_1se are marked; null for no marks.</param>
    public static LineChart Coefficients(RegularizationPath path, IReadOnlyList<string>? names = null, CvCurve? curve = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var fits = path.Fits.Where(fit => fit.Lambda > 0).ToArray();
        var isOne = fits[0].Weight.shape[0] == 1;
        var rows = fits.Select(fit => Row(fit, isOne)).ToArray();
        var (count, last) = (rows[0].Length, rows[^1]);
        // Features that are 0 throughout are lines on the axis: left out.
        var shown = Enumerable.Range(0, count).Where(j => rows.Any(row => row[j] != 0)).DefaultIfEmpty(0).ToArray();
        var coloured = shown.OrderByDescending(j => Math.Abs(last[j])).Take(MostInColor).ToHashSet();
        var numbers = new double[fits.Length, shown.Length];
        for (var i = 0; i < fits.Length; i++)
            for (var j = 0; j < shown.Length; j++) numbers[i, j] = rows[i][shown[j]];
        return CoefficientPaths.Of([.. fits.Select(fit => fit.Lambda)], numbers,
            [.. shown.Select(j => coloured.Contains(j) ? names?[j] ?? $"feature {j}" : "")], Marks(curve),
            isOne ? "Coefficients" : "Each feature's coefficients: their norm over the outputs");
    }

    /// <summary>The cross-validation curve with its error bars, and both choices.</summary>
    public static LineChart Curve(CrossValidation cv)
    {
        ArgumentNullException.ThrowIfNull(cv);
        var curve = cv.Curve;
        return new(new Series("", curve.Lambdas, curve.Mean) { Errors = curve.StandardError })
        {
            Title = $"Cross-validation over {curve.Folds.Length} folds",
            XAxis = Lambda(),
            YAxis = NameOf(cv.Measure),
            Marks = Marks(curve),
        };
    }

    /// <summary>How many weights, and of several outputs features, are not 0.</summary>
    public static LineChart NonZeros(RegularizationPath path, CvCurve? curve = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var lambdas = path.Lambdas;
        var weights = new Series("weights", lambdas, [.. path.Fits.Select(fit => (double)fit.NonZeros)]);
        var features = new Series("features", lambdas, [.. path.Fits.Select(fit => (double)fit.ActiveFeatures)]);
        Series[] series = path.Fits[0].Weight.shape[0] == 1 ? [weights with { Label = "" }] : [weights, features];
        return new(series)
        {
            Title = "Weights that are not 0",
            XAxis = Lambda(),
            YAxis = new("count") { From = 0, IsWhole = true },
            Marks = Marks(curve)
        };
    }

    /// <summary>An image of each class's weights.</summary>
    /// <param name="fit">A fit whose features are pixels.</param>
    /// <param name="rows">Rows of an image.</param>
    /// <param name="columns">Columns of an image.</param>
    public static ImageGrid Weights(LinearFit fit, int rows = 28, int columns = 28)
    {
        ArgumentNullException.ThrowIfNull(fit);
        var (outputs, numbers) = ((int)fit.Weight.shape[0], fit.Weight.contiguous().data<double>().ToArray());
        var magnitudes = numbers.Where(w => w != 0).Select(Math.Abs).Order().ToArray();
        return new(
            [
                .. Enumerable
                    .Range(0, outputs)
                    .Select(k => new Picture($"{k}", numbers[(k * rows * columns)..((k + 1) * rows * columns)]))
            ],
            rows,
            columns,
            columns: 5)
        {
            Title = FormattableString.Invariant($"Weights at λ = {fit.Lambda:G3}"),
            // One pixel that is far larger than all others would leave them pale.
            FullColor = magnitudes.Length == 0 ? null : magnitudes[(int)(0.98 * (magnitudes.Length - 1))],
        };
    }

    /// <summary>The measure in words.</summary>
    public static string NameOf(Measure measure) => measure switch
    {
        Measure.Deviance => "deviance",
        Measure.ClassError => "share of wrong classes",
        Measure.SquaredError => "squared error",
        Measure.AbsoluteError => "absolute error",
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    static Axis Lambda() => new("λ") { IsLogarithmic = true };

    static double[] Row(LinearFit fit, bool isOne)
    {
        using var scope = torch.NewDisposeScope();
        return (isOne ? fit.Weight[0] : fit.Weight.Squared().sum([0L]).sqrt()).contiguous().data<double>().ToArray();
    }

    static Mark[] Marks(CvCurve? curve) => curve is null ? []
        : curve.MinIndex == curve.OneStandardErrorIndex ? [new(curve.LambdaMin, "λ.min = λ.1se")]
        : [new(curve.LambdaMin, "λ.min"), new(curve.LambdaOneStandardError, "λ.1se")];
}
