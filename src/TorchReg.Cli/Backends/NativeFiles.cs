using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TorchReg.Cli.Backends;

/// <summary>The native libraries of torch that this process has really loaded, by their real paths.</summary>
static partial class NativeFiles
{
    internal static IReadOnlyList<string> Loaded()
    {
        var managed = AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic)
            .Select(assembly => assembly.Location)
            .ToHashSet();
        using var process = Process.GetCurrentProcess();
        return [.. process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .Where(path => !managed.Contains(path) && IsOfTorch(path)).Distinct().Order(StringComparer.Ordinal)];
    }

    internal static bool IsLibtorch(string path) => Path.GetFileName(path).Contains("torch_cpu", StringComparison.Ordinal);

    internal static bool IsOfTorch(string path) => Pattern().IsMatch(Path.GetFileName(path));

    // libicudata is Unicode's data, not CUDA's.
    [GeneratedRegex(
        @"torch|c10|blas|lapack|blis|atlas|mkl|dnnl|(?<!libi)cuda|cudnn|cublas|nccl|^(lib)?[gi]?omp\b|^libiomp|vcomp",
        RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
