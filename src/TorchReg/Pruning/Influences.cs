namespace TorchReg.Pruning;

/// <summary>A unit of a block, or of the model's input where there is no block.</summary>
readonly record struct Unit(Block? Block, int Index);

/// <summary>Which units each column depends on, by what lies between blocks alone.</summary>
sealed class Influences
{
    readonly Dictionary<Block, List<Unit>[]> columns;

    /// <summary>What the model's output depends on.</summary>
    internal HashSet<Unit> OfOutput { get; } = [];

    internal IReadOnlyList<Unit> Of(Block block, int column) => columns[block][column];

    internal Influences(IReadOnlyList<Block> blocks, Probe probe, int inputs)
    {
        columns = blocks.ToDictionary(
            block => block, block => Enumerable.Range(0, block.Columns).Select(_ => new List<Unit>()).ToArray());
        foreach (var block in blocks) Find(probe, block, block.Units);
        Find(probe, null, inputs);
    }

    // Units by the bits of their numbers: what changes with just one value of each bit depends on one unit, of that number.
    void Find(Probe probe, Block? of, int units)
    {
        var bits = Math.Max(1, (int)Math.Ceiling(Math.Log2(units)));
        var seen = columns.ToDictionary(pair => pair.Key, pair => new (int Number, bool Any, bool Many)[pair.Value.Length]);
        var isOfOutput = false;
        for (var bit = 0; bit < bits; bit++)
        {
            var set = probe.Change(of, Marked(units, unit => (unit >> bit & 1) == 1)).ToList();
            var unset = probe.Change(of, Marked(units, unit => (unit >> bit & 1) == 0)).ToList();
            foreach (var ((block, one), (_, other)) in set.Zip(unset))
            {
                if (block is null) isOfOutput |= one[0] || other[0];
                else for (var j = 0; j < one.Length; j++) seen[block][j] = Next(seen[block][j], bit, one[j], other[j]);
            }
        }
        if (isOfOutput) OfOutput.UnionWith(Enumerable.Range(0, units).Select(unit => new Unit(of, unit)));
        Note(probe, of, units, seen);
    }

    static (int Number, bool Any, bool Many) Next((int Number, bool Any, bool Many) soFar, int bit, bool set, bool unset) => (
        soFar.Number | (set ? 1 << bit : 0),
        soFar.Any || set || unset,
        // Neither, behind a bit at which it changed: by chance too little did.
        soFar.Many || set == unset && (set || soFar.Any) || soFar is { Any: false } && bit > 0 && (set || unset));

    void Note(Probe probe, Block? of, int units, Dictionary<Block, (int Number, bool Any, bool Many)[]> seen)
    {
        var isUnclear = new List<(Block Block, int Column)>();
        foreach (var (block, found) in seen)
            for (var j = 0; j < found.Length; j++)
                if (found[j].Many || found[j].Any && found[j].Number >= units) isUnclear.Add((block, j));
                else if (found[j].Any) columns[block][j].Add(new(of, found[j].Number));
        // What is one whole, or far behind the input, is taken to depend on all.
        foreach (var (block, column) in isUnclear.Where(unclear => of is null || unclear.Block.Columns == 1))
            columns[block][column].AddRange(Enumerable.Range(0, units).Select(unit => new Unit(of, unit)));
        isUnclear.RemoveAll(unclear => of is null || unclear.Block.Columns == 1);
        if (isUnclear.Count > 0) OneByOne(probe, of, units, isUnclear);
    }

    void OneByOne(Probe probe, Block? of, int units, List<(Block Block, int Column)> unclear)
    {
        for (var unit = 0; unit < units; unit++)
        {
            var changed = probe.Change(of, Marked(units, other => other == unit)).Where(pair => pair.Of is not null)
                .ToDictionary(pair => pair.Of!, pair => pair.Columns);
            foreach (var (block, column) in unclear)
                if (changed[block][column]) columns[block][column].Add(new(of, unit));
        }
    }

    static bool[] Marked(int units, Func<int, bool> isMarked) => [.. Enumerable.Range(0, units).Select(isMarked)];
}
