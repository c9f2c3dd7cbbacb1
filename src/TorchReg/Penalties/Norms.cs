using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Norms of whole tensors and of their rows and columns.</summary>
static class Norms
{
    internal static double LargestMagnitude(Tensor t)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return t.abs().max().ToDouble();
    }

    /// <summary>The Euclidean norms of the groups, kept as dimensions of size 1 so that they broadcast back.</summary>
    internal static Tensor OfGroups(Tensor w, Groups groups) => w.square().sum(groups.Others(w), keepdim: true).sqrt();
}
