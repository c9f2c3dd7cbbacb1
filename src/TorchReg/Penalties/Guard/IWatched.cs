namespace TorchReg.Penalties;

/// <summary>What a guard watches: penalties that are attached to a model.</summary>
interface IWatched
{
    /// <summary>The names of the penalties on a parameter.</summary>
    IEnumerable<string> PenaltiesOn(ModelParameter parameter);

    /// <summary>Warns, once for each rule, of a formula that changes no weight: λ = 0 can be meant.</summary>
    void ExpectEffect(PenaltyMode mode);

    /// <summary>Tells of what is probably a mistake but can be meant.</summary>
    void Warn(string message);
}
