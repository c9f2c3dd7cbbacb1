using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Columns and targets of a squared error, centred under row shares q where there is an intercept and multiplied by √q, so that
/// the loss is ½‖WX − Y‖² and the intercept has left the problem.
/// </summary>
sealed class SquaredColumns : IDisposable
{
    readonly double[] meanX, meanY;

    internal SquaredColumns(DenseProblem problem, Tensor shares)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var targets = problem.Offsets is { } offsets ? problem.Y - offsets : problem.Y;
        var centreX = problem.HasIntercept ? shares.matmul(problem.X) : zeros_like(problem.X.select(0, 0));
        var centreY = problem.HasIntercept ? targets.matmul(shares) : zeros_like(targets.select(1, 0));
        (meanX, meanY, HasIntercept) = (HostMemory.Numbers(centreX), HostMemory.Numbers(centreY), problem.HasIntercept);
        var root = shares.sqrt();
        X = ((problem.X - centreX) * root.unsqueeze(1)).contiguous().DetachFromDisposeScope();
        Y = ((targets - centreY.unsqueeze(1)) * root).contiguous().DetachFromDisposeScope();
        Size = Y.Squared().sum().ReadDouble();
    }

    /// <summary>n × columns.</summary>
    internal Tensor X { get; }

    /// <summary>Outputs × n.</summary>
    internal Tensor Y { get; }

    /// <summary>‖Y‖².</summary>
    internal double Size { get; }

    bool HasIntercept { get; }

    /// <summary>The biases that belong to W, outputs × columns.</summary>
    internal double[] Biases(ReadOnlySpan<double> weight)
    {
        var biases = new double[meanY.Length];
        for (var k = 0; HasIntercept && k < biases.Length; k++)
        {
            biases[k] = meanY[k];
            for (var j = 0; j < meanX.Length; j++) biases[k] -= weight[k * meanX.Length + j] * meanX[j];
        }
        return biases;
    }

    public void Dispose()
    {
        X.Dispose();
        Y.Dispose();
    }
}
