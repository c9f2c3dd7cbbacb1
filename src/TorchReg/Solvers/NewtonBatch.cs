using System.Numerics;
using TorchReg.Kernels;
using TorchReg.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Problems that share rows, columns and targets and differ in how much each row counts: one, or the full data with its folds.
/// Logits and gradients of all are single products.
/// </summary>
sealed class NewtonBatch<T> : IDisposable where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly Tensor x, y, shares, exactShares, logits, oldLogits, oldMeans;
    readonly Tensor? offsets;
    readonly Datafit datafit;
    readonly Device device;
    readonly bool[] isActive;
    readonly bool ownsColumns;

    /// <param name="problem">The rows.</param>
    /// <param name="rowShares">Problems × n, float64, each row of sum 1.</param>
    /// <param name="penalties">One for each problem.</param>
    /// <param name="output">The one output to fit, where outputs are apart; all where null.</param>
    /// <param name="sharing">A batch whose copies of the columns are used.</param>
    internal NewtonBatch(
        DenseProblem problem, Tensor rowShares, IReadOnlyList<ColumnPenalty> penalties, int? output = null,
            NewtonBatch<T>? sharing = null)
    {
        using var scope = NewDisposeScope();
        var type = HostMemory.TypeOf<T>();
        (datafit, Outputs, device, ownsColumns) = (
            problem.Datafit, output is null ? problem.Outputs : 1, problem.X.device, sharing is null);
        Tensor Part(Tensor all) => (output is { } k ? all.narrow(0, k, 1) : all).to(type).clone().DetachFromDisposeScope();
        (x, Xt) = sharing is { } other ? (other.x, other.Xt) : ColumnsOf(problem, type);
        y = Part(problem.Y);
        offsets = problem.Offsets is { } given ? Part(given) : null;
        exactShares = rowShares.clone().DetachFromDisposeScope();
        shares = rowShares.to(type).clone().DetachFromDisposeScope();
        Tensor Whole() => zeros([rowShares.shape[0], Outputs, problem.Rows], type, device).DetachFromDisposeScope();
        (Means, logits, oldLogits, oldMeans) = (Whole(), Whole(), Whole(), Whole());
        States = [.. penalties.Select(penalty => new NewtonState<T>(penalty, Outputs, problem.HasIntercept))];
        (Columns, HasIntercept) = ((int)x.shape[1], problem.HasIntercept);
        isActive = new bool[Columns];
        if (!HasIntercept) return;
        foreach (var state in States)
            for (var k = 0; k < Outputs; k++) state.W[k * Columns + Columns - 1] = HostMemory.Number<T>(
                problem.Start[output ?? k]);
    }

    static (Tensor X, Tensor Xt) ColumnsOf(DenseProblem problem, ScalarType type)
    {
        var columns = problem.HasIntercept ? cat([problem.X, ones([problem.Rows, 1L], ScalarType.Float64, problem.X.device)], 1)
            : problem.X;
        // A copy even of the right type: the batch disposes what it holds.
        var x = columns.to(type).clone();
        return (x.DetachFromDisposeScope(), x.t().contiguous().DetachFromDisposeScope());
    }

    internal int Outputs { get; }

    /// <summary>Columns, with the one of ones.</summary>
    internal int Columns { get; }

    internal bool HasIntercept { get; }
    internal Datafit Datafit => datafit;

    /// <summary>Columns × n.</summary>
    internal Tensor Xt { get; }

    internal NewtonState<T>[] States { get; }

    /// <summary>E[y|z] of each problem at its point, problems × outputs × n.</summary>
    internal Tensor Means { get; }

    /// <summary>Outputs × n.</summary>
    internal Tensor Targets => y;

    /// <summary>The row shares of one problem, n.</summary>
    internal Tensor Shares(int problem) => shares.select(0, problem);

    /// <summary>Computes means, loss and gradient of the given problems at their points.</summary>
    internal void Evaluate(IReadOnlyList<int> which)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var all = which.Count == States.Length;
        Tensor Of(Tensor whole, Tensor? index) => all ? whole : whole.index_select(0, index!);
        var index = all ? null : tensor(which.Select(q => (long)q).ToArray(), device: device);
        var z = Logits(which).view(which.Count, Outputs, -1);
        if (offsets is not null) z.add_(offsets, Scalars.One);
        var losses = HostMemory.Numbers((datafit.Rows(z, y).to(ScalarType.Float64) * Of(exactShares, index)).sum([1L]));
        var means = datafit.Mean(z);
        void Keep(Tensor whole, Tensor part)
        {
            if (all) whole.copy_(part);
            else whole.index_copy_(0, index!, part);
        }
        Keep(Means, means);
        Keep(logits, z);
        var gradient = datafit.Residual(means, y).mul_(Of(shares, index).unsqueeze(1)).view(which.Count * Outputs, -1).matmul(x)
            .cpu();
        var numbers = HostMemory.Of<T>(gradient);
        for (var i = 0; i < which.Count; i++)
        {
            var state = States[which[i]];
            state.Loss = losses[i];
            numbers.Slice(i * state.G.Length, state.G.Length).CopyTo(state.G);
        }
    }

    /// <summary>Takes where the given problems are as what <see cref="Step"/> begins at.</summary>
    internal void Remember(IReadOnlyList<int> which)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var q in which)
        {
            oldLogits.select(0, q).copy_(logits.select(0, q));
            oldMeans.select(0, q).copy_(Means.select(0, q));
        }
    }

    /// <summary>Means where a step began, and the logits' change in it; of the given problems.</summary>
    internal (Tensor Means, Tensor Logits) Step(IReadOnlyList<int> which)
    {
        if (which.Count == States.Length) return (oldMeans, logits - oldLogits);
        var index = tensor(which.Select(q => (long)q).ToArray(), device: device);
        return (oldMeans.index_select(0, index), logits.index_select(0, index) - oldLogits.index_select(0, index));
    }

    /// <summary>W (outputs × columns without the one of ones) and b of one problem at its point.</summary>
    internal (double[] Weight, double[] Bias) Coefficients(int problem)
    {
        var (columns, bias) = (HasIntercept ? Columns - 1 : Columns, new double[Outputs]);
        var weight = new double[Outputs * columns];
        for (var k = 0; k < Outputs; k++)
        {
            var row = States[problem].W.AsSpan(k * Columns, Columns);
            for (var j = 0; j < columns; j++) weight[k * columns + j] = double.CreateTruncating(row[j]);
            if (HasIntercept) bias[k] = double.CreateTruncating(row[^1]);
        }
        return (weight, bias);
    }

    /// <summary>Moves the only problem's point; its gradient is then still that of the old one.</summary>
    internal void MoveTo(ReadOnlySpan<double> weight, ReadOnlySpan<double> bias, int problem = 0)
    {
        var columns = HasIntercept ? Columns - 1 : Columns;
        var w = States[problem].W;
        for (var k = 0; k < Outputs; k++)
        {
            for (var j = 0; j < columns; j++) w[k * Columns + j] = HostMemory.Number<T>(weight[k * columns + j]);
            if (HasIntercept) w[k * Columns + columns] = HostMemory.Number<T>(bias[k]);
        }
    }

    /// <summary>The gradient once more, in float64, where the batch computes in less and all depends on it: λ_max.</summary>
    internal void Sharpen(DenseProblem problem)
    {
        if (typeof(T) == typeof(double)) return;
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        for (var q = 0; q < States.Length; q++)
        {
            var (w, b) = Coefficients(q);
            var z = problem.Logits(tensor(w, [Outputs, problem.Columns], device: device), tensor(b, device: device));
            var gradient = HostMemory.Numbers((problem.Residual(z) * exactShares.select(0, q)).matmul(problem.X));
            for (var i = 0; i < gradient.Length; i++)
                States[q].G[i / problem.Columns * Columns + i % problem.Columns] = HostMemory.Number<T>(gradient[i]);
        }
    }

    // W Xᵀ by the columns that any of the problems uses.
    Tensor Logits(IReadOnlyList<int> which)
    {
        Array.Clear(isActive);
        if (HasIntercept) isActive[^1] = true;
        foreach (var q in which)
            for (int e = 0, j = 0; e < States[q].W.Length; e++, j = j + 1 == Columns ? 0 : j + 1)
                if (States[q].W[e] != T.Zero) isActive[j] = true;
        var active = Enumerable.Range(0, Columns).Where(j => isActive[j]).Select(j => (long)j).ToArray();
        if (active.Length == 0) active = [0];
        if (device.type == DeviceType.CPU)
            return SparseLogits.Of<T>([.. which.Select(q => States[q].W)], Outputs, Xt, active);
        var host = empty([which.Count * Outputs, active.Length], dtype: HostMemory.TypeOf<T>());
        var numbers = HostMemory.Of<T>(host);
        var next = 0;
        foreach (var q in which)
            for (var k = 0; k < Outputs; k++)
                foreach (var j in active)
                    numbers[next++] = States[q].W[k * Columns + j];
        var rows = active.Length == Columns ? Xt : Xt.index_select(0, tensor(active, device: device));
        return host.to(device).matmul(rows);
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { y, shares, exactShares, Means, logits, oldLogits, oldMeans }) tensor.Dispose();
        offsets?.Dispose();
        if (!ownsColumns) return;
        x.Dispose();
        Xt.Dispose();
    }
}
