using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Finds a rule's parameters, frozen ones too, since they may thaw; a rule that finds none to act on is an error, since it would
/// silently do nothing.
/// </summary>
static class Placement
{
    const int Listed = 12;

    internal static IEnumerable<PlacedPenalty> Of(Rule rule, nn.Module model, IReadOnlyList<ModelParameter> parameters)
    {
        var matched = parameters.Select(p => p.In(rule.On)).OfType<ModelParameter>().ToArray();
        if (matched.Length == 0) throw Nothing(rule, model, parameters);
        if (!rule.MayMatchNothing && matched.All(p => !p.Parameter.requires_grad))
            throw new ArgumentException(
                $"{rule.Penalty.Name} matches frozen parameters only ({string.Join(", ", matched.Select(p => p.Name))}) and " +
                "would do nothing.");
        return matched.Select(p => new PlacedPenalty(rule, p));
    }

    static ArgumentException Nothing(Rule rule, nn.Module model, IReadOnlyList<ModelParameter> parameters) =>
        new(
            rule.On.Target switch
            {
                _ when parameters.Count == 0 => $"{rule.Penalty.Name}: {NoParameters(model)}",
                On.LayerFilter layer when ModelParameters.Modules(model).All(m => m.Name != layer.Name) =>
                    $"{rule.Penalty.Name}: {NoLayer(layer.Name, model)}",
                On.LayerFilter layer =>
                    $"{rule.Penalty.Name}: layer '{layer.Name}' has no weights and the penalty would do nothing. " +
                    $"{There(parameters)}",
                On.NameFilter names =>
                    $"{rule.Penalty.Name}: no parameter is named '{names.Pattern}' and the penalty would do nothing." +
                        $"{NearestName.Hint(names.Pattern, parameters.Select(p => p.Name))} {There(parameters)}",
                _ => $"{rule.Penalty.Name} matches no parameter and would do nothing. {There(parameters)}",
            });

    /// <summary>"there is no layer 'fc9'. Did you mean 'fc1'? There are: fc1, fc2."</summary>
    internal static string NoLayer(string name, nn.Module model)
    {
        string[] layers = [.. ModelParameters.Modules(model).Select(m => m.Name).Where(n => n.Length > 0)];
        return $"there is no layer '{name}'.{NearestName.Hint(name, layers)} There are: {List(layers)}.";
    }

    // TorchSharp's containers show what they hold to the module that registers them only.
    static string NoParameters(nn.Module model) =>
        $"the {model.GetType().Name.Split('`')[0]} shows no parameters and the penalty would do nothing. " +
        "A list or dictionary of modules shows them through the module that has it as a field and calls RegisterComponents(): " +
        "attach to that one, or use nn.Sequential.";

    static string There(IReadOnlyList<ModelParameter> parameters) =>
        $"There are: {List([.. parameters.Select(p => $"{p} ({p.Role}{(p.Parameter.requires_grad ? "" : ", frozen")})")])}.";

    static string List(string[] all) =>
        all.Length <= Listed ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Listed))} and {all.Length - Listed} more";
}
