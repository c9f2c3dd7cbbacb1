using static TorchSharp.torch;

namespace TorchReg.Penalties;

/// <summary>
/// Watches the first steps of a loop for a penalty that does nothing or acts twice: a value that backward never reached, a line
/// that is missing, of another mode, at the wrong place, or twice in a step. Later steps cost nothing.
/// </summary>
sealed class MisuseGuard
{
    const int WatchedSteps = 3;
    readonly IWatched penalties;
    readonly RuleModes modes;
    readonly ModelParameter[] parameters;
    readonly LineOrder order;
    readonly ClipWatch clips = new();
    readonly ForwardWatch forwards;
    // The hook holds what it calls weakly: this keeps it.
    readonly Action onForward;
    readonly HashSet<PenaltyLine> seen = [];
    readonly List<Reach> pending = [];
    ulong? lastForward;
    int steps, silentSteps;
    bool wasUsed;

    internal MisuseGuard(IWatched penalties, nn.Module model, RuleModes modes, ModelParameter[] parameters)
    {
        (this.penalties, this.modes, this.parameters) = (penalties, modes, parameters);
        order = new(parameters);
        onForward = OnForward;
        forwards = new(model, parameters, onForward);
    }

    internal bool IsWatching { get; private set; } = true;

    /// <summary>The penalties are read: whoever only reports them needs no line, and is told once.</summary>
    internal bool IsRead { get; set; }

    /// <summary>Forward passes are not a loop's but those of a report.</summary>
    internal bool IsPaused { get; set; }

    /// <summary>No more watching.</summary>
    internal void Stop()
    {
        IsWatching = false;
        pending.Clear();
        forwards.Stop();
    }

    void OnForward()
    {
        if (!IsWatching || IsPaused || !AllAreThere()) return;
        var weights = WeightFingerprint.Of(parameters);
        order.Forward(weights);
        if (!wasUsed && lastForward is { } last && last != weights && LineOrder.HasGradients(parameters)) SilentStep();
        lastForward = weights;
    }

    void SilentStep()
    {
        if (++silentSteps != WatchedSteps - 1) return;
        if (!IsRead) throw MisuseText.NoLine(modes);
        penalties.Warn(MisuseText.NoLine(modes).Message);
    }

    /// <summary>Before a line acts.</summary>
    internal void Before(PenaltyLine line)
    {
        if (!IsWatching || !AllAreThere()) return;
        var weights = WeightFingerprint.Of(parameters);
        if (!IsAnotherPass(line, weights)) ExpectReached();
        foreach (var target in parameters.Where(IsPenalized)) ParameterUse.Note(penalties, target, hasActed: wasUsed);
        wasUsed = true;
        order.Expect(line, weights);
        if (modes.Use(line.Mode) && clips.Look(line, modes.In(line.Mode)) is { } clipped) penalties.Warn(clipped);
        if (!seen.Add(line) && weights != line.WeightsAfter) NextStep(line);
    }

    // Rules on activations have a value for each of several forward passes of a step.
    bool IsAnotherPass(PenaltyLine line, ulong weights) =>
        line is { Mode: PenaltyMode.Loss, WasCalled: true }
        && modes.In(PenaltyMode.Loss).Length == 0
        && weights == line.WeightsAfter;

    bool IsPenalized(ModelParameter parameter) => penalties.PenaltiesOn(parameter).Any();

    // What carries no penalty may go: then there is nothing to watch by.
    bool AllAreThere()
    {
        foreach (var parameter in parameters.Where(p => !p.IsThere))
        {
            if (IsPenalized(parameter)) parameter.ExpectThere();
            Stop();
        }
        return IsWatching;
    }

    /// <summary>After a line acted.</summary>
    internal void After(PenaltyLine line)
    {
        if (IsWatching && !line.WasCalled) penalties.ExpectEffect(line.Mode);
        line.WasCalled = true;
        if (IsWatching) order.Acted(line);
    }

    void NextStep(PenaltyLine line)
    {
        foreach (var mode in modes.InUse)
            if (seen.All(other => other.Mode != mode)) throw MisuseText.Missing(mode, line.Mode, modes);
        if (modes.Open.Count > 0) throw MisuseText.CannotCarry(modes.Open[0], line.Mode);
        seen.Clear();
        seen.Add(line);
        if (++steps == WatchedSteps) Stop();
    }

    /// <summary>The value as it goes into the loss; the previous one must have been differentiated by now.</summary>
    internal Tensor Value(Tensor value)
    {
        if (!IsWatching || !value.requires_grad) return value;
        pending.Add(new());
        return ReachProbe.On(value, pending[^1]);
    }

    void ExpectReached()
    {
        if (pending.Exists(reach => !reach.Reached)) throw MisuseText.NeverReached();
        pending.Clear();
    }
}
