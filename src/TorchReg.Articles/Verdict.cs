namespace TorchReg.Articles;

/// <summary>What a difference that was measured over seeds says.</summary>
public enum Verdict
{
    /// <summary>Nearer to 0 than twice its standard error.</summary>
    NoDifference,

    /// <summary>Better by more than that.</summary>
    Improves,

    /// <summary>Worse by more than that.</summary>
    Worsens,
}
