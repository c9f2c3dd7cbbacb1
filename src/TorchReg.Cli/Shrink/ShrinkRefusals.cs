using System.Globalization;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Runs;

namespace TorchReg.Cli.Shrink;

/// <summary>What can't be made smaller, each with what would help.</summary>
static class ShrinkRefusals
{
    internal static void Check(TrainedRun run, RunData data)
    {
        var folder = run.Files.Folder;
        if (data.Train.Stored is { } stored)
            throw new UserError(
                $"{folder} learned from {stored}: a model of such rows takes all their columns and can't be shrunk");
        foreach (var (rule, index) in run.Settings.Penalties.Select((rule, index) => (rule, index)))
            if (rule.Toward.Length > 0 || rule.Factors.Length > 0)
                throw new UserError(
                    $"{folder}: penalties.{index}.{(rule.Toward.Length > 0 ? "toward" : "factors")} names tensors of the whole " +
                    "network's sizes, which no smaller one has; train without it to shrink the run");
    }

    internal static UserError NothingToTake(TrainedRun run)
    {
        var inputs = RunModel.Taken(run.Settings.Model, run.Input).ToString("N0", CultureInfo.InvariantCulture);
        var (why, penalty) = run.Settings.Model.Kind == ModelKind.Mlp
            ? ($"each of its units and its {inputs} inputs has weights other than 0", "groupLasso")
            : ($"a model without hidden layers can lose inputs alone, and each of its {inputs} has a weight other than 0", "l1");
        return new(
            $"{run.Files.Folder} has nothing to take away: {why}; train with a penalty {penalty} in mode proximal, or a larger " +
            "lambda");
    }
}
