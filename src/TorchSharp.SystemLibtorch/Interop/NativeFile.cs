using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds and loads the native library; says what is missing and what to do when it can't.</summary>
internal static class NativeFile
{
    internal const string Name = "torch_dispatch";

    // The library's path where it was compiled apart from the program, as a bundle's is (eng/bundle.sh).
    const string Variable = "TORCHSHARP_NATIVE";

    static readonly Lazy<IntPtr> handle = new(LoadOrThrow);

    // Once for the assembly: a second resolver would be refused.
    static NativeFile() =>
        NativeLibrary.SetDllImportResolver(
            typeof(NativeFile).Assembly, (name, _, _) => name == Name ? handle.Value : IntPtr.Zero);

    internal static void Load() => _ = handle.Value;

    static string[] Candidates()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return [given];
        var file = $"lib{Name}.so";
        var beside = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        return new[] { AppContext.BaseDirectory, beside }
            .Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.Combine(folder!, file)).Distinct().ToArray();
    }

    static IntPtr LoadOrThrow()
    {
        var candidates = Candidates();
        var found = candidates.FirstOrDefault(File.Exists);
        if (found == null)
            throw new DllNotFoundException(
                $"The native part of TorchSharp.SystemLibtorch is missing. Looked for: {string.Join(", ", candidates)}. " +
                "Run eng/setup.sh, then build again.");
        try { return NativeLibrary.Load(found); }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                $"{found} is there, but a library that it needs is not: {FirstLine(e.Message)}. " +
                    "Install libtorch (Debian, Ubuntu: apt-get install libtorch-dev libopenblas0-openmp) or set " +
                    "LIBTORCH=/path/to/libtorch, then run eng/setup.sh and build again.",
                e);
        }
    }

    static string FirstLine(string message) =>
        message.Split('\n').Select(line => line.Trim()).FirstOrDefault(
            line => line.Contains("cannot open", StringComparison.Ordinal)) ?? message;
}
