using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// A layer whose product a pass takes in a low precision: its own call is given no rows, and what it returns is replaced by the
/// product of those that it was called with. The user's parameters stay the layer's, and its class need not know.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="hooks">Functions that run at its calls; where it has some, it is left as it is.</param>
/// <param name="dimensions">Of an input of rows.</param>
/// <param name="type">The low precision.</param>
/// <param name="staysLow">Whether what comes next takes that type.</param>
sealed class LowLayer(nn.Module<Tensor, Tensor> layer, ForwardHooks hooks, int dimensions, ScalarType type, bool staysLow)
{
    Tensor? given;

    /// <summary>How often it was called in this precision.</summary>
    internal long Calls { get; private set; }

    /// <summary>From now on; what is returned puts an end to it.</summary>
    internal Action? Begin()
    {
        if (hooks.Any) return null;
        given = null;
        var before = layer.register_forward_pre_hook(Take);
        var after = layer.register_forward_hook(Give);
        return () =>
        {
            before.remove();
            after.remove();
        };
    }

    // A call inside of the layer's own would be of another layer.
    Tensor Take(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        if (input.Dimensions < dimensions || !IsFull(input) || input.size(0) == 0) return input;
        // Low convolutions are for a GPU; a CPU's are left in float32.
        if (dimensions > 2 && HostMemory.Has(input)) return input.to(ScalarType.Float32);
        given = input;
        return input.narrow(0, 0, 0).to(ScalarType.Float32);
    }

    Tensor Give(nn.Module<Tensor, Tensor> module, Tensor input, Tensor output)
    {
        if (given is not { } rows) return output;
        given = null;
        Calls++;
        output.Dispose();
        input.Dispose();
        var product = LowProduct.Of(layer, rows, type);
        return staysLow ? product : product.to(ScalarType.Float32);
    }

    bool IsFull(Tensor input) => input.dtype == ScalarType.Float32 || input.dtype == type;
}
