namespace TorchReg.Pruning;

/// <summary>
/// What has to stay: the units that the output depends on; the columns that a unit that stays reads, unless their constant goes
/// into its bias; the units that such a column depends on; and whatever is one shape with it, as both sides of a sum are.
/// </summary>
sealed class Liveness
{
    readonly IReadOnlyList<Block> blocks;
    readonly IReadOnlyDictionary<Block, bool[,]> reads;
    readonly Influences influences;
    readonly Constants constants;
    readonly Dictionary<Block, bool[]> units, columns;
    readonly bool dropsInputs;
    readonly HashSet<int> inputs = [];

    internal Liveness(
        IReadOnlyList<Block> blocks, IReadOnlyDictionary<Block, bool[,]> reads, Influences influences, Constants constants,
        bool dropsInputs)
    {
        (this.blocks, this.reads, this.influences, this.constants) = (blocks, reads, influences, constants);
        this.dropsInputs = dropsInputs;
        units = blocks.ToDictionary(block => block, block => new bool[block.Units]);
        columns = blocks.ToDictionary(block => block, block => new bool[block.Columns]);
        foreach (var unit in influences.OfOutput) Keep(unit);
        foreach (var block in blocks) Begin(block);
        while (Spread()) { }
    }

    internal Kept Of(Block block) => new(
        units[block], columns[block], [.. Enumerable.Range(0, block.Columns).Select(j => Constant(block, j))]);

    /// <summary>Whether a number of the model's input stays, where inputs go at all.</summary>
    internal bool KeepsInput(int index) => !dropsInputs || inputs.Contains(index);

    /// <summary>Whether a unit that stays reads a column, and it is not the same in every row.</summary>
    internal bool IsRead(Block block, int column) =>
        double.IsNaN(constants[block, column])
        && Enumerable.Range(0, block.Units).Any(u => units[block][u] && reads[block][u, column]);

    double Constant(Block block, int column) =>
        !columns[block][column] && constants[block, column] is var constant && !double.IsNaN(constant) ? constant : 0;

    bool Keep(Unit unit)
    {
        if (unit.Block is not { } block) return inputs.Add(unit.Index);
        if (units[block][unit.Index]) return false;
        return units[block][unit.Index] = true;
    }

    bool IsKept(Unit unit) => unit.Block is { } from ? units[from][unit.Index] : !dropsInputs || inputs.Contains(unit.Index);

    // What depends on no unit at all stays as it is, and so does a block that is one whole.
    void Begin(Block block)
    {
        for (var j = 0; j < block.Columns; j++) columns[block][j] = block.IsWhole || influences.Of(block, j).Count == 0;
        if (block.IsWhole) Array.Fill(units[block], true);
    }

    bool Spread()
    {
        var hasChanged = false;
        foreach (var block in blocks)
        {
            for (var j = 0; j < block.Columns; j++) hasChanged |= KeepColumn(block, j);
            hasChanged |= KeepTied(block);
        }
        // Only once nothing else changes: a block without units would be no layer.
        if (!hasChanged && blocks.FirstOrDefault(block => !units[block].Contains(true)) is { } empty)
            hasChanged = Keep(new(empty, 0));
        if (!hasChanged && blocks.FirstOrDefault(block => !columns[block].Contains(true)) is { } blind)
            hasChanged = columns[blind][0] = true;
        return hasChanged;
    }

    // A column is there if one of the units that it depends on is, and then all of them are.
    bool KeepColumn(Block block, int j)
    {
        var influencing = influences.Of(block, j);
        var stays = columns[block][j] || influencing.Any(IsKept);
        if (!stays && block.ColumnOfUnit is null && IsNeeded(block, j)) stays = true;
        if (!stays) return false;
        var hasChanged = !columns[block][j];
        columns[block][j] = true;
        foreach (var unit in influencing) hasChanged |= Keep(unit);
        return hasChanged;
    }

    bool IsNeeded(Block block, int j) =>
        !(constants[block, j] is var constant && !double.IsNaN(constant) && block.TakesIntoBias(constant))
        && Enumerable.Range(0, block.Units).Any(u => units[block][u] && reads[block][u, j]);

    bool KeepTied(Block block)
    {
        if (block.ColumnOfUnit is not { } columnOf) return false;
        var hasChanged = false;
        for (var u = 0; u < block.Units; u++)
        {
            if (units[block][u] == columns[block][columnOf[u]]) continue;
            units[block][u] = columns[block][columnOf[u]] = true;
            hasChanged = true;
        }
        return hasChanged;
    }
}
