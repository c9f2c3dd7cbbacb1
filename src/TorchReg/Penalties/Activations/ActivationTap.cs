using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Collects P(output)/batch size of one layer in the model's last forward pass in training mode, in which the layer may run more
/// than once: Keras's activity regularizer. A pass before it, as for an accuracy, is no part of the loss that <see cref="Take"/>
/// goes into.
/// </summary>
/// <remarks>https://keras.io/api/layers/regularizers/: the penalty on the output is divided by the batch size;
/// https://keras.io/guides/making_new_layers_and_models_via_subclassing/, "The add_loss() method": each pass begins with
/// none.</remarks>
sealed class ActivationTap : IDisposable
{
    readonly List<Tensor> values = [];
    readonly Action remove;
    readonly Action? removeFromModel;
    readonly Action<string> warn;
    long pass, recordedIn;
    bool hasWarned;
    List<Tensor> outputs = [], takenOutputs = [];
    Tensor? last;

    internal ActivationTap(nn.Module model, Rule rule, Action<string> warn)
    {
        (Rule, this.warn) = (rule, warn);
        var layer = ModelParameters.Modules(model).FirstOrDefault(m => m.Name == rule.ActivationsOf).Module
            ?? throw new ArgumentException($"{rule.Penalty.Name}: {Placement.NoLayer(rule.ActivationsOf!, model)}");
        if (layer is not nn.Module<Tensor, Tensor> tapped)
            throw new ArgumentException(
                $"{rule.Penalty.Name}: layer '{rule.ActivationsOf}' is a {layer.GetType().Name}, not a module from one tensor " +
                "to one tensor.");
        Layer = layer;
        remove = tapped.register_forward_hook((module, _, output) => Record(module, output)).remove;
        removeFromModel = ForwardWatch.Hook(model, _ => pass++);
    }

    internal Rule Rule { get; }

    internal nn.Module Layer { get; }

    /// <summary>P without the schedule's factor of the batch that was last taken; 0 before the first.</summary>
    internal double Last => last?.ReadDouble() ?? 0;

    /// <summary>Whether every pass is recorded, in eval mode and without gradients too: for ledgers and certificates.</summary>
    internal bool IsMeasuring { get; set; }

    /// <summary>Whether the formula changes no activation, those of the first batch or others; null before the first.</summary>
    internal bool? FindsNothing { get; private set; }

    Tensor Record(nn.Module module, Tensor output)
    {
        if (!IsMeasuring && !(module.training && is_grad_enabled())) return output;
        if (recordedIn != pass) Forget();
        recordedIn = pass;
        // The gradient that will come by is kept, for GradientRatio.
        if (output.requires_grad && !IsMeasuring)
        {
            output.retain_grad();
            outputs.Add(output);
        }
        // Sums in half precision end at 65,504.
        var seen = HalfPrecision.Full(output);
        // Now: a Sequential disposes of it behind the next layer.
        FindsNothing ??= EffectProbe.FindsNothing(Rule.Penalty, seen, PenaltyMode.Loss);
        values.Add(Rule.Penalty.Value(seen) / Scalars.Of(output.shape[0]));
        return output;
    }

    // A layer that is called by itself, outside its model, begins no pass.
    void Forget()
    {
        if (values.Count == 0) return;
        values.Clear();
        outputs.Clear();
        if (hasWarned || IsMeasuring) return;
        hasWarned = true;
        warn(MisuseText.AnotherPass(Rule));
    }

    /// <summary>The sum over the last pass, with the schedule's factor.</summary>
    internal Tensor Take(double scale)
    {
        if (values.Count == 0 || values.Any(v => v.IsInvalid))
        {
            values.Clear();
            throw new InvalidOperationException(
                $"{Rule.Penalty.Name} on the activations of '{Rule.ActivationsOf}': the layer did not run in training mode in " +
                "this step, or its step's scope has ended. Call Value() after the forward pass, in the same scope.");
        }
        var sum = values.Aggregate((a, b) => a.add(b, Scalars.One));
        values.Clear();
        if (!IsMeasuring) Remember(sum);
        return scale == 1 ? sum : sum * Scalars.Of(scale);
    }

    void Remember(Tensor sum)
    {
        last?.Dispose();
        last = sum.detach().DetachFromDisposeScope();
        (outputs, takenOutputs) = (takenOutputs, outputs);
        outputs.Clear();
    }

    /// <summary>
    /// The squared norms of the penalty's and the data's gradients at the activations that were last taken, after backward.
    /// </summary>
    /// <param name="scale">The schedule's factor.</param>
    /// <param name="factor">What the batch's loss was multiplied by before backward.</param>
    internal (double Penalty, double Data) SquaredGradients(double scale, double factor)
    {
        var (penalty, data) = (0.0, 0.0);
        foreach (var output in takenOutputs.Where(o => !o.IsInvalid))
        {
            if (output.grad is not { } gradient) continue;
            var at = HalfPrecision.Full(output).detach();
            var own = zeros_like(at);
            Rule.Penalty.AddGradient(at, own, scale * factor / output.shape[0]);
            penalty += own.Squared().sum().ReadDouble();
            data += (HalfPrecision.Full(gradient) - own).Squared().sum().ReadDouble();
        }
        return (penalty, data);
    }

    public void Dispose()
    {
        last?.Dispose();
        remove();
        removeFromModel?.Invoke();
    }
}
