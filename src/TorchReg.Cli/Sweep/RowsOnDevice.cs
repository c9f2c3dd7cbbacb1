using TorchReg.Cli.Pipeline;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Cli.Sweep;

/// <summary>The rows on a device; copies go when it is disposed.</summary>
sealed class RowsOnDevice(RunData data, Device device) : IDisposable
{
    internal Dataset Train { get; } = data.Train.To(device);
    internal Dataset? Validation { get; } = data.Validation?.To(device);
    internal Dataset Test { get; } = data.Test.To(device);

    public void Dispose()
    {
        if (Train != data.Train) Train.Dispose();
        if (Validation != data.Validation) Validation?.Dispose();
        if (Test != data.Test) Test.Dispose();
    }
}
