using TorchReg.Penalties;

namespace TorchReg.Training;

/// <summary>One model of a stack: its penalties and how it is trained.</summary>
/// <param name="Regularization">On the stack's model; none where null. Not in <see cref="PenaltyMode.Loss"/>.</param>
/// <param name="Options">Batch size, seed and shuffling must be the stack's; everything else is its own.</param>
public sealed record StackMember(Regularization? Regularization, TrainingOptions Options)
{
    /// <inheritdoc/>
    public override string ToString() => RecordText.Of(this);
}
