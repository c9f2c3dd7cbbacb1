using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// A half-precision parameter in float32 between proximal steps or decays: one of less than half a unit in the last place adds up
/// here until the parameter can show it.
/// </summary>
/// <remarks>P. Micikevicius et al., Mixed precision training, ICLR 2018, section 3.1.</remarks>
sealed class MasterCopy : IDisposable
{
    readonly Parameter parameter;
    readonly Tensor full, shown;

    MasterCopy(Parameter parameter)
    {
        this.parameter = parameter;
        full = parameter.to(ScalarType.Float32).DetachFromDisposeScope();
        shown = full.clone().DetachFromDisposeScope();
    }

    /// <summary>
    /// The tensor to work on: the parameter itself, or its copy with what the optimizer did to the parameter since.
    /// </summary>
    internal static Tensor Take(Parameter parameter, ref MasterCopy? copy)
    {
        if (!HalfPrecision.Is(parameter)) return parameter;
        if (copy == null || copy.parameter.Handle != parameter.Handle)
        {
            copy?.Dispose();
            copy = new(parameter);
        }
        else copy.Follow();
        return copy.full;
    }

    /// <summary>The copy as it is now, with what was done to the parameter since.</summary>
    internal Tensor Full
    {
        get
        {
            Follow();
            return full;
        }
    }

    /// <summary>A copy that goes on from a saved one, which the parameter shows rounded.</summary>
    internal static MasterCopy Of(Parameter parameter, Tensor saved)
    {
        var copy = new MasterCopy(parameter);
        copy.full.copy_(saved);
        return copy;
    }

    void Follow()
    {
        using var now = parameter.to(ScalarType.Float32);
        using var moved = now - shown;
        full.add_(moved, Scalars.One);
        shown.copy_(parameter);
    }

    /// <summary>Rounds the copy into the parameter.</summary>
    internal void Give()
    {
        parameter.copy_(full);
        shown.copy_(parameter);
    }

    public void Dispose()
    {
        full.Dispose();
        shown.Dispose();
    }
}
