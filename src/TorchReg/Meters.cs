using System.Diagnostics.Metrics;

namespace TorchReg;

/// <summary>
/// The meter under which trainings and paths tell how they get on, for <c>dotnet-counters</c>, OpenTelemetry or a
/// <see cref="MeterListener"/>. Nothing is measured, computed or allocated for an instrument that nobody listens to.
/// </summary>
/// <remarks>
/// Names and units follow https://opentelemetry.io/docs/specs/semconv/general/metrics/. No tag holds λ or a path of a file, so
/// that the number of series stays small.
/// </remarks>
public static class Meters
{
    /// <summary>"TorchReg": what a collector subscribes to.</summary>
    public const string Name = "TorchReg";

    internal static Meter Meter { get; } = new(Name, typeof(Meters).Assembly.GetName().Version?.ToString(3));
}
