using System.Security.Cryptography;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>
/// What decides an optimizer's steps, as it was made: its class, and each group's parameters, learning rate and other options.
/// </summary>
static class OptimizerProvenance
{
    internal static IEnumerable<KeyValuePair<string, string>> Of(optim.Optimizer optimizer)
    {
        yield return new("optimizer", optimizer.GetType().Name);
        foreach (var (i, group) in optimizer.ParamGroups.OfType<ParamGroup>().Index())
            yield return new($"optimizer.group{i + 1}", FormattableString.Invariant(
                $"{group.Parameters.Count()} parameters, learning rate {group.LearningRate}, options {Digest(group.Options)}"));
    }

    // Momentum, decay and the rest, as the optimizer itself writes them.
    static string Digest(OptimizerOptions options)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        options.SaveStateDict(writer);
        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))[..8];
    }
}
