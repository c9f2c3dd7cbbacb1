using TorchSharp.Modules;

namespace TorchReg.Tests.Pruning;

/// <summary>
/// The live units of a chain of linear layers, counted from their weights alone: a unit is constant if it reads only constant
/// units, and alive if it is not and a live unit reads it.
/// </summary>
static class LiveChain
{
    public static int[] Units(Linear[] layers)
    {
        var constant = new bool[layers[0].in_features];
        var constants = new List<bool[]>();
        foreach (var layer in layers)
        {
            var w = layer.weight!;
            constant = [.. Enumerable.Range(0, (int)w.shape[0]).Select(u =>
                Enumerable.Range(0, (int)w.shape[1]).All(j => constant[j] || w[u, j].item<float>() == 0))];
            constants.Add(constant);
        }
        var counts = new int[layers.Length];
        var alive = Enumerable.Repeat(true, (int)layers[^1].out_features).ToArray();
        for (var l = layers.Length - 1; l >= 0; l--)
        {
            counts[l] = alive.Count(lives => lives);
            if (l == 0) break;
            var w = layers[l].weight!;
            alive = [.. Enumerable.Range(0, (int)w.shape[1]).Select(j => !constants[l - 1][j]
                && Enumerable.Range(0, (int)w.shape[0]).Any(u => alive[u] && w[u, j].item<float>() != 0))];
            // A layer keeps one unit.
            if (!alive.Contains(true)) alive[0] = true;
        }
        return counts;
    }
}
