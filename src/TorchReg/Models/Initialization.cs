using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Models;

/// <summary>How a linear layer's weights start; biases start at 0, but for <see cref="Torch"/>.</summary>
public enum Initialization
{
    /// <summary>torch's: W and b uniform in ±1/√features.</summary>
    Torch,

    /// <summary>Keras's: W uniform in ±√(6/(features + units)) (X. Glorot, Y. Bengio, AISTATS 2010, eq. 16).</summary>
    Glorot,

    /// <summary>All 0: for convex problems, which need no luck.</summary>
    Zeros,

    /// <summary>W from N(0, 1), as in article 000.</summary>
    StandardNormal,
}

static class LinearStart
{
    /// <summary>Initializes a layer, from a generator where one is given.</summary>
    internal static void Initialize(this Linear layer, Initialization initialization, Generator? generator)
    {
        using var noGrad = no_grad();
        var (units, features) = (layer.weight!.shape[0], layer.weight.shape[1]);
        switch (initialization)
        {
            case Initialization.Torch:
                var bound = 1 / Math.Sqrt(features);
                layer.weight.uniform_(-bound, bound, generator);
                layer.bias?.uniform_(-bound, bound, generator);
                return;
            case Initialization.Glorot:
                var limit = Math.Sqrt(6.0 / (features + units));
                layer.weight.uniform_(-limit, limit, generator);
                break;
            case Initialization.StandardNormal:
                layer.weight.normal_(0, 1, generator);
                break;
            default:
                layer.weight.zero_();
                break;
        }
        layer.bias?.zero_();
    }
}
