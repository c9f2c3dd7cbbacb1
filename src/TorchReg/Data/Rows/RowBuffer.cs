using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Data;

/// <summary>A batch whose memory is used again for the next one.</summary>
sealed class RowBuffer : IDisposable
{
    readonly Dataset source;

    /// <param name="source">Where the rows come from.</param>
    /// <param name="rows">How many rows the batch has.</param>
    internal RowBuffer(Dataset source, long rows)
    {
        this.source = source;
        Batch = source.Map(t => empty([rows, .. t.shape[1..]], t.dtype));
    }

    /// <summary>The rows of the last <see cref="Fill"/>.</summary>
    internal Dataset Batch { get; }

    /// <summary>Whether a dataset's rows can be copied so; else <see cref="Dataset.Select(Tensor)"/> makes a batch.</summary>
    internal static bool Fits(Dataset data) =>
        data.Stored is null
        && RowGather.CanRead(data.Features)
        && RowGather.CanRead(data.Targets)
        && (data.Weights is null || RowGather.CanRead(data.Weights));

    /// <summary>Fetches rows by their positions, as many as the batch has.</summary>
    internal Dataset Fill(ReadOnlySpan<long> positions)
    {
        RowGather.Copy(source.Features, positions, Batch.Features);
        RowGather.Copy(source.Targets, positions, Batch.Targets);
        if (source.Weights is { } weights) RowGather.Copy(weights, positions, Batch.Weights!);
        return Batch;
    }

    public void Dispose() => Batch.Dispose();
}
