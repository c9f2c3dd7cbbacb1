namespace TorchReg.Penalties;

/// <summary>
/// A schedule of λ that goes by what it has seen. Where a rule's <see cref="Rule.Schedule"/> is a method of such an object, and
/// not a lambda around it, checkpoints keep its state, and a training that goes on has the λ that it would have had.
/// </summary>
public interface IKeptSchedule
{
    /// <summary>What it knows, as numbers; setting it goes back to that.</summary>
    /// <exception cref="ArgumentException">Set: the numbers are none of such a schedule.</exception>
    IReadOnlyList<double> State { get; set; }
}
