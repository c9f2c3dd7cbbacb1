using TorchReg.Kernels;
using static TorchSharp.torch;

namespace TorchReg.Solvers;

/// <summary>
/// Squared error of few columns and many rows by <see cref="CrossProducts"/>, which hold all there is to know. With g₀ the
/// gradient at w = 0 it is g = g₀ + Hw, and the loss L₀ + ½(g₀ + g)ᵀw.
/// </summary>
sealed class WholeEngine : CoordinateEngine, IRowPart
{
    const double LeastPivot = 1e-7;
    const int Sweeps = 200, Tightenings = 12, MostColumns = 256, RowsPerColumn = 4;

    readonly GramStore store;
    readonly GramDescent descent;
    readonly ColumnDual dual;
    readonly double[] w, slopes;
    readonly double nullLoss, nullBias;
    double loss, bias;
    int steps;

    internal WholeEngine(CrossProducts products, bool hasIntercept, double[] scale)
    {
        store = GramStore.Of(products, hasIntercept);
        (descent, w, slopes) = (new(store), new double[products.Columns], new double[products.Columns]);
        descent.Resize();
        dual = new(this, store, descent, scale);
        var (one, target) = (products.One, products.Target);
        nullBias = hasIntercept ? products[one, target] / store.Total : 0;
        nullLoss = Math.Max(products[target, target] - nullBias * products[one, target], 0) / 2;
        for (var j = 0; j < slopes.Length; j++) slopes[j] = nullBias * products[j, one] - products[j, target];
        Load();
        Settle();
    }

    /// <summary>Whether the products of all columns cost less than going through the rows again and again.</summary>
    internal static bool Suits(long rows, int columns) => columns <= MostColumns && columns * RowsPerColumn <= rows;

    /// <summary>Whether ridge has one minimiser at every λ, rounding or not; else its singular values are needed.</summary>
    internal static bool SuitsRidge(DenseProblem problem, Tensor shares)
    {
        if (!problem.HasFewColumns || problem.Problem.PenaltyFactors is not null) return false;
        var store = GramStore.Of(problem.ProductsUnder(shares), problem.HasIntercept);
        var factor = new ActiveFactor(LeastPivot);
        return Enumerable.Range(0, store.Count).All(j => factor.Append(store, j, 0));
    }

    internal override ReadOnlySpan<double> W => w;
    internal override double Bias => bias;
    internal override double Loss => loss;
    internal override double Size => Math.Sqrt(2 * loss);
    internal override int Steps => steps;

    double IRowPart.Loss => loss;
    double IRowPart.Slope => 0;
    bool IRowPart.IsBalanced => true;

    double IRowPart.Gap(double share) => (1 - share) * (1 - share) * loss;

    internal override void MoveTo(ReadOnlySpan<double> weight, double bias)
    {
        weight.CopyTo(w);
        Load();
        Settle();
    }

    internal override double[] AllProducts() => descent.G.AsSpan(0, w.Length).ToArray();

    internal override ColumnCertificate Solve(
        CoordinatePenalty given, double strong, double distance, Func<ColumnCertificate, double> gap, int most)
    {
        for (var (tightened, begun) = (0, steps); ; tightened++)
        {
            steps++;
            Load();
            descent.Solve(given, () => Distance(given) <= distance, Sweeps);
            Settle();
            var certificate = dual.Of(given, [], []);
            // Without convexity there is nothing but the distance to stop at.
            if (!given.IsConvex && certificate.Distance > distance && steps - begun < most) continue;
            if (!(certificate.Gap > gap(certificate)) || tightened >= Tightenings) return certificate;
            distance /= 10;
        }
    }

    double Distance(CoordinatePenalty penalty)
    {
        var largest = 0.0;
        for (var j = 0; j < w.Length; j++) largest = Math.Max(largest, penalty.Distance(j, descent.W[j], descent.G[j]));
        return largest;
    }

    // The model at w, its gradient anew.
    void Load()
    {
        var g = descent.G.AsSpan(0, w.Length);
        slopes.CopyTo(g);
        for (var j = 0; j < w.Length; j++)
        {
            descent.W[j] = w[j];
            if (w[j] != 0) RowLoops.Add(w[j], store.Row(j), g);
        }
    }

    // Weights, loss and intercept of where the model is.
    void Settle()
    {
        var (sum, shift) = (0.0, 0.0);
        for (var j = 0; j < w.Length; j++)
        {
            w[j] = descent.W[j];
            sum += (slopes[j] + descent.G[j]) * w[j];
            shift += store.Sums[j] * w[j];
        }
        (loss, bias) = (Math.Max(nullLoss + sum / 2, 0), nullBias - (store.Total > 0 ? shift / store.Total : 0));
    }
}
