using TorchReg.Data;
using TorchReg.Layers;
using TorchReg.Objectives;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// How far a trained model is from an optimum of J = loss + penalties, at the λ in force now (a schedule's at the step that was
/// reached): for every parameter the largest distance of −∇(loss and all that is smooth) to the subdifferential of the rest, over
/// all rows, in eval mode. 0 exactly at a stationary point; for a convex problem that is the optimum.
/// </summary>
/// <remarks>
/// J is what acts: the loss with its row and class weights; the rules on parameters whatever their mode, decoupled decay as its
/// L2; the rules on activations, with all rows as one batch; and with the optimizer given its own weight decay. Where a parameter
/// has a constraint, or several penalties with kinks that are no elastic net, the distance is |w − prox(w − g)|, the residual of
/// a proximal step of size 1: 0 at the same points. A model of half precision has a gradient of half precision: then a distance
/// is known to 2⁻⁸ (bfloat16) or 2⁻¹¹ (float16) of the largest terms of the gradient, and 0 can't be told from that.
/// </remarks>
/// <param name="Parameters">Each trainable parameter's largest distance.</param>
public sealed record Certificate(IReadOnlyList<(string Name, double Distance)> Parameters)
{
    /// <summary>The largest distance of all.</summary>
    public double Distance => Parameters.Max(p => p.Distance);

    /// <summary>
    /// Those of the parameters that the loss does not reach while a penalty acts on them as <c>Proximal</c> or <c>Decoupled</c>:
    /// nothing moves them, so that their distance stays what it is.
    /// </summary>
    public IReadOnlyList<string> UnreachedByLoss { get; init; } = [];

    /// <summary>Certifies a model, whatever trained it; its gradients are overwritten, its weights untouched.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">All rows that J is of, on the model's device.</param>
    /// <param name="loss">The data loss.</param>
    /// <param name="regularization">The penalties on that model; none where null.</param>
    /// <param name="optimizer">
    /// The optimizer that trained it, whose weight decay is part of J; without it, no decay is assumed.
    /// </param>
    /// <exception cref="NotSupportedException">
    /// What acts is the minimiser of no J, or of one whose subdifferential is not known; the message names it.
    /// </exception>
    /// <exception cref="ArgumentException">The regularization is of another model.</exception>
    public static Certificate Of(
        nn.Module<Tensor, Tensor> model,
        Dataset data,
        Loss loss,
        Regularization? regularization = null,
        optim.Optimizer? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        regularization?.ExpectOf(model);
        var decay = optimizer == null ? null : new CertifiedDecay(optimizer, regularization);
        using var modes = new RememberedModes(model);
        modes.Set(_ => false);
        using var scope = NewDisposeScope();
        AddGradients(model, data, loss, regularization);
        using var noGrad = no_grad();
        string[] leftAlone = [.. regularization?.UnreachedByLoss().Select(p => p.Target.Name).Distinct() ?? []];
        var placed = regularization?.Placed.ToLookup(p => p.Target.Parameter.Handle);
        return new([.. model.named_parameters().Where(p => p.parameter.requires_grad)
            .Select(p => (p.name, new StationaryDistance(p.parameter, decay?.Of(p.parameter) ?? 0)
                .Largest(p.name, placed?[p.parameter.Handle] ?? [], regularization)))])
        { UnreachedByLoss = leftAlone };
    }

    static void AddGradients(nn.Module<Tensor, Tensor> model, Dataset data, Loss loss, Regularization? regularization)
    {
        if (regularization != null) regularization.IsReporting = true;
        try
        {
            // Two rows show whether they fit, before autograd's own words do.
            using (no_grad()) RowChecks.Predict(model, data, 0, Math.Min(2, data.Rows));
            model.zero_grad();
            Objective.ByAutograd(model, loss).Backward(data);
            AddActivations(model, data, regularization);
        }
        finally
        {
            if (regularization != null) regularization.IsReporting = false;
        }
    }

    // A pass of their own, so that the loss's is that of any objective.
    static void AddActivations(nn.Module<Tensor, Tensor> model, Dataset data, Regularization? regularization)
    {
        using var activations = regularization?.MeasureActivations();
        if (activations == null) return;
        model.call(data.Features);
        var value = activations.Differentiable();
        if (value.requires_grad) value.backward();
    }

    /// <summary>"0.00012 (weight 0.00012, bias 3e-07)".</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Distance:G3} (") +
        string.Join(", ", Parameters.Select(p => FormattableString.Invariant($"{p.Name} {p.Distance:G3}"))) + $"){LeftAloneText}";

    string LeftAloneText =>
        UnreachedByLoss.Count == 0 ? "" : $"; without a gradient, and so left alone: {string.Join(", ", UnreachedByLoss)}";
}
