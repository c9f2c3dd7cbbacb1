using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Cli.Runs;
using TorchReg.Cli.Settings;
using TorchReg.Pruning;
using TorchReg.Storage;
using TorchReg.Training;
using static TorchSharp.torch;

namespace TorchReg.Cli.Shrink;

/// <summary>A trained run's network without what is zero in it, as a run again. The run's own model is used up.</summary>
sealed class SmallerRun : IDisposable
{
    const float Rounding = 1e-4f;

    readonly TrainedRun run;
    readonly RunData data;
    readonly Compaction compaction;
    readonly NetworkSize before;
    readonly TrainSettings settings;
    readonly nn.Module<Tensor, Tensor> model;
    readonly double difference;
    readonly int refitEpochs;

    internal SmallerRun(TrainedRun run, RunData data, int refitEpochs, CancellationToken cancellation)
    {
        (this.run, this.data, this.refitEpochs) = (run, data, refitEpochs);
        ShrinkRefusals.Check(run, data);
        using var scope = NewDisposeScope();
        before = Size(run.Model, Taken.Count, run.Metrics.Test);
        var predictions = Evaluation.Predict(run.Model, data.Test);
        var core = RunModel.WithoutInputs(run.Model);
        compaction = Compaction.Of(core, Example(), dropInputs: true);
        if (compaction.KeptParameters == compaction.Parameters && refitEpochs == 0) throw ShrinkRefusals.NothingToTake(run);
        compaction.Apply();
        settings = Settings();
        model = RunModel.Create(settings, run.Input, CPU);
        Copy(core, RunModel.WithoutInputs(model));
        difference = Difference(predictions, Evaluation.Predict(model, data.Test));
        if (!(difference <= Rounding))
            throw new InvalidOperationException(
                FormattableString.Invariant($"the smaller network's predictions differ by {difference:G2} of the largest; ") +
                "the run is left as it is");
        if (refitEpochs > 0) Fit(cancellation);
    }

    void Fit(CancellationToken cancellation)
    {
        var longer = settings with { Training = settings.Training with { Epochs = refitEpochs } };
        Refit.OnSupport(
            model, run.Loss, data.Train, RunParts.Options(longer), data.Validation, cancellation: cancellation);
    }

    // A refit has no penalties, an optimizer's own decay among them.
    TrainSettings Settings()
    {
        var smaller = run.Settings with { Model = Smaller(run.Settings.Model) };
        return refitEpochs == 0 ? smaller
            : smaller with { Penalties = [], Optimizer = smaller.Optimizer with { WeightDecay = 0 } };
    }

    /// <summary>The inputs that the network took, by their numbers.</summary>
    IReadOnlyList<int> Taken => run.Settings.Model.Inputs is { Count: > 0 } chosen ? chosen
        : [.. Enumerable.Range(0, run.Input.FeatureNames.Count)];

    IReadOnlyList<int> Kept => [.. compaction.KeptInputs.Select(index => Taken[index])];

    // Rows are taken at even distances: files may be sorted.
    Tensor Example()
    {
        const int Most = 256;
        var rows = data.Train.Features;
        var step = Math.Max(1, rows.shape[0] / Most);
        var some = rows.index_select(0, arange(0, Math.Min(rows.shape[0], step * Most), step));
        return run.Settings.Model.Inputs is { Count: > 0 } inputs
            ? some.index_select(1, tensor(inputs.Select(input => (long)input).ToArray()))
            : some;
    }

    ModelSettings Smaller(ModelSettings whole) => whole with
    {
        Hidden = [.. compaction.Layers.SkipLast(1).Select(layer => layer.KeptUnits)],
        Inputs = Kept.Count == run.Input.FeatureNames.Count ? [] : Kept,
    };

    static void Copy(nn.Module from, nn.Module to)
    {
        using var noGrad = no_grad();
        foreach (var ((_, own), (_, given)) in to.named_parameters().Zip(from.named_parameters())) own.copy_(given);
    }

    static double Difference(Tensor before, Tensor after) =>
        after.sub(before).abs().max().ReadDouble() / Math.Max(1e-30, before.abs().max().ReadDouble());

    NetworkSize Size(nn.Module<Tensor, Tensor> network, int inputs, LedgerRecord test) => new(
        network.parameters().Sum(parameter => parameter.numel()),
        network.parameters().Sum(parameter => parameter.numel() * parameter.ElementSize),
        inputs,
        PredictionTime.Of(network, data.Test.Features, 1),
        PredictionTime.Of(network, data.Test.Features, 256),
        test);

    /// <summary>Fills a run's folder. The settings come last: until then nobody takes it for a run.</summary>
    internal void Write(RunFolder folder)
    {
        var manifest = Manifest();
        var notes = new Dictionary<string, string>
        {
            ["format"] = "pt",
            [RunModel.BelongsTo] = new Provenance(manifest.BelongsTo).Digest,
        };
        folder.Write(RunFiles.InputName, File.ReadAllText(run.Files.Input));
        folder.Write(RunFiles.HistoryName, File.ReadAllText(run.Files.History));
        folder.Write(RunFiles.ModelName, stream => ModelFile.Save(model, stream, metadata: notes));
        folder.Write(RunFiles.TorchSharpModelName, stream => ModelFile.Save(model, stream, asDat: true));
        folder.Write(RunFiles.ManifestName, SettingsJson.Text(SettingsJson.Of(manifest)));
        folder.Write(RunFiles.MetricsName, SettingsJson.Text(SettingsJson.Of(Metrics)));
        folder.Write(RunFiles.ConfigName, SettingsJson.Text(SettingsJson.Of(settings)));
    }

    // What it was learned from and by stays; what it is is another.
    RunManifest Manifest() => run.Manifest with
    {
        BelongsTo = RunProvenance.WithSettings(run.Manifest.BelongsTo, settings),
        Parameters = model.parameters().Sum(parameter => parameter.numel()),
        Features = Kept.Count,
        Shrunk = new()
        {
            Run = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Files.Folder))),
            ModelSha256 = FileDigest.Of(run.Files.Model),
            Parameters = before.Parameters,
            Inputs = before.Inputs,
            RefitEpochs = refitEpochs,
        },
    };

    RunMetrics Metrics => metrics ??= Judged();

    RunMetrics? metrics;

    RunMetrics Judged()
    {
        using var rules = RunPenalties.Create(RunRefit.LastPenalties(settings), model);
        return run.Metrics.Of(model, run.Loss, rules, data);
    }

    /// <summary>What to tell of it.</summary>
    internal ShrinkOutcome Outcome(string folder)
    {
        using var scope = NewDisposeScope();
        var names = run.Input.FeatureNames;
        return new(
            folder,
            compaction.Layers,
            [.. Taken.Except(Kept).Select(input => names[input])],
            before,
            Size(model, Kept.Count, Metrics.Test),
            difference,
            refitEpochs);
    }

    public void Dispose() => model.Dispose();
}
