using System.Collections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>
/// An optimizer's step as a training loop takes it: bit by bit that of <c>optimizer.step()</c>, on the optimizer's own state, but
/// for the adapters that know it with kept scalars (TorchSharp makes temporary ones, docs/scalar-race.md) and without a dispose
/// scope, a closure and their garbage.
/// </summary>
sealed class OptimizerStep(optim.Optimizer optimizer)
{
    readonly OptimizerAdapter? adapter = KnownOptimizers.For(optimizer) is { TakesSteps: true } known ? known : null;
    readonly List<SteppedParameter> places = [];
    readonly Dictionary<IntPtr, SteppedParameter> found = [];
    int groups = -1;
    bool isOurs;

    internal void Take()
    {
        if (adapter == null || !IsOurs()) optimizer.step();
        else Take(adapter);
    }

    void Take(OptimizerAdapter own)
    {
        using var noGrad = no_grad();
        foreach (var place in places) place.Take(own);
    }

    /// <summary>
    /// The parameter's place, to which a penalty can be left that acts in the next <see cref="Take()"/> and is gone then; null
    /// where the optimizer's steps are its own.
    /// </summary>
    internal SteppedParameter? Place(Parameter parameter) =>
        adapter != null && IsOurs() && found.TryGetValue(parameter.Handle, out var place) && !place.IsRepeated ? place : null;

    /// <summary>Whether the step that was just taken made the parameter's prox.</summary>
    internal bool TookProx(Parameter parameter) =>
        found.TryGetValue(parameter.Handle, out var place) && place.TookProx;

    // Groups may be added between two steps. A complex gradient is conjugated on the way: torch does it.
    bool IsOurs()
    {
        if (optimizer.ParamGroups is not ICollection all) return false;
        if (all.Count == groups) return isOurs;
        LookUp();
        groups = all.Count;
        foreach (var place in places)
            if (place.Parameter.dtype is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64) return isOurs = false;
        return isOurs = true;
    }

    void LookUp()
    {
        var (states, position) = (OptimizerView.States(optimizer), 0);
        places.Clear();
        found.Clear();
        foreach (var group in optimizer.ParamGroups.OfType<ParamGroup>())
            foreach (var parameter in group.Parameters)
                Add(new(parameter, group, states[position++]));
    }

    void Add(SteppedParameter place)
    {
        places.Add(place);
        if (!found.TryAdd(place.Parameter.Handle, place)) found[place.Parameter.Handle].IsRepeated = true;
    }
}
