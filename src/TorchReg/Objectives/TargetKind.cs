namespace TorchReg.Objectives;

/// <summary>What a loss's targets are.</summary>
enum TargetKind
{
    Numbers,
    Classes,
    Binary,

    /// <summary>0 or more; the prediction is on another scale.</summary>
    Counts,

    /// <summary>Above 0; the prediction is on another scale.</summary>
    Amounts,

    /// <summary>A time and an event; the prediction is the logarithm of a relative risk.</summary>
    Survival,
}
