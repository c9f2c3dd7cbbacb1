using TorchReg.Penalties;

namespace TorchReg.Cli.Pipeline.Options;

/// <summary>A rule's penalty in the library's words, without the tensors that it may shrink toward or be weighed by.</summary>
static class RulePenalties
{
    internal static Penalty Of(PenaltySettings rule) => NamedPenalties.Find(rule.Penalty)!.Create(Arguments(rule));

    static PenaltyArguments Arguments(PenaltySettings rule) => new()
    {
        Lambda = rule.Lambda,
        L1Ratio = rule.L1Ratio,
        Groups = rule.Groups == RuleGroups.Auto ? null : Enum.Parse<Groups>(rule.Groups.ToString()),
        Low = rule.Low,
        High = rule.High,
        Rate = rule.Rate,
        Epsilon = rule.Epsilon,
        Gamma = rule.Gamma == 0 ? null : rule.Gamma,
        Q = rule.Q,
    };
}
