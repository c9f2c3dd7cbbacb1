using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>How many threads one operation of a training step should use on the CPU.</summary>
/// <remarks>
/// A fixed rule from measurements (benchmarks/README.md), not a measurement of its own: the number of threads is part of what
/// makes the same seed give the same bits. Below some 6 million multiplications a product, waking a second thread costs more than
/// it saves.
/// </remarks>
public static class ThreadChoice
{
    const double LeastMultiplications = 6e6;

    /// <summary>1, or for large steps libtorch's own number (<c>OMP_NUM_THREADS</c>, else the machine's cores).</summary>
    /// <param name="weights">The model's weights that multiply, 1 or more.</param>
    /// <param name="batchSize">Rows per step, 1 or more.</param>
    public static int For(long weights, long batchSize) =>
        (double)weights * batchSize < LeastMultiplications ? 1 : Cores;

    /// <summary>The same for a model.</summary>
    public static int For(nn.Module model, long batchSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        return For(model.parameters().Sum(p => p.NumberOfElements), batchSize);
    }

    // libtorch's number before anyone set another.
    static readonly int Cores = get_num_threads();
}
