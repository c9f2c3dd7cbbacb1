using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Passes of a model in a low precision, without PyTorch's autocast, which TorchSharp lacks: linear and convolution layers take
/// their products in it (convolutions on a GPU only), everything else (normalizations, softmax, recurrences, layers of one's
/// own) is in float32. Between two such layers of an <c>nn.Sequential</c> numbers stay low.
/// </summary>
sealed class LowPrecision
{
    readonly Precision precision;
    readonly LowLayer[] layers;
    bool wasSeen;

    /// <exception cref="ArgumentException">The model has no layer for it.</exception>
    internal LowPrecision(nn.Module<Tensor, Tensor> model, Precision precision)
    {
        this.precision = precision;
        var staysLow = StaysLow(model);
        layers = [.. model.modules().Prepend(model).Distinct<nn.Module>(ReferenceEqualityComparer.Instance)
            .Select(module => Layer(module, precision.Type(), staysLow.Contains(module))).OfType<LowLayer>()];
        if (layers.Length == 0)
            throw new ArgumentException(
                $"{precision} is for products of nn.Linear and nn.Conv1d to nn.Conv3d (padded with zeros) by float32 weights, " +
                "and the model has none: take Precision.Float32.", nameof(precision));
    }

    static LowLayer? Layer(nn.Module module, ScalarType type, bool staysLow) =>
        module is nn.Module<Tensor, Tensor> layer && LowProduct.Dimensions(layer) is { } dimensions
        && ForwardHooks.Of([layer]) is { } hooks
            ? new(layer, hooks, dimensions, type, staysLow)
            : null;

    // Layers behind which, in the same Sequential, comes another one, past some that are as exact in any type.
    static HashSet<nn.Module> StaysLow(nn.Module model)
    {
        var found = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        foreach (var sequence in model.modules().Prepend(model).OfType<Sequential>())
        {
            nn.Module[] inside = [.. sequence.children()];
            for (var i = 0; i < inside.Length; i++)
            {
                var next = Array.FindIndex(inside, i + 1, module => !TakesAnyType(module));
                if (next >= 0 && LowProduct.Dimensions(inside[next]) is not null) found.Add(inside[i]);
            }
        }
        return found;
    }

    static bool TakesAnyType(nn.Module module) => module is ReLU or Dropout or Flatten or Identity or MaxPool1d or MaxPool2d;

    /// <summary>"bfloat16".</summary>
    public override string ToString() => precision.Name();

    /// <summary>From now on calls of the model are in it, until what is returned is disposed.</summary>
    internal IDisposable Begin() => new Pass([.. layers.Select(layer => layer.Begin()).OfType<Action>()]);

    /// <summary>After a pass.</summary>
    /// <exception cref="InvalidOperationException">No layer was called in it: it would be float32 without a word.</exception>
    internal void ExpectCalled()
    {
        if (wasSeen) return;
        wasSeen = Array.Exists(layers, layer => layer.Calls > 0);
        if (!wasSeen)
            throw new InvalidOperationException(
                $"No layer of the model was called in {precision.Name()}: its forward must use layer.call(x), not " +
                "layer.forward(x), on layers without hooks of their own; convolutions on a CPU and the first layer of sparse " +
                "rows are in float32.");
    }

    sealed class Pass(Action[] ends) : IDisposable
    {
        public void Dispose()
        {
            foreach (var end in ends) end();
        }
    }
}
