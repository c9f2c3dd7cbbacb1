using System.Globalization;
using Spectre.Console;
using TorchReg.Cli.Host;

namespace TorchReg.Cli.Certify;

/// <summary>A finding in words and a table: objectives in the system's own units and in TorchReg's.</summary>
static class CertifyScreen
{
    internal static void Write(Finding found, IAnsiConsole screen)
    {
        var (measured, reading, weights) = (found.Measured, found.Reading, found.Weights);
        Prose.Write($"{found.Model}: {Model(found)}", screen);
        Prose.Write($"Rows: {found.Rows}", screen);
        Prose.Write(
            $"{reading}: {reading.Dialect.Formula}; in TorchReg's words l1 = {Short(weights.L1)}, l2 = {Short(weights.L2)}" +
            (weights.Group > 0 ? $", group = {Short(weights.Group)}" : "") + $", {Told(reading)}", screen);
        screen.Write(Table(found));
        Prose.Write(
            $"Of what the optimum explains, {Short(measured.Explained)}, that is at most {Short(measured.Share)}.", screen);
        Prose.Write($"Weights that are not 0 and should be: {measured.ShouldBeZero}; that are 0 and should not be: " +
            $"{measured.ShouldNotBeZero}; the largest difference from the optimum's: {Short(measured.LargestDifference)}.",
                screen);
        foreach (var note in found.Notes) Prose.Write(note, screen);
        foreach (var other in found.Others) Prose.Write($"It is the optimum of {other}.", screen);
        Prose.Write(Verdict.Of(measured).Words, screen);
    }

    static string Model(Finding found)
    {
        var weight = found.Coefficients.Weight;
        var zeros = weight.numel() - weight.count_nonzero().ReadInt64();
        return FormattableString.Invariant(
            $"{weight.shape[0]} × {weight.shape[1]} coefficients, {zeros} of them 0, loss {found.Loss.Name}");
    }

    static string Told(Reading reading) =>
        $"{(reading.Standardize ? "per standard deviation of a column, " : "")}the intercept {reading.Intercept switch
        {
            InterceptKind.Free => "free",
            InterceptKind.Penalized => "penalized",
            _ => "none",
        }}";

    static Table Table(Finding found)
    {
        var (measured, table) = (found.Measured, new Table { Border = TableBorder.Horizontal });
        foreach (var title in new[] { "", found.Reading.Dialect.Name, "TorchReg" })
            table.AddColumn(new TableColumn(new Text(title))
            {
                NoWrap = true,
                Alignment = title.Length == 0 ? Justify.Left : Justify.Right,
            });
        void Row(string name, double? value, string format)
        {
            if (value is not { } own) return;
            table.AddRow(new Text(name), new Text(Number(found.There(own), format)), new Text(Number(own, format)));
        }
        Row("objective", measured.Given.Objective, "G10");
        Row("the optimum's", measured.Optimum.Certificate.Objective, "G10");
        Row("lower is possible by", measured.Excess, "G4");
        Row("and at most by", measured.Bound, "G4");
        Row("its own duality gap", measured.Given.Gap, "G4");
        return table;
    }

    static string Short(double value) => Number(value, "G6");

    static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
