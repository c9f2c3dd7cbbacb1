using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Penalties;
using TorchReg.Storage;
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
            return new(model, [.. rules.SelectMany((rule, i) => Rules(rule, i, model))]);
        }
        catch (ArgumentException unsound)
        {
            throw new UserError($"penalties: {unsound.Message.Split(" (Parameter")[0]}", unsound);
        }
    }

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
        return [.. ModelParameters.Of(model).Where(parameter => on(parameter)).Select(parameter =>
            new Rule(Wrapped(penalty, rule, index, parameter), On.Names(parameter.Name), mode) { Schedule = schedule })];
    }

    static Penalty Wrapped(Penalty penalty, PenaltySettings rule, int index, ModelParameter parameter)
    {
        if (rule.Factors.Length > 0)
            penalty = new Weighted(
                penalty as SeparablePenalty
                    ?? throw new UserError(
                        $"penalties.{index}.factors: {rule.Penalty} does not act element by element; leave them out, or take " +
                        "l1, l2 or elasticNet"),
                TensorOf(rule.Factors, $"penalties.{index}.factors", parameter));
        return rule.Toward.Length == 0
            ? penalty
            : new Toward(penalty, TensorOf(rule.Toward, $"penalties.{index}.toward", parameter));
    }

    static Tensor TensorOf(string path, string key, ModelParameter parameter)
    {
        using var file = Load(path, key);
        if (!file.Tensors.TryGetValue(parameter.Name, out var tensor))
            throw new UserError(
                $"{key}: {path} has no tensor '{parameter.Name}'; it has {string.Join(", ", file.Tensors.Keys.Take(8))}");
        if (!tensor.shape.AsSpan().SequenceEqual(parameter.Parameter.shape))
            throw new UserError(
                $"{key}: '{parameter.Name}' is [{string.Join("×", tensor.shape)}] in {path}; the model's is " +
                $"[{string.Join("×", parameter.Parameter.shape)}]");
        return tensor.to(parameter.Parameter.dtype, copy: true);
    }

    static LoadedTensors Load(string path, string key)
    {
        try
        {
            return SafeTensors.Load(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UserError($"{key}: {unreadable.Message}", unreadable);
        }
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
            .Select(file => KeyValuePair.Create($"file.{file.Key}", Digest(file.Path, file.Key)));

    static string Digest(string path, string key)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{key}: {unreadable.Message}", unreadable);
        }
    }
}
