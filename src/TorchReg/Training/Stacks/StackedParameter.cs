using TorchReg.Kernels;
using TorchReg.Optimizers;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// The weights, or the intercepts, of models one under the other, rows × numbers, with columns of what differs between models:
/// every step is a few operators, however many models there are.
/// </summary>
sealed class StackedParameter(Tensor value, Tensor gradient, long outputs, StackedKind kind) : IDisposable
{
    readonly StackedMove move = kind.Move();
    readonly List<Tensor> columns = [];
    RowRates[] models = [];
    Tensor? rates, decays, isPenalized;
    (Tensor? L1, Tensor? L2) inGradient, inProx, all;

    /// <summary>Gradients of the last batch, changed in place.</summary>
    internal Tensor Gradient => gradient;

    /// <summary>An epoch's numbers, one of each model.</summary>
    internal void Set(RowRates[] now)
    {
        if (now.AsSpan().SequenceEqual(models)) return;
        models = now;
        Release();
        rates = Column(model => model.Rate);
        decays = Column(model => model.Decay);
        isPenalized = Column(model => model.IsPenalized ? 1 : 0);
        inGradient = Columns(model => model.Gradient);
        inProx = Columns(model => model.Prox);
        all = Columns(model => model.Penalties);
    }

    (Tensor? L1, Tensor? L2) Columns(Func<RowRates, ShrinkageWeights> of) =>
        (Column(model => of(model).L1), Column(model => of(model).L2));

    // Null where all are 0.
    Tensor? Column(Func<RowRates, double> of)
    {
        if (models.All(model => of(model) == 0)) return null;
        columns.Add(OfModels([.. models.Select(of)], outputs, value));
        return columns[^1];
    }

    /// <summary>A number of each model in each of its rows, a column that is the caller's.</summary>
    internal static Tensor OfModels(double[] numbers, long outputs, Tensor like)
    {
        using var scope = NewDisposeScope();
        double[] rows = [.. numbers.SelectMany(number => Enumerable.Repeat(number, (int)outputs))];
        return HostMemory.Filled<double>(rows, like.device, rows.Length, 1).to(like.dtype).DetachFromDisposeScope();
    }

    /// <summary>g += l1·sign(w) + l2·w.</summary>
    internal void AddGradient() => AddGradient(inGradient, gradient);

    void AddGradient((Tensor? L1, Tensor? L2) weights, Tensor to)
    {
        if (weights.L1 is not null)
        {
            using var sign = value.sign();
            to.addcmul_(sign, weights.L1, Scalars.One);
        }
        if (weights.L2 is not null) to.addcmul_(value, weights.L2, Scalars.One);
    }

    /// <summary>The decay, the optimizer's move and the prox of its step sizes.</summary>
    /// <param name="finished">Steps before this one.</param>
    internal void Step(long finished)
    {
        if (rates is null) return;
        var factor = kind.Factor(finished);
        if (decays is not null) value.addcmul_(value, decays, Scalars.Of(-factor));
        move.Take(value, gradient, rates);
        if (inProx.L1 is null && inProx.L2 is null) return;
        var sizes = move.Divisors is { } divisors ? rates / divisors : factor == 1 ? rates : rates * Scalars.Of(factor);
        if (inProx.L1 is not null)
        {
            var threshold = sizes * inProx.L1;
            value.sub_(value.clamp(threshold.neg(), threshold));
        }
        if (inProx.L2 is not null) value.div_((sizes * inProx.L2).add_(Scalars.One, Scalars.One));
    }

    /// <summary>‖∇penalties‖² and ‖∇loss‖² of penalized parameters, a number of each model in each of its rows.</summary>
    internal (Tensor Penalties, Tensor Data) Squares()
    {
        var own = zeros_like(gradient);
        AddGradient(all, own);
        var data = gradient.Squared().sum([1L]);
        return (own.Squared().sum([1L]), isPenalized is null ? data.zero_() : data.mul_(isPenalized.squeeze(1)));
    }

    void Release()
    {
        foreach (var column in columns) column.Dispose();
        columns.Clear();
    }

    public void Dispose()
    {
        Release();
        move.Dispose();
        value.Dispose();
        gradient.Dispose();
    }
}
