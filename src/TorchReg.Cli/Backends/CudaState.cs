using System.Runtime.InteropServices;

namespace TorchReg.Cli.Backends;

/// <summary>How many CUDA devices there are, and why none where there is none.</summary>
static class CudaState
{
    internal static string OfMachine(int devices) => Explain(devices, HasCudaBuild(NativeFiles.Loaded()), HasDriver());

    internal static string Explain(int devices, bool hasCudaBuild, bool hasDriver) => (devices, hasCudaBuild, hasDriver) switch
    {
        ( > 0, _, _) => $"{devices} (cuda:0{(devices > 1 ? $" to cuda:{devices - 1}" : "")})",
        (_, false, _) => "this libtorch is built without CUDA",
        (_, _, false) => "NVIDIA's driver is not installed",
        _ => "the driver is there, but it shows no device (CUDA_VISIBLE_DEVICES, or a driver older than this libtorch's CUDA)",
    };

    /// <summary>CUDA builds keep libtorch_cuda beside libtorch_cpu.</summary>
    internal static bool HasCudaBuild(IReadOnlyList<string> files)
    {
        var folders = files.Where(NativeFiles.IsLibtorch).Select(Path.GetDirectoryName);
        return folders.Any(folder => Directory.EnumerateFiles(folder!, "*torch_cuda*").Any());
    }

    static bool HasDriver()
    {
        var name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        if (!NativeLibrary.TryLoad(name, out var library)) return false;
        NativeLibrary.Free(library);
        return true;
    }
}
