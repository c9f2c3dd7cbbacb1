using TorchReg.Data;

namespace TorchReg.Fuzz.Tests;

/// <summary>
/// How many inputs, and which: TORCHREG_FUZZ inputs in all (default 4,000), drawn from TORCHREG_FUZZ_SEED (default 1).
/// </summary>
static class Budget
{
    const int Usual = 4_000;

    static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) && number > 0 ? number : otherwise;

    /// <summary>A target's inputs: its share of the usual number, more where more are asked for.</summary>
    internal static IEnumerable<(string Name, SplitMix64 Random)> Inputs(string target, int usual)
    {
        var (count, seed) = ((long)usual * Number("TORCHREG_FUZZ", Usual) / Usual, Number("TORCHREG_FUZZ_SEED", 1));
        var ofTarget = target.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
        for (var i = 0; i < Math.Max(1, count); i++)
            yield return ($"{target} {seed}/{i}", new SplitMix64(ofTarget ^ ((ulong)seed << 40) ^ (ulong)i));
    }
}
