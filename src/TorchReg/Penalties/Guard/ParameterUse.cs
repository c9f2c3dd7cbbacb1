using System.Runtime.CompilerServices;
using TorchSharp.Modules;

namespace TorchReg.Penalties;

/// <summary>
/// Which Regularization last acted on a parameter: two that take turns in one loop are two penalties where one is believed.
/// </summary>
sealed class ParameterUse
{
    static readonly ConditionalWeakTable<Parameter, ParameterUse> uses = [];
    readonly WeakReference<IWatched> last;

    ParameterUse(IWatched first) => last = new(first);

    /// <summary>Notes an act.</summary>
    /// <param name="by">Who acts.</param>
    /// <param name="target">On what.</param>
    /// <param name="hasActed">Whether it acted before: then another's act in between belongs to the same loop.</param>
    internal static void Note(IWatched by, ModelParameter target, bool hasActed)
    {
        var use = uses.GetValue(target.Parameter, _ => new(by));
        if (!use.last.TryGetTarget(out var other)) other = by;
        if (!ReferenceEquals(other, by) && hasActed) throw MisuseText.TwoRegularizations(target, by, other);
        use.last.SetTarget(by);
    }
}
