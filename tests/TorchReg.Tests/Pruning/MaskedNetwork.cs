using TorchReg.Pruning;
using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>A network of 6 inputs, 8 hidden units and 3 classes in float64, and rows for it.</summary>
static class MaskedNetwork
{
    internal static Sequential Of(int seed)
    {
        using var generator = new Generator((ulong)seed);
        var model = nn.Sequential(
            ("a", nn.Linear(6, 8, dtype: float64)), ("tanh", nn.Tanh()), ("b", nn.Linear(8, 3, dtype: float64)));
        using (no_grad())
            foreach (var parameter in model.parameters())
                parameter.copy_(randn(parameter.shape, dtype: float64, generator: generator) * 0.5);
        return model;
    }

    internal static Dataset Rows(int seed = 1)
    {
        using var generator = new Generator((ulong)seed);
        var x = randn(40, 6, dtype: float64, generator: generator);
        return new(x, (x[TensorIndex.Colon, 0] > 0).to(int64) + (x[TensorIndex.Colon, 1] > 0).to(int64));
    }

    /// <summary>Some weights, and all of two hidden units.</summary>
    internal static void Prune(Sequential model)
    {
        using var noGrad = no_grad();
        var (a, b) = ((Linear)model[0], (Linear)model[2]);
        foreach (var unit in new[] { 2, 5 })
        {
            a.weight![unit].zero_();
            a.bias![unit].zero_();
            b.weight!.select(1, unit).zero_();
        }
        a.weight![0, 1] = tensor(0.0);
        b.weight![2, 7] = tensor(0.0);
    }

    internal static void Train(
        nn.Module<Tensor, Tensor> model, SparsityMask? mask, TrainingOptions options, params Rule[] others)
    {
        using var rules = mask is null ? null : new Regularization(model, [.. others, .. mask.Rules]);
        new Trainer(model, Losses.CrossEntropy, rules, options).Fit(Rows());
    }
}
