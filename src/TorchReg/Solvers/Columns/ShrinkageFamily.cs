namespace TorchReg.Solvers;

/// <summary>The lasso, ridge and the elastic net, within bounds.</summary>
sealed class ShrinkageFamily(ColumnPenalty penalty) : CoordinateFamily
{
    internal override bool IsConvex => true;

    internal override int Free { get; } = Enumerable.Range(0, penalty.L1.Length)
        .Count(j => penalty.L1[j] == 0 && penalty.L2[j] == 0);

    internal override int WithoutKink => penalty.L1.Count(l1 => l1 == 0);

    internal override bool IsFree(double lambda) => Enumerable.Range(0, penalty.L1.Length).Any(j => penalty.IsFree(j, lambda));

    internal override bool IsOpen(double lambda) => Enumerable.Range(0, penalty.L1.Length).Any(j => penalty.IsOpen(j, lambda));

    internal override ShrinkageByColumn At(double lambda) =>
        new(penalty.L1, penalty.L2, penalty.Lower, penalty.Upper, lambda);

    internal override double LambdaMax(ReadOnlySpan<double> products)
    {
        var slopes = new double[products.Length];
        for (var j = 0; j < slopes.Length; j++)
            if (products[j] < 0 ? penalty.Upper[j] > 0 : penalty.Lower[j] < 0) slopes[j] = Math.Abs(products[j]);
        return penalty.LambdaMax(slopes);
    }
}
