using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;
using TorchReg.Objectives;
using TorchSharp;

namespace TorchReg.Cli.Pipeline;

/// <summary>Loads or draws the rows that the settings ask for, on the CPU.</summary>
static class RunRows
{
    internal static RunData Load(TrainDataSettings settings) => Finish(DataSource.Of(settings), settings);

    // What is standardized is learnt on the rows that are learned from, and on no others.
    static RunData Finish(SourceRows rows, TrainDataSettings settings)
    {
        // A number that does not vary is trained and reported, for what that is worth.
        if (rows.Encoding.Classes is not null && OneTarget.Of(rows.Train) is { } one)
            throw new UserError($"data.source {settings.Source}: all rows to learn from {one}: there is nothing to tell apart; " +
                "set data.csv.target to another column, or give rows with other targets");
        var (train, validation) = settings.Folds > 0 || settings.ValidationFraction > 0
            ? Apart(rows.Train, rows.Encoding.Classes != null, settings) : (rows.Train, null);
        if (!settings.Standardize) return new(train, validation, rows.Test, rows.Encoding, rows.Source);
        if (train.Stored is { } stored)
            throw new UserError(
                $"data.standardize is true, but the features are {stored}, which would be dense then; leave it out, and scale " +
                "the file's columns where they differ");
        var learnt = Standardization.Learn(train);
        return new(
            Applied(learnt, train)!,
            Applied(learnt, validation),
            Applied(learnt, rows.Test)!,
            rows.Encoding.Standardized(learnt),
            rows.Source);
    }

    static (Dataset, Dataset?) Apart(Dataset all, bool isClasses, TrainDataSettings settings)
    {
        using (all)
            return settings.Folds > 0
                ? all.Split(FoldOf(all, isClasses, settings))
                : all.Split(1 - settings.ValidationFraction, (ulong)settings.Seed);
    }

    static RowFold FoldOf(Dataset all, bool isClasses, TrainDataSettings settings)
    {
        try
        {
            return (
                isClasses
                    ? Folds.Stratified(all.Classes(), settings.Folds, (ulong)settings.Seed)
                    : Folds.Random((int)all.Rows, settings.Folds, (ulong)settings.Seed))[settings.Fold];
        }
        catch (ArgumentException few)
        {
            throw new UserError($"data.folds is {settings.Folds}: {ArgumentText.Of(few)}", few);
        }
    }

    static Dataset? Applied(Standardization learnt, Dataset? data)
    {
        if (data == null) return null;
        using (data)
        using (torch.NewDisposeScope())
        {
            var applied = learnt.Apply(data);
            // Targets and weights are views of what is disposed here: the storage stays, as libtorch counts its users.
            return applied;
        }
    }
}
