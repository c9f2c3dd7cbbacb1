using TorchReg.Cli.Backends;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Training;
using TorchSharp;

namespace TorchReg.Cli.Pipeline;

/// <summary>The device that the settings name, if this machine has it; sets the number of threads.</summary>
static class ComputeDevice
{
    /// <param name="settings">Device, threads and batch size.</param>
    /// <param name="weights">The model's weights.</param>
    internal static torch.Device Prepare(TrainingSettings settings, long weights)
    {
        var threads = ThreadChoice.For(weights, settings.BatchSize);
        if (settings.Deterministic && settings.Threads > 1)
            throw new UserError(
                $"training.threads is {settings.Threads}, but training.deterministic takes one thread; leave one of them out");
        if (settings.Deterministic && !Is(settings.Device, "cpu", "auto"))
            throw new UserError(
                $"training.deterministic is for the cpu, but training.device is '{settings.Device}'; leave one of them out");
        torch.set_num_threads(settings.Deterministic ? 1 : settings.Threads > 0 ? settings.Threads : threads);
        var device = Of(
            Is(settings.Device, "auto")
                ? settings.Deterministic || torch.cuda.device_count() == 0
                    ? "cpu"
                    : "cuda"
                : settings.Device);
        ExpectProducts(settings.Precision, device);
        return device;
    }

    static void ExpectProducts(StepPrecision precision, torch.Device device)
    {
        try
        {
            PrecisionChoice.ExpectProducts(RunParts.Precision(precision), device);
        }
        catch (NotSupportedException lacking)
        {
            throw new UserError(
                $"training.precision is {precision.ToString().ToLowerInvariant()}, but this libtorch has no such products on " +
                $"{device}; set it to bfloat16, or training.device to cuda", lacking);
        }
    }

    static bool Is(string name, params string[] names) => names.Contains(name, StringComparer.OrdinalIgnoreCase);

    // Counted before the device is made: where CUDA is off, TorchSharp throws its whole trace of loading files at construction.
    static torch.Device Of(string name)
    {
        if (!name.StartsWith("cuda", StringComparison.OrdinalIgnoreCase)) return torch.device(name);
        var count = torch.cuda.device_count();
        if (count == 0)
            throw new UserError($"training.device is '{name}', but CUDA is off: {CudaState.OfMachine(0)}; set --device=cpu");
        var device = torch.device(name);
        if (device.index >= count)
            throw new UserError($"training.device is '{name}', but there are {count} CUDA devices, numbered from 0");
        return device;
    }
}
