namespace TorchReg.Figures;

/// <summary>Coefficients over λ on a logarithmic axis: what shrinks, and what an L1 penalty sets to zero when.</summary>
public static class CoefficientPaths
{
    /// <summary>The same from a row of coefficients for each λ.</summary>
    /// <inheritdoc cref="Of(IReadOnlyList{double}, double[,], IReadOnlyList{string}, IReadOnlyList{Mark}, string, string)"/>
    public static LineChart Of(
        IReadOnlyList<double> lambdas,
        IReadOnlyList<IReadOnlyList<double>> rows,
        IReadOnlyList<string>? names = null,
        IReadOnlyList<Mark>? marks = null,
        string title = "",
        string axis = "coefficient")
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = rows.Count == 0 ? 0 : rows[0].Count;
        if (rows.Any(row => row.Count != columns))
            throw new ArgumentException(
                $"Every λ needs as many coefficients; given {string.Join(", ", rows.Select(row => row.Count).Distinct())}.",
                nameof(rows));
        var table = new double[rows.Count, columns];
        for (var i = 0; i < rows.Count; i++)
            for (var j = 0; j < columns; j++) table[i, j] = rows[i][j];
        return Of(lambdas, table, names, marks, title, axis);
    }

    /// <summary>A line for each coefficient; the named ones in colour with a legend, the others faint.</summary>
    /// <param name="lambdas">λ, above 0.</param>
    /// <param name="coefficients">λ's × coefficients.</param>
    /// <param name="names">
    /// A name for each coefficient, empty for the faint ones; where null all are in colour without a legend.
    /// </param>
    /// <param name="marks">Vertical lines as for λ.min; none where null.</param>
    /// <param name="title">The heading.</param>
    /// <param name="axis">What stands up the side.</param>
    public static LineChart Of(
        IReadOnlyList<double> lambdas,
        double[,] coefficients,
        IReadOnlyList<string>? names = null,
        IReadOnlyList<Mark>? marks = null,
        string title = "",
        string axis = "coefficient")
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        ArgumentNullException.ThrowIfNull(coefficients);
        var count = coefficients.GetLength(1);
        if (coefficients.GetLength(0) != lambdas.Count || (names != null && names.Count != count))
            throw new ArgumentException(
                $"There are {lambdas.Count} λ's{(names == null ? "" : $", {names.Count} names")} and " +
                $"{coefficients.GetLength(0)} × {count} coefficients: give λ's × coefficients.");
        return new(
            Enumerable
                .Range(0, count)
                .Select(j => new Series(
                    names?[j] ?? "",
                    lambdas,
                    [.. Enumerable.Range(0, lambdas.Count).Select(i => coefficients[i, j])])
                {
                    IsFaint = names?[j] == ""
                })
                .ToArray())
        {
            Title = title,
            XAxis = new("λ") { IsLogarithmic = true },
            YAxis = axis,
            Marks = marks ?? [],
        };
    }
}
