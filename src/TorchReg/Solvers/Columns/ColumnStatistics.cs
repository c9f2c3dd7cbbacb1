namespace TorchReg.Solvers;

/// <summary>What a problem has to know of its columns to scale them, under its own row shares.</summary>
/// <param name="Mean">μ, p numbers.</param>
/// <param name="Deviation">σ, p numbers above 0: 1 for columns that are constant.</param>
/// <param name="Constant">Columns with one value on all rows that count, ascending.</param>
/// <param name="Largest">max |xᵢⱼ − μⱼ|/σⱼ, or what bounds it.</param>
sealed record ColumnStatistics(double[] Mean, double[] Deviation, int[] Constant, double Largest);
