using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Gradients of each model scaled down to its largest norm, by max/(norm + 10⁻⁶) where that is below 1, and cut at its largest
/// element; what a model does not ask for is infinite.
/// </summary>
sealed class StackedClipping : IDisposable
{
    readonly Tensor? norms, most, least;
    readonly long outputs;

    internal StackedClipping(IReadOnlyList<TrainingOptions?> models, long outputs, Tensor like)
    {
        this.outputs = outputs;
        if (models.Any(options => options?.ClipNorm is not null))
            norms = StackedParameter.OfModels([.. models.Select(o => o?.ClipNorm ?? double.PositiveInfinity)], 1, like);
        if (!models.Any(options => options?.ClipValue is not null)) return;
        most = StackedParameter.OfModels([.. models.Select(o => o?.ClipValue ?? double.PositiveInfinity)], outputs, like);
        least = most.neg().DetachFromDisposeScope();
    }

    internal void Clip(IReadOnlyList<StackedParameter> parameters)
    {
        if (norms is not null) ByNorm(norms, parameters);
        if (most is null) return;
        foreach (var parameter in parameters) parameter.Gradient.clamp_(least, most);
    }

    void ByNorm(Tensor largest, IReadOnlyList<StackedParameter> parameters)
    {
        var squares = parameters.Select(parameter => parameter.Gradient.Squared().sum([1L]))
            .Aggregate((a, b) => a.add_(b, Scalars.One));
        var factors = squares.view(-1, outputs).sum([1L], keepdim: true).sqrt_().add_(Scalars.Of(1e-6), Scalars.One)
            .reciprocal_().mul_(largest).clamp_max(Scalars.One);
        var rows = factors.expand(-1, outputs).reshape(-1, 1);
        foreach (var parameter in parameters) parameter.Gradient.mul_(rows);
    }

    public void Dispose()
    {
        norms?.Dispose();
        most?.Dispose();
        least?.Dispose();
    }
}
