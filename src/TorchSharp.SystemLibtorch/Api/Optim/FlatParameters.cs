using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

// All parameters as one vector, and the numbers that the search needs.
public partial class LBFGS
{
    static readonly Op cat = new("cat"), flatten = new("reshape"), zerosLike = new("zeros_like"), narrow = new("narrow"),
    viewAs = new("view_as"),
        add = new("add_.Tensor"), abs = new("abs"), max = new("max"), sum = new("sum"), item = new("_local_scalar_dense");

    static readonly long[] flat = [-1];

    Tensor FlatGradient()
    {
        var parts = new Tensor[all.Length];
        for (var i = 0; i < all.Length; i++)
        {
            using var gradient = Gradient.Of(all[i]);
            using var given = gradient.Exists ? gradient.Shared() : zerosLike.Call(all[i]);
            parts[i] = flatten.Call(given, flat);
        }
        var result = cat.Call(parts, 0).DetachFromDisposeScope();
        foreach (var part in parts) part.Dispose();
        return result;
    }

    void AddToParameters(double factor, Tensor vector)
    {
        var offset = 0L;
        foreach (var parameter in all)
        {
            var count = parameter.numel();
            using var part = narrow.Raw(vector, 0, offset, count);
            using var shaped = viewAs.Raw(part, parameter);
            add.Into(parameter, shaped, factor);
            offset += count;
        }
    }

    static double Number(Tensor scalar) => item.CallValue(scalar).Double;

    static double Largest(Tensor vector)
    {
        using var sizes = abs.Raw(vector);
        using var largest = max.Raw(sizes);
        return item.CallValue(largest).Double;
    }

    static double AbsoluteSum(Tensor vector)
    {
        using var sizes = abs.Raw(vector);
        using var total = sum.Raw(sizes);
        return item.CallValue(total).Double;
    }
}
