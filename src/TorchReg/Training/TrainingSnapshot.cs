using TorchReg.Layers;
using TorchReg.Penalties;
using TorchReg.Storage;
using static TorchSharp.torch;

namespace TorchReg.Training;

// What a checkpoint saves and puts back.
sealed partial class TrainingRun
{
    const string OfModel = "model/",
        OfBest = "best/",
        OfAverage = "average/",
        OfOptimizer = "optimizer/",
        OfNoise = "noise/",
        OfMaster = "master/",
        DefaultGenerator = "generator/torch",
        Shuffling = "generator/shuffling";

    /// <summary>All tensors of the state, as they are now; they belong to the caller's scope where they are copies.</summary>
    Dictionary<string, Tensor> Tensors(long batches)
    {
        var tensors = new Dictionary<string, Tensor> { [DefaultGenerator] = get_rng_state() };
        Add(tensors, OfModel, model.state_dict().Select(pair => (pair.Key, pair.Value)));
        Add(tensors, OfOptimizer, OptimizerMemory.Tensors(optimizer));
        if (averages != null) Add(tensors, OfAverage, averages.Named());
        if (stop is { Best.Epoch: > 0 }) Add(tensors, OfBest, stop.Best.Kept.Select(pair => (pair.Key, pair.Value)));
        Add(tensors, OfNoise, Noises().Select(noise => (noise.Name, noise.Source.GetState()!)));
        if (regularization != null) Add(tensors, OfMaster, regularization.Copies.Named());
        if (shuffled?.StateAt(batches) is { } state) tensors[Shuffling] = state;
        return tensors;
    }

    TrainingState State(int epoch, long batches) => new(
        epoch, batches, Steps, regularization?.Steps ?? 0, OptimizerMemory.Steps(optimizer), stop?.Counter.State, rates.State,
        rates.PlateauFactor, stop?.Best.Epoch ?? 0, averages?.Epochs ?? 0, StoppedEarly, regularization?.Copies.Missing()
            ?? [], [.. Records.Select(RecordState.Of)],
        [.. regularization?.KeptSchedules.Select(schedule => schedule.State.ToArray()) ?? []],
        ScaleState.Of(objective.Scale));

    void Restore(LoadedTensors content, string file)
    {
        var state = TrainingState.Of(content.Metadata, file);
        var parts = content
            .Tensors.GroupBy(pair => pair.Key[..(pair.Key.IndexOf('/') + 1)])
            .ToDictionary(
                g => g.Key,
                g => (IReadOnlyDictionary<string, Tensor>)g.ToDictionary(pair => pair.Key[g.Key.Length..], pair => pair.Value));
        IReadOnlyDictionary<string, Tensor> Part(string name) =>
            parts.GetValueOrDefault(name) ?? new Dictionary<string, Tensor>();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        ModelFile.Copy(Part(OfModel), model.state_dict(), file);
        OptimizerMemory.Restore(optimizer, Part(OfOptimizer), state.OptimizerSteps, file);
        RestoreSchedules(state.Schedules ?? [], file);
        regularization?.Copies.Restore(Part(OfMaster), state.Uncopied, file);
        averages?.Restore(Part(OfAverage), state.AveragedEpochs, file);
        if (state.BestEpoch > 0) stop?.Best.Take(state.BestEpoch, Part(OfBest), file);
        foreach (var (name, source) in Noises()) source.SetState(Needed(Part(OfNoise), name, file));
        set_rng_state(GeneratorState.Checked(Needed(content.Tensors, DefaultGenerator, file), DefaultGenerator, file));
        shuffled?.Restore(GeneratorState.Checked(Needed(content.Tensors, Shuffling, file), Shuffling, file), state.Batches);
        Take(state);
    }

    void RestoreSchedules(double[][] states, string file)
    {
        IKeptSchedule[] kept = [.. regularization?.KeptSchedules ?? []];
        try
        {
            if (kept.Length != states.Length)
                throw new ArgumentException($"it has those of {states.Length} schedules, the rules have {kept.Length}");
            for (var i = 0; i < kept.Length; i++) kept[i].State = states[i];
        }
        catch (ArgumentException unfit)
        {
            throw new InvalidDataException(
                $"{file}: what schedules of λ know is not of this training ({unfit.Message.TrimEnd('.')}); begin a new one.",
                unfit);
        }
    }

    void Take(TrainingState state)
    {
        (Steps, StoppedEarly) = (state.Step, state.StoppedEarly);
        if (state.Scale is { } scale) objective.Scale?.Restore(scale.Factor, scale.Steps, scale.Skipped);
        rates.Restore(state.PlateauFactor, state.Plateau);
        if (regularization != null) regularization.Steps = state.PenaltySteps;
        if (stop != null && state.Stop != null) stop.Counter.State = state.Stop;
        Records.AddRange(state.Records.Select(r => r.ToRecord()));
        (FirstEpoch, SkippedBatches) = (state.Epoch, state.Batches);
    }

    // No module has a name with a slash.
    IEnumerable<(string Name, NoiseSource Source)> Noises() => model.named_modules()
        .Select(m => (m.name, m.module as IStochastic)).Append(("options/inputPenalty", options.InputPenalty as IStochastic))
        .Where(found => found.Item2 is { Noise.Seed: not null }).Select(found => (found.Item1, found.Item2!.Noise));

    static Tensor Needed(IReadOnlyDictionary<string, Tensor> tensors, string name, string file) =>
        tensors.TryGetValue(name, out var tensor)
            ? tensor
            : throw new InvalidDataException($"{file}: there is no '{name}'; the checkpoint is of another training.");

    static void Add(Dictionary<string, Tensor> tensors, string prefix, IEnumerable<(string Name, Tensor Tensor)> named)
    {
        foreach (var (name, tensor) in named) tensors[prefix + name] = tensor;
    }
}
