using System.Globalization;

namespace TorchReg.Training;

/// <summary>What a metric came to on some rows, and how much it would vary with other rows of their kind.</summary>
/// <param name="Metric">Its name, and which way it gets better.</param>
/// <param name="Value">On these rows, by their weights; NaN where they do not tell.</param>
/// <param name="StandardError">
/// The deviation of the values over bootstrap samples of the rows; NaN where there is none, as of one row.
/// </param>
/// <remarks>B. Efron, R. Tibshirani, An introduction to the bootstrap, 1993, p. 47.</remarks>
public readonly record struct Score(Metric Metric, double Value, double StandardError)
{
    // Two standard errors: about one difference in twenty of equal models is larger.
    const double Errors = 2;

    /// <summary>
    /// Whether the difference of two values is less than twice its standard error, √(s₁² + s₂²): no more than chance gives. On
    /// the same rows the error of the difference is usually smaller, so that what is called more than chance is. False where an
    /// error is not known.
    /// </summary>
    /// <param name="other">The same metric of another model.</param>
    /// <exception cref="ArgumentException">It is of another metric.</exception>
    public bool IsWithinNoiseOf(Score other)
    {
        if (other.Metric != Metric)
            throw new ArgumentException($"{Metric} and {other.Metric} are no numbers of one kind: compare one metric.",
                nameof(other));
        var error = Math.Sqrt(StandardError * StandardError + other.StandardError * other.StandardError);
        return Value == other.Value || Math.Abs(Value - other.Value) < Errors * error;
    }

    /// <summary>"AUC 0.912 ± 0.011".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Metric} {Text}");

    /// <summary>"0.912 ± 0.011": the error to two digits, the value as far as the error lets it.</summary>
    public string Text =>
        double.IsFinite(Value) && HasError ? $"{TextOf(Value)} ± {TextOf(StandardError)}" : TextOf(Value);

    bool HasError => double.IsFinite(StandardError) && StandardError > 0;

    /// <summary>Another number of this metric, to the same place.</summary>
    internal string TextOf(double number) => !double.IsFinite(number) ? "undefined"
        : HasError ? Rounded(number)
        : number.ToString("G4", CultureInfo.InvariantCulture);

    string Rounded(double number)
    {
        var decimals = 1 - (int)Math.Floor(Math.Log10(StandardError));
        if (decimals is < -7 or > 10 || Math.Abs(number) > 1e9) return number.ToString("G4", CultureInfo.InvariantCulture);
        var unit = Math.Pow(10, -Math.Min(decimals, 0));
        return (Math.Round(number / unit, Math.Max(decimals, 0)) * unit)
            .ToString("N" + Math.Max(decimals, 0), CultureInfo.InvariantCulture);
    }
}
