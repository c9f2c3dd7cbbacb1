using TorchReg.Kernels;
using TorchReg.Objectives;

namespace TorchReg.Solvers;

/// <summary>Where a fit is, by rows: its logits z, the loss there, and its gradient u, of sum 0 beside an intercept.</summary>
sealed class RowState : IRowPart
{
    const double Rounding = 1e-15, Near = 1e-13, LeastLook = 3e-9, FarAway = 1e4;
    const int BiasSteps = 60;

    readonly RowLoss loss;
    readonly bool hasIntercept;
    readonly double[] curvature;
    readonly double[]? offsets;
    double largest;

    internal RowState(RowLoss loss, int rows, bool hasIntercept, double[]? offsets, double bias)
    {
        (this.loss, this.hasIntercept, this.offsets) = (loss, hasIntercept, offsets);
        (Z, U, curvature) = (new double[rows], new double[rows], new double[rows]);
        offsets?.CopyTo(Z, 0);
        if (hasIntercept) Shift(bias);
        Evaluate();
    }

    internal double[] Z { get; }

    /// <summary>The gradient; where the loss knows how, a dual point of sum 0 beside an intercept.</summary>
    internal double[] U { get; }

    internal double Bias { get; private set; }
    public double Loss { get; private set; }

    /// <summary>What was left of the gradient's sum before it was made 0.</summary>
    public double Slope { get; private set; }

    /// <summary>Whether U may stand in a dual.</summary>
    public bool IsBalanced { get; private set; }

    /// <inheritdoc/>
    public double Gap(double share)
    {
        if (loss.IsQuadratic) return (1 - share) * (1 - share) * Loss;
        var u = share < 1 ? Array.ConvertAll(U, value => share * value) : U;
        return Math.Max(Loss + loss.Conjugate(u) - RowLoops.Dot(u, Z), 0);
    }

    internal double Sharpness => loss.Sharpness(Z);

    /// <summary>How many times as far the loss is curved as it is by itself.</summary>
    internal double Width { get; private set; } = 1;

    /// <summary>Widens where the loss is curved.</summary>
    internal void Widen(double factor)
    {
        loss.Widen(Width = factor);
        Evaluate();
    }

    internal void Shift(double by)
    {
        if (by == 0) return;
        Bias += by;
        for (var i = 0; i < Z.Length; i++) Z[i] += by;
    }

    /// <summary>Loss and gradient at Z.</summary>
    internal void Evaluate()
    {
        Loss = loss.Gradient(Z, U);
        Slope = hasIntercept ? RowLoops.Sum(U) : 0;
        largest = Math.Max(largest, RowLoops.Largest(Z));
    }

    /// <summary>
    /// Makes logits anew of the weights where they were very large on the way: what was added to large numbers and taken away
    /// again has left its rounding behind, and a certificate is of the weights.
    /// </summary>
    /// <returns>Whether they were.</returns>
    internal bool MakesAnew(Design design, double[] weight)
    {
        if (largest <= FarAway * (1 + RowLoops.Largest(Z))) return false;
        if (offsets is null) Array.Clear(Z);
        else offsets.CopyTo(Z, 0);
        for (var j = 0; j < weight.Length; j++)
            if (weight[j] != 0) design.Add(j, weight[j], Z);
        for (var i = 0; i < Z.Length; i++) Z[i] += Bias;
        largest = 0;
        Evaluate();
        return true;
    }

    /// <summary>
    /// The same once the intercept is where passes over a sum's slope lead, where the loss has such: a pass of the gradient more
    /// costs as much as many of those.
    /// </summary>
    internal void EvaluateNearby()
    {
        if (hasIntercept) Shift(NearestRoot());
        Evaluate();
    }

    // Newton steps that halve the slope at least; the last is not looked at, as its error is the square of it. What else there is
    // to do, Settle does.
    double NearestRoot()
    {
        var (at, best) = (0.0, double.PositiveInfinity);
        for (var (step, last) = (0, 0.0); step < BiasSteps && loss.AlongShift(Z, at) is { Curvature: > 0 } here; step++)
        {
            var next = here.Slope / here.Curvature;
            if (!(Math.Abs(here.Slope) < best / 2)) return last;
            if (Math.Abs(next) < LeastLook) return at - next;
            (last, best, at) = (at, Math.Abs(here.Slope), at - next);
        }
        return at;
    }

    /// <summary>∂²L/∂z² at Z, or about that; or a bound of it, where steps have to lower the loss.</summary>
    internal ReadOnlySpan<double> Curvature(bool isBound = false)
    {
        if (isBound) loss.Bound(Z, curvature);
        else loss.Curvature(Z, curvature);
        return curvature;
    }

    /// <summary>What the second derivative has besides at Z.</summary>
    internal RowCoupling? Coupling() => loss.Coupling(Z);

    /// <summary>Moves the intercept to its optimum and makes what rounding leaves of the gradient's sum 0.</summary>
    internal void Settle()
    {
        if (hasIntercept) MoveBias();
        IsBalanced = !hasIntercept || loss.Balance(U);
    }

    // The slope grows with the intercept: steps stay between one where it was below 0 and one where it was above.
    void MoveBias()
    {
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var step = 0; step < BiasSteps && Math.Abs(Slope) > Rounding * Size(); step++)
        {
            if (Slope > 0) high = Bias;
            else low = Bias;
            var (slope, next) = (Slope, Bias - Slope / RowLoops.Sum(Curvature()));
            if (!(next > low && next < high)) next = (low + high) / 2;
            if (!double.IsFinite(next) || next == Bias) return;
            Shift(next - Bias);
            Evaluate();
            if (Math.Abs(Slope) > Math.Abs(slope) / 2 && Math.Abs(Slope) < Near * Size()) return;
        }
    }

    /// <summary>Σ|uᵢ|.</summary>
    internal double Size()
    {
        var sum = 0.0;
        foreach (var value in U) sum += Math.Abs(value);
        return sum;
    }
}
