using System.Text;
using TorchReg.Data;
using TorchReg.Storage;

namespace TorchReg.Cli.Report;

/// <summary>A run's history.csv: named columns of numbers.</summary>
sealed class HistoryTable
{
    // A million epochs of ten numbers.
    const long Longest = 256 << 20;

    readonly string[] names;
    readonly double[][] rows;

    HistoryTable(string[] names, double[][] rows) => (this.names, this.rows) = (names, rows);

    internal IReadOnlyList<string> Names => names;

    internal int Rows => rows.Length;

    internal double[] this[string name] => Array.IndexOf(names, name) is >= 0 and var at ? [.. rows.Select(row => row[at])]
        : throw new InvalidDataException($"history.csv has no column '{Shown.Value(name)}'; it is not as the run wrote it");

    internal bool Has(string name) => names.Contains(name);

    /// <exception cref="InvalidDataException">The file is not one that a run wrote.</exception>
    internal static HistoryTable Read(string path)
    {
        if (!FileKinds.IsFile(path)) throw new InvalidDataException($"{path} is missing; the run's folder is not whole");
        var lines = TextFile.ReadAll(path, Longest).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2) throw new InvalidDataException($"{path}: expected a header and one epoch or more");
        var names = Fields(lines[0]);
        return new(names, [.. lines.Skip(1).Select((line, i) => Numbers(Fields(line), names.Length, path, i + 2))]);
    }

    static double[] Numbers(string[] fields, int count, string path, int line)
    {
        var numbers = fields.Select(field => (IsNumber: NumberText.TryRead(field, out var number), Number: number)).ToArray();
        return fields.Length == count && numbers.All(n => n.IsNumber) ? [.. numbers.Select(n => n.Number)]
            : throw new InvalidDataException($"{path}, line {line}: expected {count} numbers");
    }

    // Penalties' names may hold commas, and stand in quotes then.
    static string[] Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        foreach (var c in line)
        {
            if (c == '"') isQuoted = !isQuoted;
            else if (c == ',' && !isQuoted) { fields.Add(field.ToString()); field.Clear(); }
            else field.Append(c);
        }
        return [.. fields, field.ToString()];
    }
}
