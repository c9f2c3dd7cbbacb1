using System.Globalization;
using Spectre.Console;
using TorchReg.Cli.Host;
using TorchReg.Cli.Pipeline;
using TorchReg.Cli.Runs;

namespace TorchReg.Cli.Select;

/// <summary>The chosen model on the screen: its columns as a table, how it does on held-out rows, in words.</summary>
static class ChosenScreen
{
    const int MostRows = 30, MostOutputs = 3, Wide = 34;

    internal static void Write(Choice choice, ChoiceRule rule, InputEncoding input, IAnsiConsole screen)
    {
        var (metrics, columns) = (choice.Metrics, ChosenColumns.Of(choice.Model, input, choice.Metrics.Columns));
        screen.WriteLine();
        Prose.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Chosen: {rule.Words}, λ = {metrics.Lambda:G4}, {metrics.Penalty}: {columns.Used:N0} of ") +
            string.Create(CultureInfo.InvariantCulture, $"{input.FeatureNames.Count:N0} columns, {metrics.Certified}."),
            screen);
        if (!input.IsImage) WriteColumns(columns, screen);
        Prose.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"On {metrics.HeldOutRows:N0} held-out rows, by the folds' fits at this λ (± by a bootstrap over the rows):"),
            screen);
        ScoreScreen.Write(metrics.HeldOut, input.Classes, screen);
    }

    static void WriteColumns(ChosenColumns columns, IAnsiConsole screen)
    {
        foreach (var (target, intercept) in columns.Intercepts.Take(MostOutputs))
        {
            ChosenColumn[] own = [.. columns.All.Where(column => column.Target == target && column.Value != 0)];
            var table = new Table { Border = TableBorder.Horizontal };
            table.AddColumn(new TableColumn(new Text($"{Short(target)}: column")) { NoWrap = true, Padding = new(0, 0, 1, 0) });
            foreach (var title in new[] { "coefficient", "per deviation", "enters at λ", "in folds" })
                table.AddColumn(new TableColumn(title) { Alignment = Justify.Right, NoWrap = true });
            table.AddRow(Row("(intercept)", Number(intercept), "", "", ""));
            foreach (var c in own.Take(MostRows))
                table.AddRow(Row(
                    Short(c.Name), Number(c.Value), Number(c.PerDeviation), Number(c.EntersAt, "G3"),
                    (100 * c.Frequency).ToString("0", CultureInfo.InvariantCulture) + " %"));
            screen.Write(table);
            if (own.Length > MostRows)
                Prose.Write($"and {own.Length - MostRows} smaller ones, in {RunFiles.CoefficientsName}", screen);
        }
        if (columns.Intercepts.Count > MostOutputs)
            Prose.Write($"Those of all {columns.Intercepts.Count} outputs are in {RunFiles.CoefficientsName}.", screen);
    }

    static Text[] Row(params string[] cells) => [.. cells.Select(cell => new Text(cell))];

    static string Number(double value, string format = "G6") => value.ToString(format, CultureInfo.InvariantCulture);

    static string Short(string name) => Shown.Value(name.Length > Wide ? $"{name[..(Wide - 1)]}…" : name);
}
