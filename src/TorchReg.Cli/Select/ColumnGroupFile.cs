using System.Text.Json;
using TorchReg.Cli.Host;
using TorchReg.Penalties;

namespace TorchReg.Cli.Select;

/// <summary>
/// Groups of columns by their names: <c>oneHot</c>, the indicators of each column of text; a JSON file,
/// <c>{"size": ["length", "width"], …}</c> or a list of such lists; or a CSV file of two columns, a column and its group. A name
/// is a feature's, or that of the file's column with all its indicators.
/// </summary>
static class ColumnGroupFile
{
    const string Key = "problem.columnGroups";

    /// <exception cref="UserError">Groups overlap, a column is in none or is not there, or the file is none.</exception>
    internal static ColumnGroups Read(string given, SelectData data)
    {
        if (given == "oneHot")
            return data.Blocks is { } blocks ? new([.. blocks]) : throw new UserError(
                $"{Key} is oneHot, and {data.Source} has no columns of text; name a JSON or CSV file of groups, or leave it out");
        if (!File.Exists(given))
            throw new UserError($"{Key} is '{Shown.Value(given)}', which is no file; set it to oneHot, a JSON file as " +
                "{\"size\": [\"length\", \"width\"]}, or a CSV file with a column and its group in each line");
        var groups = given.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? OfCsv(given) : OfJson(given);
        return Of(given, groups, data);
    }

    static ColumnGroups Of(string file, List<(string Name, string[] Columns)> groups, SelectData data)
    {
        var names = data.Names ?? [.. Enumerable.Range(0, (int)data.Rows.Columns).Select(j => $"{j}")];
        var of = Enumerable.Repeat(-1, names.Count).ToArray();
        for (var g = 0; g < groups.Count; g++)
            foreach (var name in groups[g].Columns)
                foreach (var j in Places(file, groups[g].Name, name, names))
                    of[j] = of[j] < 0 ? g : throw new UserError(of[j] == g
                        ? $"{Key} {file}: group '{groups[g].Name}' names column '{Shown.Value(name)}' twice; once is enough"
                        : $"{Key} {file}: column '{names[j]}' is in group '{groups[of[j]].Name}' and in group " +
                            $"'{groups[g].Name}'; leave it in one");
        if (Array.IndexOf(of, -1) is >= 0 and var missing)
            throw new UserError($"{Key} {file}: column '{names[missing]}' is in no group; give it one, of its own if it " +
                "belongs to none");
        if (Enumerable.Range(0, groups.Count).FirstOrDefault(g => !of.Contains(g), -1) is >= 0 and var empty)
            throw new UserError($"{Key} {file}: group '{groups[empty].Name}' names no column; leave it out");
        return new(of);
    }

    static int[] Places(string file, string group, string name, IReadOnlyList<string> names)
    {
        int[] found = [.. Enumerable.Range(0, names.Count).Where(j => names[j] == name)];
        if (found.Length == 0)
            found = [.. Enumerable.Range(0, names.Count)
                .Where(j => names[j].StartsWith(name + "=", StringComparison.Ordinal))];
        return found.Length > 0 ? found : throw new UserError(
            $"{Key} {file}: group '{group}' names column '{Shown.Value(name)}', which the rows do not have; they have " +
            $"{string.Join(", ", names.Take(8))}{(names.Count > 8 ? ", …" : "")}{KnownName.Meant(name, names)}");
    }

    static List<(string, string[])> OfJson(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            static string[] Names(JsonElement list) => [.. list.EnumerateArray().Select(name =>
                name.ValueKind == JsonValueKind.String ? name.GetString()! : throw new InvalidOperationException())];
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select((list, g) => ($"{g}", Names(list)))]
                : [.. document.RootElement.EnumerateObject().Select(group => (group.Name, Names(group.Value)))];
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException)
        {
            throw new UserError($"{Key} {file}: expected {{\"group\": [\"column\", …], …}} or a list of lists of columns' " +
                "names; correct it, or write a CSV file with a column and its group in each line", bad);
        }
    }

    // A header, and in each line a column and its group.
    static List<(string, string[])> OfCsv(string file)
    {
        var lines = File.ReadAllLines(file);
        var pairs = new List<(string Column, string Group)>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0) continue;
            var cut = lines[i].LastIndexOf(',');
            if (cut <= 0 || cut == lines[i].Length - 1)
                throw new UserError($"{Key} {file}, line {i + 1}: expected a column and its group with a comma between them, " +
                    $"found '{Shown.Value(lines[i])}'; correct it");
            pairs.Add((lines[i][..cut].Trim().Trim('"'), lines[i][(cut + 1)..].Trim().Trim('"')));
        }
        return [.. pairs.GroupBy(pair => pair.Group).Select(group => (group.Key, group.Select(pair => pair.Column).ToArray()))];
    }
}
