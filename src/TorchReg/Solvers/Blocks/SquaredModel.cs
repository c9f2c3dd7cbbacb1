namespace TorchReg.Solvers;

/// <summary>Where the descent takes its columns' products from, and the gradient of all columns.</summary>
abstract class SquaredModel(BlockDescent descent, int outputs, int columns) : IDisposable
{
    protected BlockDescent Descent => descent;
    protected int Outputs => outputs;
    protected int Columns => columns;

    /// <summary>Of the loss, outputs × columns; 0 where it is known to be below the penalty's slope.</summary>
    internal double[] Gradient { get; } = new double[outputs * columns];

    /// <summary>‖WX − Y‖².</summary>
    internal double Square { get; private protected set; }

    /// <summary>Whether the square is what cancellation left, and not good enough to report.</summary>
    internal virtual bool IsCoarse => false;

    /// <summary>Brings gradient and square up to date for all columns.</summary>
    internal abstract void EvaluateAll();

    /// <summary>Moves to W, outputs × columns.</summary>
    internal void MoveTo(ReadOnlySpan<double> weight)
    {
        var own = weight.ToArray();
        Include([.. Enumerable.Range(0, columns).Where(j => Enumerable.Range(0, outputs).Any(k => own[k * columns + j] != 0))]);
        for (var i = 0; i < descent.Count; i++)
            for (var k = 0; k < outputs; k++) descent.W[k * descent.Stride + i] = own[k * columns + descent.Columns[i]];
        descent.Refresh();
        EvaluateAll();
    }

    /// <summary>Lets in columns that are not in yet.</summary>
    protected abstract void Include(int[] wanted);

    /// <summary>Lets in what a step to λ will need.</summary>
    internal abstract void Screen(double lambda, double previous);

    /// <summary>Brings gradient and square up to date; lets in columns further from optimal than the tolerance.</summary>
    /// <returns>Whether there were any.</returns>
    internal abstract bool Evaluate(double lambda, double tolerance);

    /// <summary>W, outputs × columns.</summary>
    internal double[] Weight()
    {
        var weight = new double[outputs * columns];
        for (var i = 0; i < descent.Count; i++)
            for (var k = 0; k < outputs; k++) weight[k * columns + descent.Columns[i]] = descent.W[k * descent.Stride + i];
        return weight;
    }

    public virtual void Dispose() { }
}
