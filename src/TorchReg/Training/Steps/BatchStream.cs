using TorchReg.Data;
using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>The batches of an epoch as a caller streams them.</summary>
static class BatchStream
{
    /// <summary>A stream's rows are not there before training: the first batch shows whether they fit.</summary>
    internal static IEnumerable<Dataset> FirstChecked(
        nn.Module<Tensor, Tensor> model,
        Loss loss,
        IEnumerable<Dataset> batches)
    {
        var isFirst = true;
        foreach (var batch in batches)
        {
            if (isFirst) RowChecks.Check(model, loss, batch, "first batch's");
            isFirst = false;
            yield return batch;
        }
    }

    /// <summary>What comes behind the batches that a checkpoint has done.</summary>
    internal static IEnumerable<Dataset> Rest(IEnumerable<Dataset> batches, long skipped)
    {
        var position = 0L;
        foreach (var batch in batches)
            if (position++ < skipped) batch.Dispose();
            else yield return batch;
    }
}
