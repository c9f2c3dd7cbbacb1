using TorchReg.Optimizers;
using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>An optimizer that a loop has given: which penalized parameters it has, and the lines that it was given to.</summary>
sealed class OptimizerLines
{
    readonly OptimizerView view;
    readonly PlacedPenalty[] all;
    readonly PenaltyLine decoupled, proximal;
    readonly PlacedPenalty[][] byMode = new PlacedPenalty[4][];
    int version = -1;

    internal OptimizerLines(optim.Optimizer optimizer, PlacedPenalty[] all, RuleModes modes)
    {
        (Optimizer, this.all, view) = (optimizer, all, new(optimizer));
        (decoupled, proximal) = (new(PenaltyMode.Decoupled, optimizer), new(PenaltyMode.Proximal, optimizer));
        Sort(modes);
    }

    internal optim.Optimizer Optimizer { get; }

    internal PenaltyLine Of(PenaltyMode mode) => mode == PenaltyMode.Decoupled ? decoupled : proximal;

    internal bool Has(ModelParameter parameter) => view.Has(parameter.Parameter);

    /// <summary>
    /// What acts in a mode on the optimizer's parameters; looked up and checked anew when a rule took its mode.
    /// </summary>
    internal PlacedPenalty[] In(PenaltyMode mode, RuleModes modes)
    {
        if (version != modes.Version) Sort(modes);
        return byMode[(int)mode];
    }

    /// <summary>The joint proxes of the optimizer's parameters.</summary>
    internal JointProx[] Joints { get; private set; } = [];

    /// <summary>From now on the placed penalty goes by this optimizer's step sizes.</summary>
    internal void Own(PlacedPenalty placed)
    {
        if (!ReferenceEquals(placed.Owner, Optimizer)) placed.Meet(Optimizer, view);
    }

    void Sort(RuleModes modes)
    {
        PlacedPenalty[] own = [.. all.Where(p => Has(p.Target))];
        foreach (var mode in Enum.GetValues<PenaltyMode>())
        {
            byMode[(int)mode] = [.. own.Where(p => modes.Of(p.Rule) == mode)];
            foreach (var p in byMode[(int)mode])
                if (SoundPairs.Refusal(p.Penalty, mode, view) is { } reason) throw new ArgumentException(reason, "optimizer");
        }
        Joints = [.. modes.Joints.Where(joint => Has(joint.Parts[0].Target))];
        DoublePenalties.Expect(own, view);
        version = modes.Version;
    }

    internal static InvalidOperationException Missing(ModelParameter parameter, string whose = "The optimizer does not have") =>
        new($"{whose} {parameter.Name}: make it from this model's parameters, after moving the model.");
}
