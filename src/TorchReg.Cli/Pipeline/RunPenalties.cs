using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Penalties;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

/// <summary>A run's penalties as the library's rules.</summary>
static class RunPenalties
{
    internal static Regularization? Create(IReadOnlyList<PenaltySettings> rules, nn.Module model)
    {
        if (rules.Count == 0) return null;
        try
        {
            return new(model, RulesOf(rules, model));
        }
        catch (ArgumentException unsound)
        {
            throw new UserError($"penalties: {ArgumentText.Of(unsound)}", unsound);
        }
    }

    /// <summary>The rules themselves, for a model that has others beside them.</summary>
    internal static Rule[] RulesOf(IReadOnlyList<PenaltySettings> rules, nn.Module model) =>
        [.. rules.SelectMany((rule, i) => Rules(rule, i, model))];

    static IEnumerable<Rule> Rules(PenaltySettings rule, int index, nn.Module model)
    {
        var penalty = RulePenalties.Of(rule);
        var schedule = rule.Schedule.Factor();
        if (rule.ActivationsOf.Length > 0) return [Rule.OnActivations(rule.ActivationsOf, penalty) with { Schedule = schedule }];
        var on = rule.Names.Length > 0 ? On.Names(rule.Names) : rule.On switch
        {
            RuleRole.Weights => On.Weights,
            RuleRole.Biases => On.Biases,
            RuleRole.Everything => On.Everything,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule.On, "no role"),
        };
        PenaltyMode? mode = rule.Mode == RuleMode.Auto ? null : Enum.Parse<PenaltyMode>(rule.Mode.ToString());
        if (rule.Toward.Length == 0 && rule.Factors.Length == 0) return [new(penalty, on, mode) { Schedule = schedule }];
        if (rule.Factors.Length > 0 && penalty is not SeparablePenalty)
            throw new UserError(
                $"penalties.{index}.factors: {rule.Penalty} does not act element by element; leave them out, or take " +
                "l1, l2 or elasticNet");
        using var factors = RuleTensors.Load(rule.Factors, $"penalties.{index}.factors");
        using var toward = RuleTensors.Load(rule.Toward, $"penalties.{index}.toward");
        return
        [
            .. ModelParameters
                .Of(model)
                .Where(parameter => on(parameter))
                .Select(parameter =>
                    new Rule(Wrapped(penalty, factors, toward, parameter), On.Names(parameter.Name), mode)
                    {
                        Schedule = schedule,
                    }),
        ];
    }

    static Penalty Wrapped(Penalty penalty, RuleTensors? factors, RuleTensors? toward, ModelParameter parameter)
    {
        if (factors != null) penalty = new Weighted((SeparablePenalty)penalty, factors.For(parameter));
        return toward == null ? penalty : new Toward(penalty, toward.For(parameter));
    }

    /// <summary>The digests of the files that the rules name: a result belongs to them as it does to its rows.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Digests(IReadOnlyList<PenaltySettings> rules) =>
        rules
            .SelectMany(
                (rule, i) =>
                    new[]
                    {
                        (Key: $"penalties.{i}.toward", Path: rule.Toward),
                        (Key: $"penalties.{i}.factors", Path: rule.Factors)
                    })
            .Where(file => file.Path.Length > 0)
            .Select(file => KeyValuePair.Create($"file.{file.Key}", RuleTensors.Digest(file.Path, file.Key)));
}
