using TorchReg.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// The gradients that a backward pass writes: the first write of a gradient replaces it, those after it, of a parameter that
/// several layers share, are added.
/// </summary>
sealed class GradientWrites
{
    readonly List<nint> written = [];
    bool accumulates;

    /// <summary>A new pass; accumulating, every write is added.</summary>
    internal void Begin(bool accumulate)
    {
        accumulates = accumulate;
        written.Clear();
    }

    /// <summary>The parameter's gradient, and whether to add to it.</summary>
    internal Tensor Of(Parameter parameter, out bool accumulate)
    {
        var gradient = LinearGradients.Of(parameter);
        accumulate = accumulates;
        if (accumulates) return gradient;
        if (HostMemory.Place(gradient, parameter.dtype) is var place && place == 0)
        {
            // Of a layout of its own, as someone may have given it.
            gradient.Dispose();
            parameter.grad = null;
            gradient = LinearGradients.Of(parameter);
            place = HostMemory.Place(gradient, parameter.dtype);
        }
        accumulate = written.Contains(place);
        if (!accumulate) written.Add(place);
        return gradient;
    }
}
