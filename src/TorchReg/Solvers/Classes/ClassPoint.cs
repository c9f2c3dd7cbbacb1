using System.Numerics;
using TorchReg.Kernels;

namespace TorchReg.Solvers;

/// <summary>
/// Where a softmax problem is, in host memory and float64: logits, probabilities, residuals and loss at the weights of a state,
/// outputs × rows, rows padded to whole vectors.
/// </summary>
sealed class ClassPoint<T> : IClassPoint where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    readonly ClassColumns<T> columns;
    readonly DenseDesign design;
    readonly NewtonState<double> state;
    readonly ClassGradient gradient;
    readonly bool hasBias;
    readonly double[] scratch;
    readonly List<double>[] factors;
    readonly List<T[]>[] moved;

    internal ClassPoint(ClassRows rows, ClassColumns<T> columns, NewtonState<double> state)
    {
        this.columns = columns;
        (Rows, this.state, design, hasBias) = (rows, state, rows.Design, rows.HasBias);
        gradient = new(rows, state);
        var size = rows.Outputs * rows.Stride;
        (Logits, Means, Residuals) = ((double[])rows.Offsets.Clone(), new double[size], new double[size]);
        (OldMeans, OldLogits, scratch) = (new double[size], new double[size], new double[size]);
        factors = [.. Enumerable.Range(0, rows.Outputs).Select(_ => new List<double>())];
        moved = [.. Enumerable.Range(0, rows.Outputs).Select(_ => new List<T[]>())];
    }

    internal ClassRows Rows { get; }
    internal double[] Logits { get; }
    public double[] Means { get; private set; }

    /// <summary>Before the last step.</summary>
    public double[] OldMeans { get; private set; }

    internal double[] OldLogits { get; }

    /// <summary>q(p − y).</summary>
    internal double[] Residuals { get; }

    /// <summary>Where the next step starts.</summary>
    internal void Remember()
    {
        (OldMeans, Means) = (Means, OldMeans);
        Logits.CopyTo(OldLogits, 0);
    }

    /// <summary>Takes a step back.</summary>
    internal void Return() => OldLogits.CopyTo(Logits, 0);

    /// <summary>Adds to the logits what the given entries have changed by since <see cref="NewtonState{T}.Old"/>.</summary>
    internal void Follow(int[] entries)
    {
        foreach (var e in entries)
        {
            var change = state.W[e] - state.Old[e];
            if (change == 0) continue;
            var (k, j) = Math.DivRem(e, Rows.Width);
            factors[k].Add(change);
            moved[k].Add(columns[j]);
        }
        for (var k = 0; k < Rows.Outputs; k++)
        {
            ClassColumns<T>.Add(factors[k], moved[k], Logits.AsSpan(k * Rows.Stride, Rows.Stride));
            factors[k].Clear();
            moved[k].Clear();
        }
        Evaluate();
    }

    /// <summary>Writes what the last step changed the residuals by, and what their model at a reference says.</summary>
    internal void Step(double[] reference, T[] change, T[] curve)
    {
        Difference(Logits, OldLogits);
        SoftmaxRows.Curve(reference, scratch, Rows.Stride);
        Weigh(scratch, curve);
        Difference(Means, OldMeans);
        Weigh(scratch, change);
    }

    void Difference(double[] now, double[] before)
    {
        now.CopyTo(scratch, 0);
        RowLoops.Add(-1, before, scratch);
    }

    void Weigh(double[] from, T[] to)
    {
        for (var k = 0; k < Rows.Outputs; k++)
        {
            var row = from.AsSpan(k * Rows.Stride, Rows.Stride);
            RowLoops.Multiply(Rows.Shares, row, row);
        }
        ClassColumns<T>.Narrow(from, to);
    }

    /// <summary>Makes logits anew from all weights, without what steps left of rounding.</summary>
    void Sum()
    {
        Rows.Offsets.CopyTo(Logits, 0);
        for (var j = 0; j < Rows.Width; j++)
            for (var e = j; e < state.W.Length; e += Rows.Width)
                if (state.W[e] != 0) Add(e, state.W[e]);
        Evaluate();
    }

    /// <summary>
    /// Makes logits anew from all weights, and the gradient where it may be near the penalty's slope at λ: what stays as it was
    /// is below that for sure.
    /// </summary>
    internal void Refresh(double lambda)
    {
        Sum();
        gradient.Make(Means, Residuals, lambda);
    }

    /// <summary>The gradient at all entries that may be as large as a threshold's part of the penalty, after that.</summary>
    internal void Near(double threshold) => gradient.MakeNear(Residuals, threshold);

    /// <summary>Makes logits and the gradient at all entries.</summary>
    internal void Whole()
    {
        Sum();
        gradient.MakeAll(Means, Residuals);
    }

    public double Reach(int e) => gradient.Reach(e);

    /// <summary>Begins anew from the state's weights.</summary>
    internal void Restart()
    {
        Whole();
        Means.CopyTo(OldMeans, 0);
        Logits.CopyTo(OldLogits, 0);
    }

    void Add(int e, double change)
    {
        var (k, j) = (e / Rows.Width, e % Rows.Width);
        var row = Logits.AsSpan(k * Rows.Stride, Rows.Count);
        if (hasBias && j == Rows.Width - 1)
            foreach (ref var z in row) z += change;
        else design.Add(j, change, row);
    }

    void Evaluate() => state.Loss = SoftmaxRows.Of(Logits, Rows.Y, Rows.Shares, Means, Residuals);

    /// <summary>The gradient at the given entries, those of a column together.</summary>
    internal void Gradient(int[] entries)
    {
        columns.Products(entries, Residuals, state.G);
        gradient.Touch(entries);
    }
}

/// <summary>What a certificate needs of a point.</summary>
interface IClassPoint
{
    /// <summary>Probabilities, outputs × n.</summary>
    double[] Means { get; }

    /// <summary>Those before the last step.</summary>
    double[] OldMeans { get; }

    /// <summary>By how much the gradient at an entry may be off.</summary>
    double Reach(int e);
}
