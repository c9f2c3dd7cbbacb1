using TorchReg.Figures;

namespace TorchReg.Articles;

/// <summary>Tables and pictures of trained models.</summary>
public static class OutcomeTables
{
    /// <summary>
    /// Prints trained models side by side: losses on the training rows, accuracy or R² on these and on fresh ones, their weights.
    /// </summary>
    public static void Table(this Page page, IReadOnlyList<Outcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(outcomes);
        var score = Score(page, outcomes[0]);
        page.Table(
            page.Text(
                $"run | data loss | penalty | total | {score}, train | {score}, held out | ‖w‖₁ | ‖w‖₂ | zeros",
                $"方法 | 数据损失 | 惩罚 | 总和 | 训练{score} | 留出{score} | ‖w‖₁ | ‖w‖₂ | 零"),
            outcomes.Select(o => o.ToString()));
    }

    /// <summary>Prints ways of training side by side, means over the seeds with the scores' standard errors.</summary>
    public static void Table(this Page page, IReadOnlyList<Seeded> ways)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(ways);
        var (score, seeds) = (Score(page, ways[0].Runs[0]), ways[0].Runs.Count);
        page.Say($"means over {seeds} seeds ± standard error:", $"{seeds} 个种子的均值 ± 标准误：");
        page.Table(
            page.Text(
                $"run | data loss | penalty | {score}, train | {score}, held out | ‖w‖₂ | zeros",
                $"方法 | 数据损失 | 惩罚 | 训练{score} | 留出{score} | ‖w‖₂ | 零"),
            ways.Select(w => w.ToString()));
    }

    /// <summary>The means of training and held-out scores of each way, as bars.</summary>
    public static BarChart Bars(this Page page, IReadOnlyList<Seeded> ways, string title)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(ways);
        return new(
            [.. ways.Select(w => w.Name)],
            new Bars(page.Text("training", "训练"), [.. ways.Select(w => Share.Points(w.Mean(r => r.TrainingAccuracy).Mean))]),
            new Bars(page.Text("held out", "留出"), [.. ways.Select(w => Share.Points(w.Mean(r => r.Accuracy).Mean))]))
        {
            Title = title,
            NumberFormat = "0.0",
        };
    }

    static string Score(Page page, Outcome outcome) => outcome.IsAccuracy ? page.Text("accuracy", "准确率") : "R²";
}
