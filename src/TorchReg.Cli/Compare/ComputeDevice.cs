using TorchReg.Cli.Config;
using TorchReg.Cli.Doctor;
using TorchReg.Cli.Errors;
using TorchReg.Training;
using TorchSharp;

namespace TorchReg.Cli.Compare;

/// <summary>The device that the settings name, if this machine has it; sets the number of threads.</summary>
static class ComputeDevice
{
    /// <param name="settings">Device, threads and batch size.</param>
    /// <param name="weights">The model's weights.</param>
    internal static torch.Device Prepare(TrainingSettings settings, long weights)
    {
        var threads = ThreadChoice.For(weights, settings.BatchSize);
        torch.set_num_threads(settings.Threads > 0 ? settings.Threads : threads);
        var device = torch.device(settings.Device);
        if (device.type != DeviceType.CUDA) return device;
        var count = torch.cuda.device_count();
        if (count == 0) throw new UserError($"training.device is '{settings.Device}', but CUDA is off: {CudaState.OfMachine(0)}; set --device=cpu");
        if (device.index >= count) throw new UserError($"training.device is '{settings.Device}', but there are {count} CUDA devices, numbered from 0");
        return device;
    }
}
