using Spectre.Console;
using TorchReg.Cli.Host;
using TorchReg.Dialects;

namespace TorchReg.Cli.Lambda;

/// <summary>One λ in every dialect: TorchReg's own first, then a row per system, then those that can't say it.</summary>
static class LambdaTable
{
    internal static void Write(LambdaQuestion question, IAnsiConsole screen)
    {
        Prose.Write(Own(question), screen);
        screen.Write(Table(question));
        foreach (var refusal in Speakers(question)
                .Select(dialect => dialect.Refusal(question.Weights, question.Problem))
                .OfType<string>())
            Prose.Write($"Not there: {refusal}.", screen);
        foreach (var note in question.Notes) Prose.Write(note, screen);
    }

    /// <summary>The dialects of the question's kind of loss.</summary>
    internal static IEnumerable<Dialect> Speakers(LambdaQuestion question) =>
        NamedDialects.All.Where(dialect => dialect.Loss == question.Problem.Kind);

    static string Own(LambdaQuestion question)
    {
        var (weights, problem) = (question.Weights, question.Problem);
        var origin = question.Origin == null ? "" : $"{question.Origin} is ";
        var group = weights.Group > 0 ? $", group = {Numbers.Text(weights.Group)}" : "";
        return $"{origin}l1 = {Numbers.Text(weights.L1)}, l2 = {Numbers.Text(weights.L2)}{group}: "
            + $"{OwnCode.Of(weights, Numbers.Text)} in {LossWords.Objective(problem.Loss, weights.Group > 0)}, biases free, "
            + $"n = {problem.Rows}.";
    }

    static Table Table(LambdaQuestion question)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (var title in new[] { "system", "settings", "what it minimises" })
            table.AddColumn(
                new TableColumn(new Text(title))
                {
                    NoWrap = title == "system",
                    Padding = new(title == "system" ? 0 : 1, 0, 0, 0),
                });
        foreach (var dialect in Speakers(question).Where(dialect => dialect.Refusal(question.Weights, question.Problem) == null))
            table.AddRow(new Text(dialect.Name), new Text(Settings(dialect, question)), new Text(dialect.Formula));
        return table;
    }

    static string Settings(Dialect dialect, LambdaQuestion question) => string.Join(", ",
        dialect.Write(question.Weights, question.Problem).Select(setting => $"{setting.Name}={Numbers.Text(setting.Value)}"));
}
