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
    readonly List<(Parameter Parameter, ParamGroup Group, OptimizerState State)> places = [];
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
        foreach (var (parameter, group, state) in places)
        {
            using var gradient = parameter.grad;
            if (gradient is not null) own.Move(parameter, gradient, group.Options, state);
        }
    }

    // Groups may be added between two steps. A complex gradient is conjugated on the way: torch does it.
    bool IsOurs()
    {
        if (optimizer.ParamGroups is not ICollection all) return false;
        if (all.Count == groups) return isOurs;
        LookUp();
        groups = all.Count;
        return isOurs = places.TrueForAll(place =>
            place.Parameter.dtype is not (ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64));
    }

    void LookUp()
    {
        var states = OptimizerView.States(optimizer);
        places.Clear();
        foreach (var group in optimizer.ParamGroups.OfType<ParamGroup>())
            foreach (var parameter in group.Parameters)
                places.Add((parameter, group, states[places.Count]));
    }
}
