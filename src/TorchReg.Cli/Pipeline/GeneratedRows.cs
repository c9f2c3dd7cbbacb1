using TorchReg.Cli.Pipeline.Options;
using TorchReg.Data;
using static TorchSharp.torch;

namespace TorchReg.Cli.Pipeline;

/// <summary>The fields that the articles name, as generated rows: texts with a verdict, and ratings.</summary>
static class GeneratedRows
{
    const int Grams = 4096, Users = 60, Items = 40;

    internal static SourceRows Reviews(TrainDataSettings settings)
    {
        var (train, test) = GeneratedProblems.Counts(settings);
        var seeds = new SplitMix64((ulong)settings.Seed);
        return new(
            Texts(train, seeds.Next()),
            Texts(test, seeds.Next()),
            InputEncoding.OfTexts(Grams, ["blame", "praise"]),
            FormattableString.Invariant(
                $"reviews written by rule with seed {settings.Seed}, one label in twenty wrong, as {Grams:N0} hashed 1- and ") +
                FormattableString.Invariant($"2-grams: {train:N0} training and {test:N0} test rows"));
    }

    static Dataset Texts(int rows, ulong seed)
    {
        using var scope = NewDisposeScope();
        var (texts, labels) = Data.Reviews.Generate(rows, seed);
        return new(new HashedNGrams(Grams).Of(texts), tensor(labels));
    }

    /// <summary>
    /// rating = 3 + user's level + item's level + noise; a linear model over indicators of both is the baseline predictor.
    /// </summary>
    /// <remarks>
    /// Y. Koren, R. Bell, C. Volinsky, Matrix factorization techniques for recommender systems, Computer 42 (2009), eq. 3.
    /// </remarks>
    internal static SourceRows Ratings(TrainDataSettings settings)
    {
        var (train, test) = GeneratedProblems.Counts(settings);
        var random = new SplitMix64((ulong)settings.Seed);
        var (users, items) = (Levels(Users, random), Levels(Items, random));
        return new(
            Rated(train, users, items, settings.Generated.Noise, random),
            Rated(test, users, items, settings.Generated.Noise, random),
            InputEncoding.OfWords("rating", ("user", Names("u", Users)), ("item", Names("i", Items))),
            FormattableString.Invariant(
                $"ratings of {Users} users for {Items} items, generated with seed {settings.Seed}: {train:N0} training and ") +
                FormattableString.Invariant($"{test:N0} test rows"));
    }

    static double[] Levels(int count, SplitMix64 random) => [.. Enumerable.Range(0, count).Select(_ => 0.6 * random.Normal())];

    static string[] Names(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];

    static Dataset Rated(int rows, double[] users, double[] items, double noise, SplitMix64 random)
    {
        var (x, y) = (new float[rows, users.Length + items.Length], new float[rows, 1]);
        for (var row = 0; row < rows; row++)
        {
            var (user, item) = (random.Below(users.Length), random.Below(items.Length));
            (x[row, user], x[row, users.Length + item]) = (1, 1);
            y[row, 0] = (float)(3 + users[user] + items[item] + (noise * random.Normal()));
        }
        using var scope = NewDisposeScope();
        return new(tensor(x), tensor(y));
    }
}
