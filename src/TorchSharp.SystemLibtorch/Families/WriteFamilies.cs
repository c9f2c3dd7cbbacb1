using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Writes the C# of families: members of TorchSharp that differ by a name, a type or a list of arguments. A file NAME.family is
/// a table, a line for each member with cells between bars under a line of column names (one that ends with \ goes on in the
/// next), and C# in which COLUMN, or _COLUMN_ within a name, is the cell. What lies between //each and //end is written for
/// every line of the table, or after "//each COLUMN …" for those whose cells there are not empty. Of a cell that lists arguments,
/// COLUMN.declared is the list without defaults, COLUMN.names the names and COLUMN.set "name = name" for each;
/// COLUMN.properties, COLUMN.store, COLUMN.fields and COLUMN.passes are members, what sets them, members that may be null and
/// the pass over these. COLUMN.first is a cell's first word. Lines that begin with # are comments.
/// </summary>
public class WriteFamilies : Task
{
    [Required] public ITaskItem[] Families { get; set; }
    [Required] public string Folder { get; set; }
    [Output] public string[] Written { get; set; }

    public override bool Execute()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            Written = Families.Select(family => Write(family.GetMetadata("FullPath"))).ToArray();
        }
        catch (InvalidDataException wrong) { Log.LogError(wrong.Message); }
        return !Log.HasLoggedErrors;
    }

    string Write(string family)
    {
        var to = Path.Combine(Folder, Path.GetFileNameWithoutExtension(family) + ".g.cs");
        var text = "#nullable enable\n" + Expanded(family, File.ReadAllLines(family));
        if (!File.Exists(to) || File.ReadAllText(to) != text) File.WriteAllText(to, text);
        return to;
    }

    static string Expanded(string family, string[] lines)
    {
        lines = Regex.Replace(string.Join("\n", lines), @"\\\n\s*", "").Split('\n');
        var table = lines.Where(line => line.StartsWith("|")).Select(Cells).ToArray();
        var rows = table.Skip(1).Select(row => row.Length == table[0].Length ? Tokens(table[0], row)
            : throw new InvalidDataException(
                $"{family}: the line of {row[0]} has {row.Length} cells, and the table {table[0].Length} columns.")).ToArray();
        var (result, block, column) = (new List<string>(), (List<string>)null, "");
        foreach (var line in lines.Where(line => !line.StartsWith("|") && !line.StartsWith("#")))
            if (line.Trim().StartsWith("//each")) (block, column) = (new List<string>(), line.Trim().Substring(6).Trim());
            else if (line.Trim() == "//end")
            {
                var template = string.Join("\n", block);
                var needed = column.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
                if (needed.FirstOrDefault(name => !table[0].Contains(name)) is { } unknown)
                    throw new InvalidDataException($"{family}: //each {unknown} names no column of the table.");
                result.AddRange(rows.Where(row => needed.All(name => row[name] != "")).Select(row => Filled(template, row)));
                block = null;
            }
            else (block ?? result).Add(line);
        return string.Join("\n", result) + "\n";
    }

    static string[] Cells(string line) => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray();

    static Dictionary<string, string> Tokens(string[] columns, string[] cells)
    {
        var tokens = new Dictionary<string, string>();
        for (var i = 0; i < columns.Length; i++)
        {
            var list = Arguments(cells[i]);
            tokens[columns[i]] = cells[i];
            tokens[columns[i] + ".declared"] = string.Join(", ", list.Select(a => a.Type + " " + a.Name));
            tokens[columns[i] + ".names"] = string.Join(", ", list.Select(a => a.Name));
            tokens[columns[i] + ".set"] = string.Join(", ", list.Select(a => a.Name + " = " + a.Name));
            tokens[columns[i] + ".store"] = string.Join(" ", list.Select(a => "this." + a.Name + " = " + a.Name + ";"));
            tokens[columns[i] + ".properties"] =
                string.Join(" ", list.Select(a => "public " + a.Type + " " + a.Name + " { get; set; }"));
            tokens[columns[i] + ".fields"] = string.Join(" ", list.Select(a => "public " + a.Type + "? " + a.Name + ";"));
            tokens[columns[i] + ".passes"] = string.Join(".", list.Select(a => "On(ref " + a.Name + ")"));
            tokens[columns[i] + ".first"] = cells[i].Split(' ')[0];
        }
        return tokens;
    }

    // "type name = default, …"; a type may be a tuple.
    static List<(string Type, string Name)> Arguments(string cell) =>
        Regex.Split(cell, @",(?![^(]*\))").Select(argument => argument.Split('=')[0].Trim()).Where(a => a.Contains(' '))
            .Select(a => (a.Substring(0, a.LastIndexOf(' ')), a.Substring(a.LastIndexOf(' ') + 1))).ToList();

    static string Filled(string template, Dictionary<string, string> tokens) =>
        Regex.Replace(template, @"\b([A-Z][A-Z0-9]+(\.[a-z]+)?)\b|_([A-Z][A-Z0-9]+)_", match =>
            tokens.TryGetValue(match.Groups[1].Value + match.Groups[3].Value, out var cell) ? cell : match.Value);
}
