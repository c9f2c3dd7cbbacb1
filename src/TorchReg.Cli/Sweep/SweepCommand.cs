using System.CommandLine;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Sweep;

/// <summary>torchreg sweep: many runs from one file, on this machine, as a shard, or as a job array of Slurm.</summary>
static class SweepCommand
{
    const string Examples = """
        CONFIG has a base (a run's settings, or the path of their file) and vary: keys with lists, with ranges { "from", "to", "count",
        "scale" } or with { "distribution", … }; strategy is grid, random or halving, folds and seeds repeat every point, judge says what
        is best. Settings behind CONFIG override the base's. Each run has an id from its settings: what has a result is not run again,
        so the same command continues after Ctrl-C or a kill, and a changed file runs only what is new, and models that share batches
        with it. The sweep's folder can be given instead of CONFIG. A file that is no JSON is rows: without a CONFIG λ of L1 is
        swept over three decades, on five folds, of a linear model of standardized columns.

        With --shard i/n a process takes every n-th part of the work; any number may write to one shared folder at once, be killed or
        run twice. --slurm submits such tasks as a job array; status, collect and resubmit do the rest. The folder then holds table.csv,
        table.json, times.csv, best.json, which torchreg train takes, and sweep.html.

        Examples:
          torchreg sweep configs/digits-softmax-sweep.json
          torchreg sweep configs/digits-softmax-sweep.json --to sweeps/long --training.epochs=50
          torchreg sweep houses.csv --target=price --missing=median
          torchreg sweep sweeps/long --shard 3/10
          torchreg sweep configs/digits-softmax-sweep.json --slurm --array-size 50 --partition main --time 30
          torchreg sweep status sweeps/long
          torchreg train sweeps/long/best.json
        """;

    internal static Command Create(CommandContext context, CancellationToken cancellation)
    {
        var options = new SweepOptions();
        var sweep = new Command(
            "sweep",
            "Run many settings from one file: grid, random or halving; here, in shards, or on Slurm.");
        foreach (var symbol in options.All)
            if (symbol is Argument argument) sweep.Arguments.Add(argument);
            else sweep.Options.Add((Option)symbol);
        foreach (var part in SweepParts.Create(context)) sweep.Subcommands.Add(part);
        HelpWithExamples.AddTo(sweep, Examples);
        sweep.SetAction(parsed => options.IsWorker(parsed)
            ? SweepWorker.Run(context.In, context.Out, cancellation)
            : SweepAction.Run(options.Words(parsed, sweep), options.Flags(parsed), context, cancellation));
        return sweep;
    }
}
