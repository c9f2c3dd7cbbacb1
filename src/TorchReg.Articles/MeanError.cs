using System.Globalization;

namespace TorchReg.Articles;

/// <summary>A mean over seeds and its standard error, s/√k with s² = Σ(x − x̄)²/(k − 1).</summary>
/// <param name="Mean">x̄.</param>
/// <param name="StandardError">Its standard error; 0 of one number.</param>
public sealed record MeanError(double Mean, double StandardError)
{
    /// <summary>Of one number a seed.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static MeanError Of(IEnumerable<double> numbers)
    {
        double[] all = [.. numbers];
        if (all.Length == 0) throw new ArgumentException("numbers is empty: give one number or more.", nameof(numbers));
        var mean = all.Average();
        var squares = all.Sum(x => (x - mean) * (x - mean));
        return new(mean, all.Length == 1 ? 0 : Math.Sqrt(squares / (all.Length - 1) / all.Length));
    }

    /// <summary>"0.1234 ± 0.0021".</summary>
    public override string ToString() => Text("0.0000");

    /// <summary>Both numbers in a format.</summary>
    public string Text(string format) =>
        $"{Mean.ToString(format, CultureInfo.InvariantCulture)} ± {StandardError.ToString(format, CultureInfo.InvariantCulture)}";

    /// <summary>"76.3 ± 0.4 %": of shares.</summary>
    public string InPercent() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Share.Points(Mean):0.0} ± {Share.Points(StandardError):0.0} %");
}
