using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// Batches of rows that lie in a file: while a step is taken, another thread fetches the rows of the next one, for a GPU into
/// memory from which it copies without the host. The order and the numbers are those of fetching one by one.
/// </summary>
static class FetchedBatches
{
    /// <param name="data">Rows of a file.</param>
    /// <param name="order">Positions of the rows.</param>
    /// <param name="first">Where in the order to begin.</param>
    /// <param name="size">Rows of a batch.</param>
    /// <param name="device">Where batches are wanted.</param>
    internal static IEnumerator<Dataset> Of(Dataset data, long[] order, long first, int size, Device device)
    {
        Task<Dataset> Fetch(long start) => Task.Run(() =>
        {
            using var positions = tensor(order[(int)start..(int)Math.Min(start + size, order.Length)]);
            return data.Batch(positions).Pinned(device);
        });
        var next = first < order.Length ? Fetch(first) : null;
        try
        {
            for (var start = first; start < order.Length; start += size)
            {
                using var fetched = next!.GetAwaiter().GetResult();
                next = start + size < order.Length ? Fetch(start + size) : null;
                using var batch = fetched.Sent(device);
                yield return batch;
            }
        }
        finally { Free(next); }
    }

    // What ends an epoch early has an exception of its own.
    static void Free(Task<Dataset>? unused)
    {
        if (unused is null) return;
        ((IAsyncResult)unused).AsyncWaitHandle.WaitOne();
        if (unused.IsCompletedSuccessfully) unused.Result.Dispose();
    }
}
