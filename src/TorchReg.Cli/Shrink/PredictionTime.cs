using System.Diagnostics;
using TorchReg.Layers;
using static TorchSharp.torch;

namespace TorchReg.Cli.Shrink;

/// <summary>How long a model takes to predict: what the machine can do, not what else it did meanwhile.</summary>
static class PredictionTime
{
    const int Repeats = 40;

    /// <summary>Microseconds of a prediction of so many rows: the first decile of 40, after one that does not count.</summary>
    internal static double Of(nn.Module<Tensor, Tensor> model, Tensor features, int rows)
    {
        using var scope = NewDisposeScope();
        var copies = (rows + features.shape[0] - 1) / features.shape[0];
        var batch = features.repeat(copies, 1).narrow(0, 0, rows).contiguous();
        Prediction.Of(model, batch).Dispose();
        var times = new double[Repeats];
        for (var i = 0; i < Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Prediction.Of(model, batch).Dispose();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        }
        return times.Order().ElementAt(Repeats / 10);
    }
}
