using Microsoft.Extensions.Logging;

namespace TorchReg.Selection;

/// <summary>What a path tells its logger.</summary>
static partial class PathLog
{
    [LoggerMessage(11, LogLevel.Debug, "λ {Lambda}, {Done} of {Total}: {Certificate}")]
    internal static partial void Fit(ILogger logger, double lambda, int done, int total, Solvers.FitCertificate certificate);

    [LoggerMessage(12, LogLevel.Information, "path of {Fits} λ from {Largest} to {Smallest} in {Seconds} s; {Reason}")]
    internal static partial void End(
        ILogger logger, int fits, double largest, double smallest, double seconds, string reason);
}
