using static TorchSharp.torch;

namespace TorchReg.Selection;

/// <summary>A λ's model, as small as its zeros let it be.</summary>
/// <param name="Lambda">λ.</param>
/// <param name="Model">The compacted model.</param>
/// <param name="Parameters">Numbers in its parameters.</param>
/// <param name="RowErrors">What each held-out row counts.</param>
public sealed record SizedModel(double Lambda, nn.Module<Tensor, Tensor> Model, long Parameters, double[] RowErrors) : IDisposable
{
    /// <summary>The mean of the rows' errors.</summary>
    public double Mean { get; } = RowErrors.Average();

    /// <summary>
    /// Mean and standard error of the difference of the rows' errors to another model's: √(Σ (dᵢ − d)²/(n(n − 1))).
    /// </summary>
    public (double Mean, double StandardError) MinusOf(SizedModel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.RowErrors.Length != RowErrors.Length)
            throw new ArgumentException(
                $"The models were judged by {RowErrors.Length} and {other.RowErrors.Length} rows: give models of one search.");
        double[] differences = [.. RowErrors.Zip(other.RowErrors, (own, others) => own - others)];
        var (mean, n) = (differences.Average(), differences.Length);
        return (mean, n < 2 ? 0 : Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / n / (n - 1.0)));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"λ = {Lambda:G4}: {Parameters:N0} parameters, {Mean:G4}");

    /// <summary>Frees the model.</summary>
    public void Dispose() => Model.Dispose();
}

/// <summary>The models of all λ, and which to take. Owns them.</summary>
/// <param name="Models">In the order of the λ.</param>
public sealed record SizeResult(IReadOnlyList<SizedModel> Models) : IDisposable
{
    /// <summary>The model of least mean error.</summary>
    public SizedModel Best { get; } =
        Models.MinBy(model => double.IsNaN(model.Mean) ? double.PositiveInfinity : model.Mean)!;

    /// <summary>
    /// Of the models whose paired difference to the best is at most its standard error, the one of fewest parameters; of equals
    /// the better.
    /// </summary>
    public SizedModel Smallest =>
        Models.Where(IsWithin).OrderBy(model => model.Parameters).ThenBy(model => model.Mean).First();

    bool IsWithin(SizedModel model) => model.MinusOf(Best) is var (mean, error) && mean <= error;

    /// <summary>A row a λ: parameters, mean error, difference to the best with its standard error.</summary>
    public string ToTable() => AlignedTable.Of(
        ["λ", "parameters", "error", "minus the best's", "standard error", ""],
        Models.Select(model => (string[])
        [
            AlignedTable.Number(model.Lambda),
            AlignedTable.Number(model.Parameters, "N0"),
            AlignedTable.Number(model.Mean),
            AlignedTable.Number(model.MinusOf(Best).Mean, "G3"),
            AlignedTable.Number(model.MinusOf(Best).StandardError, "G2"),
            string.Join(", ", Marks(model)),
        ]));

    IEnumerable<string> Marks(SizedModel model)
    {
        if (ReferenceEquals(model, Best)) yield return "best";
        if (ReferenceEquals(model, Smallest)) yield return "smallest within one standard error";
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Models.Count} models, the smallest within one standard error of the best {Smallest}";

    /// <summary>Frees the models.</summary>
    public void Dispose()
    {
        foreach (var model in Models) model.Dispose();
    }
}
