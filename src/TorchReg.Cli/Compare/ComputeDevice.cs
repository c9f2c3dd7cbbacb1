using TorchReg.Cli.Config;
using TorchReg.Cli.Doctor;
using TorchReg.Cli.Errors;
using TorchSharp;

namespace TorchReg.Cli.Compare;

/// <summary>The device that the settings name, if this machine has it; sets the number of threads.</summary>
static class ComputeDevice
{
    internal static torch.Device Prepare(TrainingSettings settings)
    {
        if (settings.Threads > 0) torch.set_num_threads(settings.Threads);
        var device = torch.device(settings.Device);
        if (device.type != DeviceType.CUDA) return device;
        var count = torch.cuda.device_count();
        if (count == 0) throw new UserError($"training.device is '{settings.Device}', but CUDA is off: {CudaState.OfMachine(0)}; set --device=cpu");
        if (device.index >= count) throw new UserError($"training.device is '{settings.Device}', but there are {count} CUDA devices, numbered from 0");
        return device;
    }
}
