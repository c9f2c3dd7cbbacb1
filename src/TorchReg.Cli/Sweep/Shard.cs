using System.Globalization;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Sweep;

/// <summary>The share of the units that a process takes: those whose number leaves i when divided by n.</summary>
readonly record struct Shard(int Index, int Count)
{
    internal static readonly Shard Whole = new(0, 1);

    internal bool Has(SweepUnit unit) => unit.Index % Count == Index;

    /// <summary>"3/10": the shards of ten are 0/10 to 9/10.</summary>
    internal static Shard Parse(string text) =>
        text.Split('/') is [var i, var n]
        && NumberText.TryRead(i, NumberStyles.None, out var index)
        && NumberText.TryRead(n, NumberStyles.None, out var count)
        && index < count
            ? new(index, count)
            : throw new UserError(
                $"--shard is '{Shown.Value(text)}'; it must be i/n with i from 0 to n - 1, as 0/4, 1/4, 2/4 and 3/4");

    public override string ToString() => $"{Index}/{Count}";

    internal string Label => this == Whole ? "all" : string.Create(CultureInfo.InvariantCulture, $"shard-{Index}-of-{Count}");
}
