namespace TorchReg.Penalties;

/// <summary>Finds a rule's parameters; a rule that finds none is an error, since it would silently do nothing.</summary>
static class Placement
{
    internal static IEnumerable<PlacedPenalty> Of(Rule rule, IReadOnlyList<ModelParameter> parameters)
    {
        var matched = parameters.Where(p => rule.On(p)).ToArray();
        var trainable = matched.Where(p => p.Parameter.requires_grad).ToArray();
        if (trainable.Length == 0 && !(rule.MayMatchNothing && matched.Length > 0)) throw Nothing(rule, matched, parameters);
        return trainable.Select(p => new PlacedPenalty(rule, p));
    }

    static ArgumentException Nothing(Rule rule, ModelParameter[] matched, IReadOnlyList<ModelParameter> parameters) =>
        new(matched.Length > 0
            ? $"{rule.Penalty.Name} matches frozen parameters only ({string.Join(", ", matched.Select(p => p.Name))}) and would do nothing."
            : $"{rule.Penalty.Name} matches no parameter and would do nothing. There are: " +
              $"{string.Join(", ", parameters.Select(p => $"{p} ({p.Role}{(p.Parameter.requires_grad ? "" : ", frozen")})"))}.");
}
