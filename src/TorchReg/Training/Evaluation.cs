using TorchReg.Data;
using TorchReg.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>What a classifier does on a dataset: its mean data loss and the share of rows whose largest logit is the target's.</summary>
/// <param name="Loss">The data loss, without penalties.</param>
/// <param name="Accuracy">From 0 to 1.</param>
public sealed record Evaluation(double Loss, double Accuracy)
{
    /// <summary>Evaluates in eval mode, without a graph, and gives the model back in the mode that it was in.</summary>
    public static Evaluation Of(nn.Module<Tensor, Tensor> model, Dataset data, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        var wasTraining = model.training;
        model.eval();
        try
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var logits = model.call(data.Features);
            var right = logits.argmax(1).eq(data.Targets).sum().ToInt64();
            return new(loss(logits, data.Targets).ToDouble(), (double)right / data.Rows);
        }
        finally { model.train(wasTraining); }
    }
}
