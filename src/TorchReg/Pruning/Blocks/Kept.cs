namespace TorchReg.Pruning;

/// <summary>What is left of a block.</summary>
/// <param name="Units">Whether each unit stays.</param>
/// <param name="Columns">Whether each column stays.</param>
/// <param name="Constants">What a column that goes is in every row; 0 for one that no unit reads.</param>
sealed record Kept(bool[] Units, bool[] Columns, double[] Constants);
