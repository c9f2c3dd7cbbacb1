using TorchReg.Kernels;
using TorchReg.Solvers;
using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>The columns that had a weight so far on a path, and where there are too many of them.</summary>
/// <remarks>glmnet's <c>dfmax</c>, which keeps the fit that exceeds it, and <c>pmax</c>, which does not.</remarks>
sealed class ActiveColumns(PathOptions options)
{
    readonly HashSet<long> ever = [];
    int seen;

    /// <summary>
    /// Why the path ends with the last of its fits, which is taken away where it must not be; null where it goes on.
    /// </summary>
    /// <param name="fits">The path so far.</param>
    /// <param name="goesOn">Whether there are other λ: what ends anyway need not be ended.</param>
    internal string? EndOf(List<LinearFit> fits, bool goesOn)
    {
        if (options is { MaxActive: null, MaxEverActive: null }) return null;
        for (; seen < fits.Count; seen++) ever.UnionWith(Of(fits[seen]));
        if (ever.Count > options.MaxEverActive && fits.Count > 1)
        {
            fits.RemoveAt(fits.Count - 1);
            return $"with the next λ more than {options.MaxEverActive} columns would have had a weight (MaxEverActive)";
        }
        return goesOn && fits[^1].ActiveFeatures > options.MaxActive
            ? $"more than {options.MaxActive} columns have a weight (MaxActive)" : null;
    }

    /// <summary>The columns with a weight that is not 0 for some output.</summary>
    internal static long[] Of(LinearFit fit)
    {
        using var scope = NewDisposeScope();
        var active = fit.Weight.ne(Scalars.Of(0)).any(0).nonzero().flatten();
        return active.NumberOfElements == 0 ? [] : [.. HostMemory.Numbers(active).Select(j => (long)j)];
    }
}
