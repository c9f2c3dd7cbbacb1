namespace TorchReg.Data;

/// <summary>Rows of a CSV file and the encoding that they were read with. Owns its data.</summary>
/// <param name="Data">Features n × p; targets n × 1, n × 2 with events, or n class indices.</param>
/// <param name="Schema">Columns, categories and classes; read test rows with it.</param>
public sealed record CsvTable(Dataset Data, CsvSchema Schema) : IDisposable
{
    /// <summary>What was read, left out and found.</summary>
    public CsvReport Report { get; init; } = new(Data.Rows, Data.Rows);

    /// <summary>The number of each row's group, from 0 in the order of their names; null without a column of groups.</summary>
    public IReadOnlyList<int>? Groups { get; init; }

    /// <summary>Frees the data.</summary>
    public void Dispose() => Data.Dispose();

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
