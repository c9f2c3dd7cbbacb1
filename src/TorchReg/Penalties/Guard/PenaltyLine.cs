using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>One line of a loop: which it is, for which optimizer, and what was seen when it last ran.</summary>
sealed class PenaltyLine(PenaltyMode mode, optim.Optimizer? optimizer = null)
{
    internal PenaltyMode Mode => mode;

    internal optim.Optimizer? Optimizer => optimizer;

    /// <summary>How often it acted, which is how many steps are done from where it stands.</summary>
    internal long Calls { get; set; }

    internal bool WasCalled { get; set; }

    internal ulong WeightsAfter { get; set; }

    internal long ChangesAfter { get; set; }

    internal ulong GradientsBefore { get; set; }

    internal ulong GradientsAfter { get; set; }

    /// <summary>Whether gradients are those that it left, and not those that it found: it would add to its own.</summary>
    internal bool WouldAddAgain(ulong gradients) => WasCalled && gradients == GradientsAfter && GradientsBefore != GradientsAfter;

    internal long ForwardsAfter { get; set; }

    internal static string Text(PenaltyMode mode) => mode switch
    {
        PenaltyMode.Loss => "Value()",
        PenaltyMode.Gradient => "AddGradients()",
        PenaltyMode.Decoupled => "DecoupledStep(optimizer)",
        PenaltyMode.Proximal => "ProximalStep(optimizer)",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    /// <summary>What to write in a loop for a mode.</summary>
    internal static string Advice(PenaltyMode mode) => mode switch
    {
        PenaltyMode.Loss => "add Value() to the loss in every step",
        PenaltyMode.Gradient => "call AddGradients() after backward() and before optimizer.step()",
        PenaltyMode.Decoupled => "call DecoupledStep(optimizer) before optimizer.step()",
        PenaltyMode.Proximal => "call ProximalStep(optimizer) after optimizer.step()",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };
}
