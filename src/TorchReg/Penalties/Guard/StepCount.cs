using System.Diagnostics;

namespace TorchReg.Penalties;

/// <summary>
/// The finished optimizer steps, by which schedules count. A line after backward stands once in a step, so that its calls are the
/// steps. Value() may stand in each of several batches of a step: where it is the only line, a step is a change of the weights.
/// <see cref="End"/> counts exactly, whatever the loop.
/// </summary>
sealed class StepCount(bool isScheduled, Func<ulong> weights)
{
    // libtorch's L-BFGS evaluates 25 times a step unless it is told otherwise.
    const int MostEvaluations = 1000;
    readonly List<PenaltyLine> lines = [];
    long before, changes;
    int looks, evaluations;
    ulong? lastWeights;
    bool isExplicit, isInClosure;

    internal long Finished
    {
        get => isExplicit ? before : before + Math.Max(changes, lines.Count == 0 ? 0 : lines.Max(line => line.Calls));
        set
        {
            before = value;
            changes = 0;
            foreach (var line in lines) line.Calls = 0;
        }
    }

    /// <summary>A step is over; from now on only this counts.</summary>
    internal void End()
    {
        before = isExplicit || lines.Count == 0 ? Finished + 1 : Finished;
        isExplicit = true;
        evaluations = 0;
    }

    /// <summary>Whoever runs the loop will call <see cref="End"/> after every step.</summary>
    internal void ExpectEnd()
    {
        before = Finished;
        isExplicit = true;
    }

    /// <summary>The step that a line after backward acts in.</summary>
    internal long At(PenaltyLine line)
    {
        LookForClosure();
        if (line.Calls == 0 && !lines.Contains(line)) lines.Add(line);
        return isExplicit ? before : before + line.Calls;
    }

    /// <summary>The step that a value belongs to.</summary>
    internal long AtValue()
    {
        if (!isScheduled) return 0;
        LookForClosure();
        if (isExplicit || lines.Count > 0) return Finished;
        var now = weights();
        if (lastWeights is { } last && last != now) changes++;
        lastWeights = now;
        return Finished;
    }

    // In a closure of L-BFGS every line runs many times a step, at other weights each time: nothing but the loop knows its steps.
    void LookForClosure()
    {
        if (!isScheduled) return;
        if (!isExplicit && looks++ < 2 && IsInLbfgs()) isExplicit = isInClosure = true;
        if (isInClosure && ++evaluations > MostEvaluations)
            throw new InvalidOperationException(
                "A rule's Schedule counts optimizer steps, and LBFGS calls its closure many times a step: call EndStep() after " +
                "optimizer.step(closure).");
    }

    // An optimized build may leave out the frame of the class itself.
    static bool IsInLbfgs() => new StackTrace(fNeedFileInfo: false).GetFrames().Any(frame => DiagnosticMethodInfo.Create(frame) is
    { Name: "step", DeclaringTypeName: "TorchSharp.Modules.LBFGS" or "TorchSharp.torch+optim+Optimizer" });
}
