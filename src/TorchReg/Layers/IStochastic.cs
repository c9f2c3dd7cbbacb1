namespace TorchReg.Layers;

/// <summary>
/// A module that draws random numbers in training mode. Monte-Carlo prediction keeps it drawing; a checkpoint saves its
/// generator's state.
/// </summary>
public interface IStochastic
{
    /// <summary>Where its random numbers come from.</summary>
    NoiseSource Noise { get; }
}
