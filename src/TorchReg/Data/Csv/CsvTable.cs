namespace TorchReg.Data;

/// <summary>Rows of a CSV file and the encoding that they were read with. Owns its data.</summary>
/// <param name="Data">Features n × p; targets n × 1, or n class indices.</param>
/// <param name="Schema">Columns, categories and classes; read test rows with it.</param>
public sealed record CsvTable(Dataset Data, CsvSchema Schema) : IDisposable
{
    /// <summary>Frees the data.</summary>
    public void Dispose() => Data.Dispose();

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
