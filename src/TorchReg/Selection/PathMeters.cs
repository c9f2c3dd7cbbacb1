using System.Diagnostics.Metrics;
using TorchReg.Solvers;

namespace TorchReg.Selection;

/// <summary>What a path measures after each λ.</summary>
static class PathMeters
{
    static readonly Counter<long> fits = Meters.Meter.CreateCounter<long>(
        "torchreg.path.fits", "{fit}", "λ that were solved.");

    static readonly Histogram<double> duration = Meters.Meter.CreateHistogram<double>(
        "torchreg.path.fit.duration", "s", "Time of one λ.");

    static readonly Gauge<double> lambda = Meters.Meter.CreateGauge<double>(
        "torchreg.path.lambda", "1", "The λ that was solved last.");

    static readonly Gauge<double> loss = Meters.Meter.CreateGauge<double>(
        "torchreg.path.loss", "1", "The data loss of the last fit, without the penalty.");

    static readonly Gauge<long> nonZero = Meters.Meter.CreateGauge<long>(
        "torchreg.path.non_zeros", "{weight}", "Weights of the last fit that are not 0.");

    internal static void Measure(LinearFit fit, TimeSpan elapsed)
    {
        fits.Add(1);
        duration.Record(elapsed.TotalSeconds);
        lambda.Record(fit.Lambda);
        loss.Record(fit.Certificate.Loss);
        if (nonZero.Enabled) nonZero.Record(fit.NonZeros);
    }
}
