using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TorchReg.Figures;

namespace TorchReg.Tests.Figures;

public class FigureTests
{
    static XElement Parsed(Figure figure) => XDocument.Parse(figure.ToSvg()).Root!;

    static IEnumerable<XElement> All(Figure figure, string name) =>
        Parsed(figure).Descendants().Where(e => e.Name.LocalName == name);

    static string[] Texts(Figure figure) => [.. All(figure, "text").Select(t => t.Value)];

    static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    [Fact]
    public void Chinese_stays_text_with_fonts_of_every_system_that_have_it()
    {
        var chart = new LineChart(Series.OfEpochs("损失", [3, 2])) { Title = "训练曲线" };
        Assert.Contains("训练曲线", Texts(chart));
        var fonts = Parsed(chart).Attribute("font-family")!.Value;
        Assert.All(
            new[] { "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Zen Hei" },
            font => Assert.Contains(font, fonts, StringComparison.Ordinal));
    }

    static LineChart Curve(params double[] y) => new(Series.OfEpochs("loss", y));

    static Figure[] OneOfEach(string words) =>
        [
            new LineChart(new Series(words, [1, 2, 3], [3, 1, 2]) { Errors = [1, 1, 1] })
            {
                Title = words,
                XAxis = words,
                YAxis = words,
                Marks = [new(2, words)]
            },
            CoefficientPaths.Of(
                [0.1, 1],
                new double[,]
                {
                    { 1, -1 },
                    { 0, 0 }
                },
                [words, ""],
                title: words),
            new BarChart([words, "b"], new Bars(words, [1, -2])) { Title = words },
            new Histogram(new Sample(words, [1, 2, 2])) { Title = words },
            new ParallelCoordinates(
                [
                    new(words, [1, 2, 3]),
                    new("log", [1, 10, 100]) { IsLogarithmic = true },
                    new("named", [0, 1, 0]) { Names = [words, "b"] }
                ],
                [0, 2])
            {
                Title = words
            },
            new ImageGrid([new(words, new double[784])]) { Title = words },
            new Panels([Curve(1, 2), Curve(2, 1)], 2) { Title = words },
        ];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, OneOfEach("").Length)];

    [Theory, MemberData(nameof(Kinds))]
    public void Any_text_stays_text(int kind)
    {
        const string words = "</svg><script>&\"'\u0001\ud800 λ 正则化";
        var root = Parsed(OneOfEach(words)[kind]);
        Assert.DoesNotContain(root.Descendants(), e => e.Name.LocalName == "script");
        Assert.Contains(root.Descendants(), e => e.Value.Contains("</svg><script>&\"' \uFFFD λ 正则化", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_figure_is_the_same_in_every_culture(int kind)
    {
        var (here, before) = (OneOfEach("x")[kind].ToSvg(), CultureInfo.CurrentCulture);
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
            CultureInfo.CurrentCulture = german;
            Assert.Equal(here, OneOfEach("x")[kind].ToSvg());
        }
        finally { CultureInfo.CurrentCulture = before; }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Everything_lies_on_the_page(int kind)
    {
        var figure = OneOfEach("a name of usual length")[kind];
        var svg = Parsed(figure);
        Assert.Equal(figure.Width, Number(svg, "width"));
        foreach (var line in svg.Elements().Where(e => e.Name.LocalName == "line"))
            Assert.All(new[] { ("x1", figure.Width), ("x2", figure.Width), ("y1", figure.Height), ("y2", figure.Height) },
                limit => Assert.InRange(Number(line, limit.Item1), 0, limit.Item2));
        Assert.DoesNotContain("NaN", figure.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_none_breaks_the_line()
    {
        Assert.Equal(2, All(Curve(1, 2, double.NaN, 3, 4), "polyline").Count());
        Assert.Equal(2, All(Curve(1, 2, double.PositiveInfinity, 3, 4), "polyline").Count());
    }

    [Fact]
    public void A_logarithmic_axis_puts_equal_ratios_at_equal_distances_and_leaves_out_zero()
    {
        var chart = new LineChart(new Series("", [0, 1, 10, 100], [1, 1, 1, 1])) { XAxis = new("λ") { IsLogarithmic = true } };
        var x = Regex
            .Matches(All(chart, "polyline").Single().Attribute("points")!.Value, @"([\d.]+),")
            .Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
            .ToArray();
        Assert.Equal(3, x.Length);
        Assert.Equal(x[1] - x[0], x[2] - x[1], 1.0);
        Assert.Contains("100", Texts(chart));
    }

    [Theory]
    [InlineData(0, 1, "0", "0.2", "0.4", "0.6", "0.8", "1.0")]
    [InlineData(-3, 3, "−3", "−2", "−1", "0", "1", "2", "3")]
    [InlineData(0, 12000, "0", "2,000", "4,000", "6,000", "8,000", "10,000", "12,000")]
    [InlineData(0, 2.4e-5, "0", "0.5·10⁻⁵", "1.0·10⁻⁵", "1.5·10⁻⁵", "2.0·10⁻⁵")]
    public void Ticks_are_round_numbers(double from, double to, params string[] labels) =>
        Assert.Equal(labels, Ticks.Linear(from, to).Select(t => t.Label));

    [Fact]
    public void Counts_have_no_ticks_between_them() =>
        Assert.Equal(["1", "2", "3"], Ticks.Linear(1, 3, leastStep: 1).Select(t => t.Label));

    // Each colour that a figure takes for paper or ink has one for the dark; images are turned over as a whole.
    [Theory, MemberData(nameof(Kinds))]
    public void On_a_dark_screen_paper_and_ink_change_places(int kind)
    {
        var svg = Parsed(OneOfEach("x")[kind]);
        var style = svg.Elements().Single(e => e.Name.LocalName == "style").Value;
        Assert.StartsWith("@media screen and (prefers-color-scheme: dark)", style, StringComparison.Ordinal);
        Assert.Contains("[fill=\"#ffffff\"] { fill: #14181d }", style, StringComparison.Ordinal);
        foreach (var text in svg.Descendants().Where(e => e.Name.LocalName == "text"))
            Assert.Contains($"[fill=\"{text.Attribute("fill")!.Value}\"]", style, StringComparison.Ordinal);
        Assert.All(
            svg.Descendants().Where(e => e.Name.LocalName == "path"),
            path => Assert.Equal("pixels", path.Parent!.Attribute("class")!.Value));
    }

    [Fact]
    public void Numbers_beside_bars_do_not_run_into_names_and_labels_not_into_each_other()
    {
        var chart = new BarChart(["long name", "b"], new Bars("", [48115, -14163])) { NumberFormat = "N0", PixelWidth = 450 };
        var texts = All(chart, "text").ToArray();
        var negative = texts.Single(t => t.Value == "−14,163");
        var name = texts.Single(t => t.Value == "long name");
        Assert.True(Number(negative, "x") - SvgCanvas.TextWidth("−14,163", 12) > Number(name, "x"));
        var bottom = texts.Max(t => Number(t, "y"));
        var ticks = texts.Where(t => Number(t, "y") == bottom).OrderBy(t => Number(t, "x")).ToArray();
        foreach (var (a, b) in ticks.Zip(ticks.Skip(1)))
            Assert.True(
                Number(a, "x") + SvgCanvas.TextWidth(a.Value) / 2 < Number(b, "x") - SvgCanvas.TextWidth(b.Value) / 2);
    }

    [Fact]
    public void Many_decades_have_few_ticks()
    {
        var ticks = Ticks.Logarithmic(1e-30, 1e30);
        Assert.InRange(ticks.Count, 3, 9);
        Assert.All(ticks, t => Assert.Equal(Math.Round(Math.Log10(t.Value)), Math.Log10(t.Value), 1e-9));
    }

    [Fact]
    public void Only_an_exact_zero_is_white()
    {
        var values = new double[784];
        (values[0], values[1]) = (1, 1e-9);
        var paths = All(new ImageGrid([new("", values)]), "path").ToArray();
        Assert.Equal(2, paths.Length);
        Assert.DoesNotContain(paths, p => p.Attribute("stroke")!.Value == "#ffffff");
        Assert.Equal("#ffffff", Palette.Diverging(0));
        Assert.Equal("#053061 #67001f", $"{Palette.Diverging(-1)} {Palette.Diverging(1)}");
    }

    [Fact]
    public void A_histogram_counts_every_number_once()
    {
        var bars = All(new Histogram(new Sample("", [0, 0.1, 0.9, 1, double.NaN])) { Bins = 2 }, "rect")
            .Skip(1)
            .Select(r => Number(r, "height"))
            .ToArray();
        Assert.Equal(2, bars.Length);
        Assert.Equal(bars[0], bars[1], 0.01);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_with_the_counts()
    {
        static string Message(Figure figure) => Assert.Throws<ArgumentException>(figure.ToSvg).Message;
        Assert.Contains("2 x, 1 y", Message(new LineChart(new Series("a", [1, 2], [1]))), StringComparison.Ordinal);
        Assert.Contains("784", Message(new ImageGrid([new("", [1])])), StringComparison.Ordinal);
        Assert.Contains("2 names and 1 numbers", Message(new BarChart(["a", "b"], new Bars("", [1]))), StringComparison.Ordinal);
        Assert.Contains(
            "above 0",
            Message(new LineChart(new Series("", [1], [-1])) { YAxis = new("y") { IsLogarithmic = true } }),
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => CoefficientPaths.Of([1], new double[2, 1]));
    }

    [Fact]
    public void Equal_numbers_have_an_axis_too() => Assert.NotEmpty(Texts(Curve(0, 0)));

    [Fact]
    public void A_figure_is_saved_with_its_folders()
    {
        var folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        try
        {
            var file = Path.Combine(folder, "a", "curve.svg");
            Curve(1, 2).Save(file);
            Assert.Equal(Curve(1, 2).ToSvg(), File.ReadAllText(file));
        }
        finally { Directory.Delete(folder, true); }
    }
}
