namespace TorchReg.Cli.Train;

/// <summary>Where a training begins.</summary>
enum Going
{
    /// <summary>At the start, in a new folder.</summary>
    Anew,

    /// <summary>At the newest checkpoint.</summary>
    On,

    /// <summary>At the newest checkpoint, also where it belongs to other rows or settings.</summary>
    OnByForce,
}
