using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>
/// Linear models of one shape whose weights lie under each other in one matrix, so that one product with the data serves all of
/// them. Each stays a model of its own: penalties, optimizers and evaluation take it as they take any other.
/// </summary>
public sealed class ModelStack : IDisposable
{
    readonly Tensor weight, weightGradient;
    readonly Tensor? bias, biasGradient;

    /// <summary>
    /// Moves the models' parameters into one matrix. Attach penalties and make optimizers afterwards: the parameters are new
    /// objects.
    /// </summary>
    /// <param name="models">
    /// One or more linear models of the same features, outputs, type and device, all with or all without intercepts.
    /// </param>
    /// <exception cref="ArgumentException">A model is not linear alone, or differs in shape.</exception>
    public ModelStack(IReadOnlyList<nn.Module<Tensor, Tensor>> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        var layers = models
            .Select(
                (model, i) =>
                    Layer(model)
                    ?? throw new ArgumentException(
                        $"Model {i} is not a linear layer alone: only those share one product.",
                        nameof(models)))
            .ToArray();
        if (layers.Length == 0) throw new ArgumentException("A stack needs one model or more.", nameof(models));
        if (layers
                .Index()
                .GroupBy(layer => layer.Item, ReferenceEqualityComparer.Instance)
                .FirstOrDefault(same => same.Count() > 1) is
            { } twice)
            throw new ArgumentException(
                $"Models {string.Join(" and ", twice.Take(2).Select(layer => layer.Index))} are one model: each must be a " +
                "model of its own.",
                nameof(models));
        foreach (var layer in layers) CheckSame(layers[0], layer);
        Models = models;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        weight = cat([.. layers.Select(layer => (Tensor)layer.weight!)]).detach().DetachFromDisposeScope();
        weightGradient = zeros_like(weight).DetachFromDisposeScope();
        if (layers[0].bias is not null)
        {
            bias = cat([.. layers.Select(layer => (Tensor)layer.bias!)]).detach().DetachFromDisposeScope();
            biasGradient = zeros_like(bias).DetachFromDisposeScope();
        }
        Parts = [.. layers.Select((layer, i) => Place(layer, i))];
    }

    /// <summary>The models, in order.</summary>
    public IReadOnlyList<nn.Module<Tensor, Tensor>> Models { get; }

    /// <summary>Outputs of one model.</summary>
    internal int Outputs => (int)(weight.size(0) / Models.Count);

    internal IReadOnlyList<LinearPart> Parts { get; }

    /// <summary>All weights, (models · outputs) × features, with their gradient.</summary>
    internal (Tensor Value, Tensor Gradient) Weight => (weight, weightGradient);

    /// <summary>All intercepts with their gradient; null where the models have none.</summary>
    internal (Tensor Value, Tensor Gradient)? Bias => bias is null ? null : (bias, biasGradient!);

    static Linear? Layer(nn.Module<Tensor, Tensor> model) => model switch
    {
        Linear layer => layer,
        ILinearModel linear => linear.Linear,
        _ => null,
    };

    static void CheckSame(Linear first, Linear other)
    {
        var (a, b) = (first.weight!, other.weight!);
        if (!a.shape.AsSpan().SequenceEqual(b.shape)
            || a.dtype != b.dtype
            || a.device_type != b.device_type
            || first.bias is null != other.bias is null)
            throw new ArgumentException(
                $"Models of one stack have one shape; given [{string.Join("×", a.shape)}] and [{string.Join("×", b.shape)}], " +
                "or intercepts in some only.");
    }

    LinearPart Place(Linear layer, int index)
    {
        var rows = weight.shape[0] / Models.Count;
        layer.weight = View(weight, weightGradient, index * rows, rows);
        if (bias is not null) layer.bias = View(bias, biasGradient!, index * rows, rows);
        return new(layer.weight, layer.bias);
    }

    static Parameter View(Tensor all, Tensor gradient, long start, long count)
    {
        var parameter = new Parameter(all.narrow(0, start, count));
        parameter.DetachFromDisposeScope();
        parameter.grad = gradient.narrow(0, start, count);
        return parameter;
    }

    /// <summary>Frees the stack's own handles; the models keep theirs.</summary>
    public void Dispose()
    {
        weight.Dispose();
        weightGradient.Dispose();
        bias?.Dispose();
        biasGradient?.Dispose();
    }
}
