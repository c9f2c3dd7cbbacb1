using TorchReg.Data;

namespace TorchReg.Objectives;

/// <summary>One way to an <see cref="Objective"/>'s gradient.</summary>
abstract class ObjectiveForm
{
    /// <inheritdoc cref="Objective.Kind"/>
    public abstract string Kind { get; }

    /// <inheritdoc cref="Objective.Backward"/>
    public abstract BatchLoss Backward(Dataset batch, bool accumulate = false, double factor = 1, double? meanWeight = null);

    /// <summary>Frees what is kept from step to step; the next step makes it anew.</summary>
    public virtual void Release() { }
}
