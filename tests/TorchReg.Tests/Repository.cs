namespace TorchReg.Tests;

/// <summary>The checkout that the tests run from.</summary>
static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "TorchReg.sln"))
            ? folder
            : Find(
                Path.GetDirectoryName(folder)
                    ?? throw new NoCheckoutException());
}

/// <summary>The tests run elsewhere, as those of a bundle do, which skips what meets this (tests/Bundled).</summary>
sealed class NoCheckoutException() : DirectoryNotFoundException("TorchReg.sln is in no folder above the tests.");
