using System.Globalization;
using Spectre.Console;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Shrink;

/// <summary>A shrunk run as tables: its layers, then the network as a whole, before and after.</summary>
static class ShrinkScreen
{
    const int MostNames = 20;

    internal static void Write(ShrinkOutcome outcome, IAnsiConsole screen)
    {
        screen.Write(Layers(outcome));
        screen.Write(Whole(outcome.Before, outcome.After));
        if (outcome.UnusedInputs.Count > 0) Prose.Write(Unused(outcome), screen);
        Prose.Write(
            outcome.Difference == 0 ? "Predictions on the test rows are the same, bit for bit."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"Predictions on the test rows differ by {outcome.Difference:0.#E+0} of the largest at most."),
            screen);
        if (outcome.RefitEpochs > 0)
            Prose.Write($"Then it was trained on for {outcome.RefitEpochs} epochs without penalties, its zeros held.", screen);
        Prose.Write($"The run is in {outcome.Folder}", screen);
    }

    static Table Layers(ShrinkOutcome outcome)
    {
        var table = Columns("layer", "units", "inputs", "parameters", "bytes");
        foreach (var layer in outcome.Layers)
            table.AddRow(
                new Text(Shown.Value(layer.Name)),
                new Text(Of(layer.KeptUnits, layer.Units)),
                new Text(Of(layer.KeptColumns, layer.Columns)),
                new Text(Of(layer.KeptParameters, layer.Parameters)),
                new Text(Of(Bytes(layer.KeptParameters, outcome), Bytes(layer.Parameters, outcome))));
        return table;
    }

    static long Bytes(long parameters, ShrinkOutcome outcome) =>
        parameters * outcome.Before.Bytes / outcome.Before.Parameters;

    static Table Whole(NetworkSize before, NetworkSize after)
    {
        var table = Columns("network", "before", "after");
        void Row(string name, string was, string now) => table.AddRow(new Text(name), new Text(was), new Text(now));
        Row("inputs", Number(before.Inputs), Number(after.Inputs));
        Row("parameters", Number(before.Parameters), Number(after.Parameters));
        Row("bytes", Number(before.Bytes), Number(after.Bytes));
        Row("µs a prediction, 1 row", Time(before.Alone), Time(after.Alone));
        Row("µs a prediction, 256 rows", Time(before.Together), Time(after.Together));
        foreach (var metric in after.Test.Shown)
            Row(
                $"test {(metric == Training.Metric.Loss ? after.Test.Loss : metric.Name)}",
                before.Test.ScoreOf(metric)?.Text ?? "",
                after.Test.ScoreOf(metric)!.Value.Text);
        return table;
    }

    static string Unused(ShrinkOutcome outcome)
    {
        var (names, all) = (outcome.UnusedInputs, outcome.Before.Inputs);
        var shown = string.Join(", ", names.Take(MostNames).Select(name => Shown.Value(name)));
        var more = names.Count > MostNames ? $" and {Number(names.Count - MostNames)} more (--json names them all)" : "";
        return $"{Number(names.Count)} of {Number(all)} inputs are no longer used: {shown}{more}";
    }

    static Table Columns(string first, params string[] numbers)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        table.AddColumn(new TableColumn(first) { NoWrap = true, Padding = new(0, 0, 1, 0) });
        foreach (var name in numbers) table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        return table;
    }

    static string Of(long kept, long all) => $"{Number(kept)} of {Number(all)}";

    static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    static string Time(double microseconds) => microseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
