namespace TorchReg.Penalties;

/// <summary>What is said of a misused loop: what does nothing or acts twice, and what to write instead.</summary>
static class MisuseText
{
    internal static InvalidOperationException WithoutGradients() => new(
        "The penalty's value was asked for without gradients (no_grad), where it is a constant that changes no weight: " +
        "compute Value() where the loss is computed, or use Total() for logging.");

    internal static InvalidOperationException NeverReached() =>
        new(
            "The penalty does nothing: backward() never reached the value that Value() gave. Add it, fresh and once, to the " +
            "loss that is differentiated, in every step; for logging use Total().");

    internal static string AnotherPass(Rule rule) =>
        $"The model ran twice in training mode before Value(): {rule.Penalty.Name} on the activations of " +
        $"'{rule.ActivationsOf}' counts the last pass. Run a pass that is no part of the loss under no_grad() or in eval mode; " +
        "where both are part of it, call Value() after each and add both.";

    internal static InvalidOperationException Constant(Penalty penalty) =>
        new(
            $"{penalty.Name} does nothing: its value does not depend on the weight that it is given. Make it of differentiable " +
            "operators on w.");

    internal static string NoEffect(Penalty penalty, PenaltyMode mode) =>
        $"{penalty.Name} does nothing: its " +
        (mode == PenaltyMode.Proximal ? "prox moves nothing (it changes the w that it is given, in place)" : "gradient is 0") +
        ", whatever the weights. Is λ 0, or is w multiplied by 0, rounded or detached in its formula? Take the rule away where " +
        "that is meant.";

    internal static string Clipped(string what, string reason) =>
        $"The gradients look clipped: {what} in each of three steps, though they differ. {reason} (Nothing is lost where they " +
        "are no longer clipped at rest.)";

    internal static InvalidOperationException Missing(PenaltyMode mode, PenaltyMode called, RuleModes modes) => new(
        $"A rule in PenaltyMode.{mode} does nothing in this loop: {PenaltyLine.Advice(mode)}." +
        (modes.Use(called) ? "" : $" {PenaltyLine.Text(called)}, which it has, acts for rules in PenaltyMode.{called} only."));

    internal static InvalidOperationException CannotCarry(Rule rule, PenaltyMode called) =>
        new(
            $"{rule.Penalty.Name} does nothing in this loop, whose only line is {PenaltyLine.Text(called)}: " +
            $"{SoundPairs.Refusal(rule.Penalty, called)} Or {PenaltyLine.Advice(PenaltyMode.Gradient)}.");

    internal static InvalidOperationException NoLine(RuleModes modes) => new(
        "The penalty does nothing: the model has trained for some steps without a line of its Regularization. " +
        $"{string.Join("; ", Advices(modes))}. (Where it is for reports only, attach it after the training.)");

    static IEnumerable<string> Advices(RuleModes modes)
    {
        foreach (var mode in modes.InUse) yield return $"For the rules in PenaltyMode.{mode}, {PenaltyLine.Advice(mode)}";
        if (modes.Open.Count == 0) yield break;
        yield return $"For {modes.Open[0].Penalty.Name}, {PenaltyLine.Advice(PenaltyMode.Loss)}, or " +
            $"{PenaltyLine.Advice(PenaltyMode.Gradient)}";
    }

    internal static InvalidOperationException Twice(PenaltyMode mode) => new(
        $"{PenaltyLine.Text(mode)} was called twice in one step, so that the penalty acts twice: call it once" +
        (mode == PenaltyMode.Gradient ? ", after the step's last backward()." : " a step."));

    internal static InvalidOperationException AfterStep() =>
        new(
            "AddGradients() does nothing here: the weights have changed since the forward pass, so it stands after " +
            "optimizer.step(). Call it after backward() and before optimizer.step().");

    internal static InvalidOperationException BeforeStep() =>
        new(
            "ProximalStep(optimizer) stands before optimizer.step(), whose step then undoes its zeros: call it after " +
            "optimizer.step().");

    internal static InvalidOperationException TwoRegularizations(ModelParameter parameter, IWatched one, IWatched other) =>
        new(
            $"{parameter.Name} is penalized by two Regularizations in one loop: put their rules, " +
                $"{string.Join(", ", other.PenaltiesOn(parameter))} and {string.Join(", ", one.PenaltiesOn(parameter))}, " +
                "into one.");

    internal static InvalidOperationException NoGradient(ModelParameter parameter) => new(
        $"{parameter.Name} has no gradient: call backward() before AddGradients().");

    internal static string WithoutGradient(PlacedPenalty p, PenaltyMode mode) =>
        $"{p.Target.Name} has no gradient, since the loss does not depend on it: as long as that is so the optimizer leaves it " +
        $"alone, and {p.Penalty.Name} as PenaltyMode.{mode} with it, while PenaltyMode.Gradient or Loss would shrink it. Use " +
        "it in the model, or take it out of the rule.";
}
