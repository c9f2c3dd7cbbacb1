using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>Weights and biases of a softmax problem with their loss, gradient and Hessian.</summary>
sealed class SoftmaxPoint(DenseProblem problem, Tensor shares) : IDisposable
{
    readonly int outputs = problem.Outputs, columns = problem.Columns;
    Tensor? means;

    /// <summary>Outputs × columns.</summary>
    internal double[] Weight { get; } = new double[problem.Outputs * problem.Columns];

    internal double[] Bias { get; } = new double[problem.Outputs];
    internal double[] Gradient { get; } = new double[problem.Outputs * problem.Columns];

    /// <summary>The biases' gradients; empty without an intercept.</summary>
    internal double[] Slopes { get; } = new double[problem.HasIntercept ? problem.Outputs : 0];

    internal double Loss { get; private set; }

    internal void Evaluate()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var w = HostMemory.Filled<double>(Weight, CPU, outputs, columns);
        var z = problem.Logits(w, HostMemory.Filled<double>(Bias, CPU, outputs));
        Loss = (problem.Datafit.Rows(z, problem.Y) * shares).sum().ReadDouble();
        means?.Dispose();
        means = problem.Datafit.Mean(z).contiguous().DetachFromDisposeScope();
        var residual = problem.Datafit.Residual(means, problem.Y).mul_(shares);
        HostMemory.Of<double>(residual.matmul(problem.X).contiguous()).CopyTo(Gradient);
        if (Slopes.Length > 0) HostMemory.Of<double>(residual.sum([1L])).CopyTo(Slopes);
    }

    /// <summary>Hessians between each two outputs over some columns and, where there is an intercept, a column of ones.</summary>
    internal double[][] Hessian(int[] chosen)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var x = problem.X.index_select(1, tensor(Array.ConvertAll(chosen, j => (long)j)));
        if (problem.HasIntercept) x = cat([x, ones([problem.Rows, 1L], ScalarType.Float64)], 1);
        var pairs = new double[outputs * outputs][];
        var xt = x.t().contiguous();
        for (var k = 0; k < outputs; k++)
            for (var l = k; l < outputs; l++)
            {
                var (own, other) = (means!.select(0, k), means.select(0, l));
                var curvature = own * shares * (k == l ? other.neg().add(Scalars.One, Scalars.One) : other.neg());
                pairs[k * outputs + l] = pairs[l * outputs + k] = Padded((xt * curvature).matmul(x));
            }
        return pairs;
    }

    static double[] Padded(Tensor square)
    {
        var count = (int)square.shape[0];
        var numbers = HostMemory.Of<double>(square);
        var stride = Axpy.Padded(count);
        var padded = new double[count * stride];
        for (var i = 0; i < count; i++) numbers.Slice(i * count, count).CopyTo(padded.AsSpan(i * stride));
        return padded;
    }

    public void Dispose() => means?.Dispose();
}
