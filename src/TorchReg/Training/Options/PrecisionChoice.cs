using System.Runtime.InteropServices;
using TorchReg.Objectives;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>The objective that options ask for, and whether its precision is to be had.</summary>
static class PrecisionChoice
{
    internal static LossScaling? Scaling(TrainingOptions options) =>
        options.LossScaling ?? (options.Precision == Precision.Float16 ? new() : null);

    internal static void Check(TrainingOptions options)
    {
        if (!Enum.IsDefined(options.Precision))
            throw new ArgumentOutOfRangeException(
                nameof(options.Precision), options.Precision, "The precision must be Float32, BFloat16 or Float16.");
        options.LossScaling?.Checked();
        if (options.InputPenalty is not { } penalty) return;
        if (options.Precision != Precision.Float32)
            throw new ArgumentException($"{penalty} takes derivatives of derivatives, in float32: leave Precision at Float32.");
        if (options.LossScaling != null)
            throw new ArgumentException($"{penalty} is not for a scaled loss: leave LossScaling out.");
    }

    internal static Objective Objective(
        nn.Module<Tensor, Tensor> model, Loss loss, Regularization? regularization, TrainingOptions options)
    {
        var scaling = Scaling(options);
        if (options.Precision != Precision.Float32 || scaling is not null)
            return Objectives.Objective.InPrecision(model, loss, regularization, options.Precision, scaling);
        return options is { Autograd: true } or { InputPenalty: not null }
            ? Objectives.Objective.ByAutograd(model, loss, regularization, options.InputPenalty)
            : Objectives.Objective.Of(model, loss, regularization);
    }

    /// <summary>Tries a product and its gradient, before anything is trained.</summary>
    /// <exception cref="NotSupportedException">This libtorch has none in that precision on that device.</exception>
    internal static void ExpectProducts(Precision precision, Device device)
    {
        if (precision == Precision.Float32) return;
        using var scope = NewDisposeScope();
        using var withGradients = enable_grad();
        try
        {
            var weight = ones([2, 2], precision.Type(), device).requires_grad_();
            nn.functional.linear(ones([2, 2], precision.Type(), device), weight).sum().backward();
        }
        catch (ExternalException lacking)
        {
            throw new NotSupportedException(
                $"This machine's libtorch has no products in {precision.Name()} on the {device} (" +
                $"{lacking.Message.Split('\n')[0].TrimEnd()}): take BFloat16, or a GPU.",
                lacking);
        }
    }
}
