namespace TorchReg.Tests.Architecture;

/// <summary>The circles of a graph: nodes of which each leads to every other, by R. Tarjan's algorithm.</summary>
/// <remarks>R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972), p. 157.</remarks>
sealed class Cycles(ILookup<string, string> uses)
{
    readonly Dictionary<string, int> seen = [];
    readonly Stack<string> open = [];
    readonly HashSet<string> isOpen = [];
    readonly List<string[]> found = [];

    /// <summary>Each circle of two nodes or more.</summary>
    internal static IReadOnlyList<string[]> Of(ILookup<string, string> uses)
    {
        var cycles = new Cycles(uses);
        foreach (var node in uses.Select(use => use.Key))
            if (!cycles.seen.ContainsKey(node)) cycles.Visit(node);
        return cycles.found;
    }

    int Visit(string node)
    {
        var index = seen.Count;
        var low = index;
        seen[node] = index;
        open.Push(node);
        isOpen.Add(node);
        foreach (var next in uses[node])
            low = Math.Min(low, !seen.TryGetValue(next, out var known) ? Visit(next) : isOpen.Contains(next) ? known : low);
        if (low == index) Close(node);
        return low;
    }

    void Close(string first)
    {
        List<string> circle = [];
        string node;
        do
        {
            node = open.Pop();
            isOpen.Remove(node);
            circle.Add(node);
        }
        while (node != first);
        if (circle.Count > 1) found.Add([.. circle.Order(StringComparer.Ordinal)]);
    }
}
