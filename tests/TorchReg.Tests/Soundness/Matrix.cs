using System.Collections.Concurrent;

namespace TorchReg.Tests.Soundness;

/// <summary>One judgement to be made.</summary>
sealed record Cell(string Part, Combination Combination, Func<Combination, Outcome> Judge)
{
    public Outcome Outcome { get; private set; } = null!;

    public void Run() => Outcome = Judge(Combination);

    public override string ToString() => $"{Part}: {Combination}: {Outcome.Detail}";
}

/// <summary>All combinations, generated from the lists of layers, penalties and optimizers.</summary>
static class Matrix
{
    static readonly Lazy<IReadOnlyList<Cell>> cells = new(() =>
    {
        Cell[] all = [.. ((IEnumerable<Cell>)[.. Core(), .. Layers(), .. Pairs(), .. Triples(), .. ByTrainer(), .. Activity(),
            .. Circumstances(), .. Clipped(), .. Steps(), .. Certificates()]).Where(IsAskedFor)];
        var (watch, before) = (System.Diagnostics.Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        // Cells only compute: more of them at a time than cores would wait for each other.
        Parallel.ForEach(Partitioner.Create(all, loadBalance: true),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, cell => cell.Run());
        Took = (watch.Elapsed, Environment.CpuUsage.TotalTime - before);
        return all;
    });

    /// <summary>The time that judging took, and that of all processors.</summary>
    public static (TimeSpan Wall, TimeSpan Processor) Took { get; private set; }

    /// <summary>All of them, judged; once a process.</summary>
    public static IReadOnlyList<Cell> Cells => cells.Value;

    // TORCHREG_MATRIX_PENALTIES, "MCP;SCAD": these alone, while they are in work.
    static readonly string[] askedFor =
        Environment.GetEnvironmentVariable("TORCHREG_MATRIX_PENALTIES")?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    static bool IsAskedFor(Cell cell) =>
        askedFor.Length == 0 || cell.Combination.Rules.Any(rule => askedFor.Contains(rule.Kind.Name));

    static readonly PenaltyMode[] modes = Enum.GetValues<PenaltyMode>();
    static readonly OptimizerKind[] three = [.. new[] { "SGD", "SGD momentum", "Adam" }.Select(OptimizerKinds.Named)];

    // Subgradients must come to rest away from kinks, so those pull gently; proxes make zeros.
    static Acting As(PenaltyKind kind, PenaltyMode mode, double strength = 1) =>
        new(kind, (mode is PenaltyMode.Proximal or PenaltyMode.Decoupled ? 0.5 : 0.08) * strength * kind.Strength, mode);

    static Combination Of(LayerKind layer, Acting[] rules, OptimizerKind optimizer, Circumstances? with = null) =>
        new(layer, rules, optimizer,
            (with ?? new()) with { IsScheduled = with is { IsScheduled: true } && rules.All(r => r.Kind.IsProportional) },
            Numbers.Seed);

    /// <summary>The dangerous core: every penalty in every mode with every optimizer's options.</summary>
    static IEnumerable<Cell> Core() =>
        from kind in PenaltyKinds.All
        from mode in modes
        from optimizer in OptimizerKinds.All
        select new Cell("core", Of(LayerKinds.Linear, [As(kind, mode)], optimizer), c => Judge.Of(c));

    static IEnumerable<Cell> Layers() =>
        from layer in LayerKinds.All
            .Where(l => l != LayerKinds.Linear)
        from kind in PenaltyKinds.All
        from mode in modes
        from optimizer in three
        select new Cell("layers", Of(layer, [As(kind, mode)], optimizer), c => Judge.Of(c));

    /// <summary>
    /// Ordered pairs on one parameter: both after the step, with each of three optimizers; in other modes with one of them.
    /// </summary>
    static IEnumerable<Cell> Pairs()
    {
        var next = 0;
        foreach (var first in PenaltyKinds.All)
            foreach (var second in PenaltyKinds.All.Where(first.Meets))
            {
                foreach (var optimizer in three) yield return Pair(As(first, PenaltyMode.Proximal, 0.8),
                    As(second, PenaltyMode.Proximal, 0.8), optimizer);
                foreach (var (one, other) in new[] { (PenaltyMode.Gradient, PenaltyMode.Proximal),
                (PenaltyMode.Loss, PenaltyMode.Proximal), (PenaltyMode.Loss, PenaltyMode.Gradient) })
                    if (!first.IsSet) yield return Pair(As(first, one), As(second, other, 0.8), three[next++ % 3]);
                if (first.Name == "L2") yield return Pair(As(first, PenaltyMode.Decoupled), As(second, PenaltyMode.Proximal),
                    three[next++ % 2]);
            }
    }

    static Cell Pair(Acting first, Acting second, OptimizerKind optimizer) =>
        new("pairs", Of(LayerKinds.Linear, [first, second], optimizer), c => Judge.Of(c));

    /// <summary>Three rules in each order.</summary>
    static IEnumerable<Cell> Triples() =>
        from names in new[] { ("L1", "L2", "non-negative"), ("L1", "weighted L1", "L2"), ("L1", "bounds", "L2"),
            ("L1", "group lasso, units", "L2"), ("L2", "L2 toward", "L1") }
        from order in new[] { (0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0) }
        from optimizer in three
        let kinds = new[] { names.Item1, names.Item2, names.Item3 }.Select(PenaltyKinds.Named)
            .Select(k => As(k, PenaltyMode.Proximal, 0.6)).ToArray()
        select new Cell("triples",
            Of(LayerKinds.Linear, [kinds[order.Item1], kinds[order.Item2], kinds[order.Item3]], optimizer), c => Judge.Of(c));

    /// <summary>Every optimizer in the Trainer's hands, in each mode.</summary>
    static IEnumerable<Cell> ByTrainer() =>
        from optimizer in OptimizerKinds.All
        from mode in modes
        let kind = PenaltyKinds.Named(mode == PenaltyMode.Decoupled ? "L2" : "L1")
        select new Cell("trainer", Of(LayerKinds.Linear, [As(kind, mode)], optimizer, new() { ByTrainer = true }),
            c => Judge.Of(c));

    /// <summary>
    /// A penalty on outputs beside one on weights: every optimizer; then every penalty and layer, by single steps as well.
    /// </summary>
    static IEnumerable<Cell> Activity()
    {
        Circumstances active = new() { Activity = 0.5 }, scheduled = active with { IsScheduled = true, Accumulates = true };
        LayerKind[] layers = [.. LayerKinds.All.Where(l => l.Name is not ("tied" or "frozen" or "unused"))];
        foreach (var optimizer in OptimizerKinds.All)
            yield return new("activity",
                Of(LayerKinds.Linear, [As(PenaltyKinds.Named("L1"), PenaltyMode.Proximal)], optimizer, active), c => Judge.Of(c));
        foreach (var layer in layers)
            foreach (var kind in PenaltyKinds.All)
            {
                var mode = kind.IsSet || kind.Name.Contains("L1", StringComparison.Ordinal) ? PenaltyMode.Proximal
                    : PenaltyMode.Gradient;
                yield return new("activity", Of(layer, [As(kind, mode)], three[1], active), c => Judge.Of(c));
                yield return new("activity", Of(layer, [As(kind, mode)], three[0], scheduled), c => StepJudge.Of(c));
                yield return new("activity", Of(layer, [As(kind, mode)], three[0], active), c => CertificateJudge.Of(c));
            }
    }

    /// <summary>Everything around the step, so that every pair of two choices occurs.</summary>
    static IEnumerable<Cell> Circumstances() => Covering.Of(Numbers.Seed).Select(choice =>
        new Cell("circumstances", Of(choice.Layer, [As(choice.Kind, choice.Mode, 0.6)], choice.Optimizer, choice.With),
            c => Judge.Of(c)));

    /// <summary>A Trainer that clips what a penalty holds at rest: reached where all of it is clipped, else refused.</summary>
    static IEnumerable<Cell> Clipped() =>
        from kind in PenaltyKinds.All
        from mode in modes
        from cut in new[] { "norm", "value" }
        where kind.IsSet == (mode == PenaltyMode.Proximal) || kind.Name is "L1" or "L2" or "group lasso, units"
        where !kind.IsSet || mode == PenaltyMode.Proximal
        from optimizer in kind.Name == "L1" ? [.. three, OptimizerKinds.Named("SGD weight decay")] : three
        select new Cell("clipped", Of(LayerKinds.Linear, [As(kind, mode)], optimizer, new() { ByTrainer = true, Clips = cut }),
            c => Judge.Of(c));

    /// <summary>Single steps in each type: every layer, penalty and mode, the optimizers in turn.</summary>
    static IEnumerable<Cell> Steps()
    {
        OptimizerKind[] optimizers = [.. OptimizerKinds.All.Where(o => o.Rule != null && !o.Maximizes)];
        ScalarType[] types = [ScalarType.Float64, ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float16];
        var next = 0;
        foreach (var layer in LayerKinds.All)
            foreach (var kind in PenaltyKinds.All)
                foreach (var mode in modes)
                    // Of torch's optimizers only SGD takes float16 on a processor; a formula of one's own must find its kernels.
                    foreach (var type in types)
                        for (var turn = 0; turn < 2; turn++)
                        {
                            if (type == ScalarType.Float16 && kind.IsFormula) continue;
                            // A last digit decides on which side of its jump a prox is.
                            if (kind.Name == "L-half" && type is ScalarType.Float16 or ScalarType.BFloat16) continue;
                            var with = new Circumstances
                            {
                                Type = type,
                                IsScheduled = turn == 0,
                                Accumulates = turn == 0
                                && type == ScalarType.Float64
                            };
                            Combination c;
                            do c = Of(layer, [As(kind, mode)], optimizers[next++ % optimizers.Length], with);
                            while (!StepJudge.Knows(c)
                                || (type == ScalarType.Float16 && c.Optimizer.Class != "SGD"));
                            yield return new("steps", c, c => StepJudge.Of(c));
                        }
    }

    /// <summary>The certificate of every penalty on every layer, and of ordered pairs.</summary>
    static IEnumerable<Cell> Certificates()
    {
        static PenaltyMode ModeOf(PenaltyKind kind) => kind.IsSet ? PenaltyMode.Proximal : PenaltyMode.Gradient;
        static Acting Certified(PenaltyKind kind) =>
            As(kind, ModeOf(kind)) with { Lambda = kind.Name.StartsWith("orth", StringComparison.Ordinal) ? 0.05 : 0.4 };
        foreach (var optimizer in OptimizerKinds.All)
            yield return new("certificates", Of(LayerKinds.Linear, [Certified(PenaltyKinds.Named("L1"))], optimizer),
                c => CertificateJudge.Of(c));
        foreach (var kind in PenaltyKinds.All)
        {
            foreach (var layer in LayerKinds.All) yield return new("certificates", Of(layer, [Certified(kind)], three[0]),
                c => CertificateJudge.Of(c));
            if (!kind.IsSet) yield return new("certificates",
                Of(LayerKinds.Linear, [Certified(kind)], three[0], new() { IsScheduled = true }), c => CertificateJudge.Of(c));
            foreach (var other in PenaltyKinds.All.Where(kind.Meets))
                yield return new("certificates", Of(LayerKinds.Linear, [Certified(kind), Certified(other)], three[0]),
                    c => CertificateJudge.Of(c));
        }
    }
}
