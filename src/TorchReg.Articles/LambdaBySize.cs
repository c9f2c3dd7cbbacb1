using TorchReg.Data;
using TorchReg.Figures;
using TorchReg.Objectives;
using TorchReg.Selection;
using TorchReg.Solvers;

namespace TorchReg.Articles;

/// <summary>
/// The λ that other rows choose, and what it gains on rows that chose nothing, for more and more training rows: articles 002 §8,
/// 003 §7 and 004 §5 say that regularization matters more with more data.
/// </summary>
/// <param name="Sizes">Training rows.</param>
/// <param name="Exponents">log₁₀ of the chosen λ: for each size one a seed.</param>
/// <param name="Gains">The judge's loss at the least λ less that at the chosen: for each size one a seed.</param>
public sealed record LambdaBySize(IReadOnlyList<int> Sizes, IReadOnlyList<double[]> Exponents, IReadOnlyList<double[]> Gains)
{
    /// <summary>Solves every λ exactly at every size and seed.</summary>
    /// <param name="sizes">Training rows, rising, two or more.</param>
    /// <param name="seeds">Seeds, two or more.</param>
    /// <param name="draw">A seed's rows of a size.</param>
    /// <param name="loss">One that the solvers take.</param>
    /// <param name="lambdas">λ falling; the last stands for no penalty.</param>
    /// <param name="l1Ratio">1 lasso, 0 ridge.</param>
    public static LambdaBySize Of(
        IReadOnlyList<int> sizes,
        int seeds,
        Func<int, int, SeedRows> draw,
        Loss loss,
        IReadOnlyList<double> lambdas,
        double l1Ratio)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(draw);
        ArgumentNullException.ThrowIfNull(loss);
        var found = sizes
            .Select(size => Enumerable.Range(0, seeds).Select(seed => One(draw(size, seed), loss, lambdas, l1Ratio)).ToArray())
            .ToArray();
        return new(
            sizes,
            [.. found.Select(of => of.Select(one => one.Exponent).ToArray())],
            [.. found.Select(of => of.Select(one => one.Gain).ToArray())]);
    }

    static (double Exponent, double Gain) One(SeedRows draw, Loss loss, IReadOnlyList<double> lambdas, double l1Ratio)
    {
        var path = RegularizationPath.Fit(
            new LinearProblem(draw.Train, loss) { L1Ratio = l1Ratio },
            new() { Lambdas = lambdas, EndEarly = false });
        var best = path.Fits.MinBy(fit => LossOf(fit, draw.Choice, loss))!;
        return (Math.Log10(best.Lambda), LossOf(path.Fits[^1], draw.Judge, loss) - LossOf(best, draw.Judge, loss));
    }

    static double LossOf(LinearFit fit, Dataset rows, Loss loss)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var targets = rows.Targets.is_floating_point() ? rows.Targets.to(TorchSharp.torch.ScalarType.Float64) : rows.Targets;
        return loss.Value(fit.Predict(rows.Features), targets).ReadDouble();
    }

    /// <summary>How the gain at the most rows differs from that at the fewest.</summary>
    public Comparison OfGains => Comparison.Of(Gains[0], Gains[^1]);

    /// <summary>Prints the table and the sentence that it chooses.</summary>
    /// <param name="page">Where.</param>
    /// <param name="section">The article's section that makes the claim.</param>
    public void Show(Page page, string section)
    {
        ArgumentNullException.ThrowIfNull(page);
        page.Table(
            page.Text("training rows | log₁₀ λ chosen | gain in loss on other rows", "训练行数 | 选出的 log₁₀ λ | 其他数据上损失的减少"),
            Sizes.Select((n, i) =>
                $"{n:N0} | {MeanError.Of(Exponents[i]).Text("0.00")} | {MeanError.Of(Gains[i]).Text("0.0000")}"));
        var (english, chinese) = OfGains.Verdict switch
        {
            Verdict.Improves => ("matters more with more data, as it says", "随着数据增加而更重要，与原文一致"),
            Verdict.Worsens => ("matters less with more data: the claim fails here", "随着数据增加而不那么重要：原文的说法在这里不成立"),
            _ => ("matters as much, as far as these seeds can show: the claim is not borne out", "同样重要（这些种子看不出差别）：原文的说法得不到支持"),
        };
        page.Say(
            $"Regularization {english} ({section}): the gain is {MeanError.Of(Gains[0])} at {Sizes[0]:N0} rows and " +
            $"{MeanError.Of(Gains[^1])} at {Sizes[^1]:N0}, over {Gains[0].Length} seeds.",
            $"正则化{chinese}（{section}）：{Sizes[0]:N0} 行时减少 {MeanError.Of(Gains[0])}，{Sizes[^1]:N0} 行时 " +
            $"{MeanError.Of(Gains[^1])}（{Gains[0].Length} 个种子）。");
    }

    /// <summary>The chosen λ over the rows, with standard errors.</summary>
    public LineChart Chart(Page page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var means = Exponents.Select(MeanError.Of).ToArray();
        return new(
            new Series("", [.. Sizes.Select(n => (double)n)], [.. means.Select(m => m.Mean)])
            {
                HasDots = true,
                Errors = [.. means.Select(m => m.StandardError)],
            })
        {
            Title = page.Text("The λ that other rows choose, by training rows", "不同训练行数下由其他数据选出的 λ"),
            XAxis = new(page.Text("training rows", "训练行数")) { IsLogarithmic = true },
            YAxis = "log₁₀ λ",
        };
    }
}
