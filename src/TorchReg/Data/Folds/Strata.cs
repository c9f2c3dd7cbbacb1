namespace TorchReg.Data;

/// <summary>Rows that belong together: of one class, or of one group.</summary>
internal static class Strata
{
    /// <summary>The positions of each class's rows, ascending; classes in the order of their first rows.</summary>
    /// <exception cref="ArgumentException">There is no row, or a class has fewer than <paramref name="least"/>.</exception>
    public static int[][] Of<T>(IReadOnlyList<T> classes, int least, string reason) where T : notnull
    {
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0) throw new ArgumentException("There must be at least 1 row; given none.", nameof(classes));
        var rows = new Dictionary<T, List<int>>();
        for (var row = 0; row < classes.Count; row++)
        {
            if (!rows.TryGetValue(classes[row], out var ofClass)) rows.Add(classes[row], ofClass = []);
            ofClass.Add(row);
        }
        foreach (var (name, ofClass) in rows)
            if (ofClass.Count < least)
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"class {name} has {ofClass.Count} of the {classes.Count} rows, at least {least} are needed: {reason}."),
                    nameof(classes));
        return [.. rows.Values.Select(ofClass => ofClass.ToArray())];
    }
}
