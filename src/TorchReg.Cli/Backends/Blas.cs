namespace TorchReg.Cli.Backends;

/// <summary>Which BLAS multiplies matrices, told from the loaded files.</summary>
/// <param name="Name">For the reader.</param>
/// <param name="Warning">What is slow about it and what to do; null where nothing is.</param>
sealed record Blas(string Name, string? Warning = null)
{
    internal static Blas Of(IReadOnlyList<string> files)
    {
        if (Find(files, "openblas") is { } open) return new($"OpenBLAS ({open})");
        if (Find(files, "mkl") is { } mkl) return new($"MKL ({mkl})");
        if (Find(files, "blis") is { } blis) return new($"BLIS ({blis})");
        if (Find(files, "atlas") is { } atlas) return new($"ATLAS ({atlas})");
        if (Find(files, "libblas") is { } reference)
            return new(
                $"reference BLAS ({reference})",
                "reference BLAS is about 10 times slower; Debian, Ubuntu: apt-get install libopenblas0-openmp");
        return new("built into libtorch (MKL or OpenBLAS in the official builds)");
    }

    // Debian's OpenBLAS is openblas-openmp/libblas.so.3: the folder counts as well.
    static string? Find(IReadOnlyList<string> files, string name) =>
        files.FirstOrDefault(file => Tail(file).Contains(name, StringComparison.OrdinalIgnoreCase));

    static string Tail(string file) => string.Join('/', file.Split('/', '\\')[^2..]);
}
