namespace TorchReg.Training;

/// <summary>How one model of a stack ended: with a history, or diverged.</summary>
/// <param name="History">Its epochs; null where it diverged.</param>
/// <param name="Divergence">Why it has none.</param>
public sealed record StackResult(History? History, DivergenceException? Divergence = null)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
