namespace TorchReg.Data;

/// <summary>Rows drawn from a model y = Wx + b (or softmax of it), and that model. Owns its data.</summary>
/// <param name="Data">The rows: features n × p; targets n × 1, or n class indices.</param>
/// <param name="Weight">The true W, units × p: one unit for regression, one per class otherwise.</param>
/// <param name="Intercept">The true b, one number per unit.</param>
public sealed record KnownProblem(Dataset Data, double[,] Weight, double[] Intercept) : IDisposable
{
    /// <summary>Frees the data.</summary>
    public void Dispose() => Data.Dispose();

    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
