namespace TorchReg.Objectives;

/// <summary>Σ qᵢ·max(0, 1 − sᵢzᵢ)² with the sign s = 2y − 1, y 0 or 1.</summary>
sealed class SquaredHingeRows(double[] y, double[] shares) : RowLoss
{
    const double Little = 1e-5;

    internal override double Value(ReadOnlySpan<double> z)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++) sum += shares[i] * Math.Pow(Short(z, i), 2);
        return sum;
    }

    internal override double Gradient(ReadOnlySpan<double> z, Span<double> u)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            var missing = Short(z, i);
            u[i] = -2 * shares[i] * Sign(i) * missing;
            sum += shares[i] * missing * missing;
        }
        return sum;
    }

    double Sign(int i) => 2 * y[i] - 1;

    // By how much a row falls short of the margin.
    double Short(ReadOnlySpan<double> z, int i) => Math.Max(0, 1 - Sign(i) * z[i]);

    /// <summary>
    /// 2 within the margin; beyond, where it is 0, as little as keeps a step finite: where classes are told apart few rows are
    /// left within, and a hundredth of 2 in each of the others is already a hundred times the steps.
    /// </summary>
    internal override void Curvature(ReadOnlySpan<double> z, Span<double> h)
    {
        for (var i = 0; i < y.Length; i++) h[i] = (Short(z, i) > 0 ? 2 : 2 * Little) * shares[i];
    }

    /// <summary>2 everywhere.</summary>
    internal override void Bound(ReadOnlySpan<double> z, Span<double> h)
    {
        for (var i = 0; i < y.Length; i++) h[i] = 2 * shares[i];
    }

    /// <summary>Σ vᵢ + vᵢ²/(4qᵢ) with vᵢ = sᵢuᵢ, 0 or less.</summary>
    internal override double Conjugate(ReadOnlySpan<double> u)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            if (shares[i] == 0) continue;
            var v = Math.Min(Sign(i) * u[i], 0);
            sum += v + v * v / (4 * shares[i]);
        }
        return sum;
    }

    /// <summary>The rows of each class times one number, so that both pull the same.</summary>
    internal override bool Balance(Span<double> u)
    {
        var (up, down) = (0.0, 0.0);
        for (var i = 0; i < y.Length; i++)
        {
            up -= Math.Min(u[i], 0);
            down += Math.Max(u[i], 0);
        }
        if (up == down) return true;
        if (up == 0 || down == 0) return false;
        var middle = Math.Sqrt(up * down);
        for (var i = 0; i < y.Length; i++) u[i] *= middle / (u[i] < 0 ? up : down);
        return true;
    }
}
