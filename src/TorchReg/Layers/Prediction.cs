using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// model(x) in eval mode and without a graph; every module gets back the mode that it was in. Threads may predict with one model
/// at once.
/// </summary>
public static class Prediction
{
    /// <summary>What the model says of x. The result belongs to the caller's dispose scope.</summary>
    /// <param name="model">Any module; it is left as it was found, layer by layer, also when it throws.</param>
    /// <param name="x">What it takes.</param>
    public static Tensor Of(nn.Module<Tensor, Tensor> model, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var eval = SharedModes.Eval(model);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        // A new handle, because a model may give back a tensor that is not of this scope: its input, or a buffer.
        return model.call(x).alias().MoveToOuterDisposeScope();
    }
}
