using TorchReg.Data;

namespace TorchReg.Selection;

/// <summary>
/// The measure of a fold's held-out rows at each λ: its weighted sums, and each row's own where rows take the place of folds.
/// </summary>
sealed class HeldOutValues
{
    readonly double[] weights, sums;
    readonly double[][]? rows;

    /// <param name="test">The rows.</param>
    /// <param name="weights">Of all rows.</param>
    /// <param name="lambdas">The number of λ.</param>
    /// <param name="keepsRows">Whether each row's own values are asked for.</param>
    internal HeldOutValues(int[] test, double[] weights, int lambdas, bool keepsRows)
    {
        this.weights = Array.ConvertAll(test, row => weights[row]);
        sums = NotKnown(lambdas);
        Weight = this.weights.Sum();
        if (keepsRows) rows = Array.ConvertAll(test, _ => NotKnown(lambdas));
    }

    /// <summary>Whether rows take the place of folds, as in glmnet: where these hold fewer than 3 rows each.</summary>
    internal static bool AreRows(IReadOnlyList<RowFold> folds) => folds.Sum(fold => fold.Test.Length) < 3 * folds.Count;

    /// <summary>Of the rows together.</summary>
    internal double Weight { get; }

    /// <summary>At each λ the mean over the rows; NaN where it was not judged.</summary>
    internal double[] Means => Array.ConvertAll(sums, sum => sum / Weight);

    /// <summary>
    /// The rows, or the fold as one, with what they weigh. A fold whose rows all weigh 0 says nothing, as in glmnet.
    /// </summary>
    internal IEnumerable<(double[] Values, double Weight)> Units =>
        rows is not null ? rows.Zip(weights) : Weight > 0 ? [(Means, Weight)] : [];

    /// <summary>Takes the values of some rows, in their order.</summary>
    /// <param name="lambda">The number of the λ.</param>
    /// <param name="first">The first of the rows.</param>
    /// <param name="values">The measure of each.</param>
    internal void Add(int lambda, int first, ReadOnlySpan<double> values)
    {
        var sum = first == 0 ? 0 : sums[lambda];
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * weights[first + i];
            if (rows is not null) rows[first + i][lambda] = values[i];
        }
        sums[lambda] = sum;
    }

    /// <summary>Takes one value that is of all rows together.</summary>
    internal void AddTogether(int lambda, double value) => Add(lambda, 0, [.. weights.Select(_ => value)]);

    internal void Write(BinaryWriter to)
    {
        to.Write(sums);
        foreach (var row in rows ?? []) to.Write(row);
    }

    internal void Read(BinaryReader from)
    {
        from.Numbers().CopyTo(sums, 0);
        foreach (var row in rows ?? []) from.Numbers().CopyTo(row, 0);
    }

    static double[] NotKnown(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
