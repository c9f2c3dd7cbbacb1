using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// The data loss of a batch: a number where it was computed on the host, else a scalar tensor that is read when asked for,
/// because reading makes the host wait for a device.
/// </summary>
public readonly struct BatchLoss
{
    readonly Tensor? tensor;
    readonly double value;

    internal BatchLoss(double value) => this.value = value;

    internal BatchLoss(Tensor tensor) => this.tensor = tensor;

    /// <summary>Whether reading it waits for a device.</summary>
    public bool IsOnDevice => tensor is not null && !HostMemory.Has(tensor);

    /// <summary>The number. A tensor of it belongs to the scope that the objective was called in: read it there.</summary>
    public double ToDouble() => tensor?.ReadDouble() ?? value;
}
