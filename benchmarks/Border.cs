using System.Reflection;

namespace TorchReg.Benchmarks;

/// <summary>
/// A step's traffic at the native border: calls and Scalars. The stand-in counts them; of the package, which does not, nothing is
/// known. The package takes two calls more for a Scalar, and further ones for what its managed side asks of a tensor.
/// </summary>
static class Border
{
    static readonly Func<long>? calls = Counter("Calls"), scalars = Counter("Scalars");

    internal static (long Calls, long Scalars)? Now => calls is null || scalars is null ? null : (calls(), scalars());

    /// <summary>Calls and Scalars a step, as members of a JSON object; empty where nothing counts.</summary>
    internal static string PerStep(Action step, int count)
    {
        if (Now is not { } before) return "";
        for (var i = 0; i < count; i++) step();
        var after = Now!.Value;
        return FormattableString.Invariant(
            $",\"native_calls\":{(double)(after.Calls - before.Calls) / count:0.##}") +
            FormattableString.Invariant($",\"scalars\":{(double)(after.Scalars - before.Scalars) / count:0.##}");
    }

    static Func<long>? Counter(string name) =>
        typeof(torch).Assembly.GetType("TorchSharp.Interop.BorderTraffic")?
            .GetProperty(name, BindingFlags.Static | BindingFlags.NonPublic)?.GetMethod?.CreateDelegate<Func<long>>();
}
