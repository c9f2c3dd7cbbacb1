using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>Collects P(output)/batch size of one layer's forward passes in training mode: Keras's activity regularizer.</summary>
/// <remarks>https://keras.io/api/layers/regularizers/: the penalty on the output is divided by the batch size.</remarks>
sealed class ActivationTap : IDisposable
{
    readonly Rule rule;
    readonly List<Tensor> values = [];
    readonly Action remove;

    internal ActivationTap(nn.Module model, Rule rule)
    {
        this.rule = rule;
        var layer = ModelParameters.Modules(model).FirstOrDefault(m => m.Name == rule.ActivationsOf).Module
            ?? throw new ArgumentException(
                $"{rule.Penalty.Name}: there is no layer '{rule.ActivationsOf}'. There are: {string.Join(", ", ModelParameters.Modules(model).Select(m => m.Name).Where(n => n.Length > 0))}.");
        if (layer is not nn.Module<Tensor, Tensor> tapped)
            throw new ArgumentException($"{rule.Penalty.Name}: layer '{rule.ActivationsOf}' is a {layer.GetType().Name}, not a module from one tensor to one tensor.");
        remove = tapped.register_forward_hook((module, _, output) => Record(module, output)).remove;
    }

    Tensor Record(nn.Module module, Tensor output)
    {
        if (module.training && is_grad_enabled()) values.Add(rule.Penalty.Value(output) / Scalars.Of(output.shape[0]));
        return output;
    }

    /// <summary>The sum since the last call.</summary>
    internal Tensor Take()
    {
        if (values.Count == 0 || values.Any(v => v.IsInvalid))
        {
            values.Clear();
            throw new InvalidOperationException(
                $"{rule.Penalty.Name} on the activations of '{rule.ActivationsOf}': the layer did not run in training mode in this step, " +
                "or its step's scope has ended. Call Value() after the forward pass, in the same scope.");
        }
        var sum = values.Aggregate((a, b) => a.add(b, Scalars.One));
        values.Clear();
        return sum;
    }

    public void Dispose() => remove();
}
