using System.Globalization;
using System.Text;
using TorchReg.Data;

namespace TorchReg.Cli.Tests.Select;

/// <summary>From a messy file to a choice by one command; the same is made of each way to write the file.</summary>
public sealed class MessyFilesTests : FolderTests
{
    static readonly string[] cities = ["Rome", "Oslo", "Bern"];

    // The price is of the size, the city and the day; an id, holes and other names are in the way.
    string Houses(int rows, char separator = ',', char mark = '.', string date = "yyyy-MM-dd", bool hasHoles = true)
    {
        var random = new SplitMix64(3);
        var text = new StringBuilder(string.Join(separator, "id", "sold", "city", "size", "garden", "price")).Append('\n');
        for (var i = 0; i < rows; i++)
        {
            var (day, city, size) = (random.Below(900), random.Below(3), 60 + random.Below(900) / 10.0);
            var price = 2 * size + 30 * (city == 0 ? 1 : 0) + 0.05 * day + random.Normal();
            var hole = hasHoles && random.Below(25) == 0;
            string Number(double value) => value.ToString("F2", CultureInfo.InvariantCulture).Replace('.', mark);
            text.AppendJoin(separator, $"h{i}",
                new DateTime(2021, 1, 4).AddDays(day).ToString(date, CultureInfo.InvariantCulture),
                city == 2 ? "\"Bern, \"\"old\"\"\"" : cities[city], hole ? "NA" : Number(size),
                random.Below(2) == 0 ? "yes" : "no", Number(price)).Append('\n');
        }
        return folder.Write($"houses-{separator switch { ';' => 's', '\t' => 't', _ => 'c' }}.csv", text.ToString());
    }

    static CliResult Select(string file, params string[] words) =>
        Cli.Run(["select", file, "--target=price", "--path.count=20", "--folds.count=3", "--standardize=true", .. words]);

    // Of the screen, what does not name the file.
    static string Told(CliResult result)
    {
        Assert.Equal((0, ""), (result.Status, result.Error));
        var from = result.Out.IndexOf("Target:", StringComparison.Ordinal);
        return result.Out[from..result.Out.IndexOf("The choice is in", StringComparison.Ordinal)];
    }

    [Fact]
    public void A_file_is_enough_and_what_was_taken_for_what_is_said()
    {
        var result = Select(Houses(400), "--missing=mean");
        var told = Told(result);
        Assert.Contains("houses-c.csv, 400 rows; missing cells filled in: 'size' ", result.Out, StringComparison.Ordinal);
        Assert.Contains("1 column of numbers, 2 of text, 1 of dates: ", result.Out, StringComparison.Ordinal);
        Assert.Contains("'id' (400 different texts in 400 rows)", result.Out, StringComparison.Ordinal);
        Assert.StartsWith("Target: 'price', numbers; the loss is squaredError", told, StringComparison.Ordinal);
        Assert.Matches(@"\n *size +1\.9", told);
        Assert.Contains("city=Rome", told, StringComparison.Ordinal);
        Assert.Contains("sold days", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Separator_decimal_commas_and_the_order_of_dates_change_nothing()
    {
        var expected = Told(Select(Houses(300, hasHoles: false)));
        Assert.Equal(expected, Told(Select(Houses(300, ';', ',', "d.M.yyyy", hasHoles: false))));
        Assert.Equal(expected, Told(Select(Houses(300, '\t', ',', "d/M/yyyy", hasHoles: false))));
    }

    [Fact]
    public void Missing_cells_are_refused_with_their_count_and_the_settings_that_there_are()
    {
        var refused = Select(Houses(400));
        Assert.Equal(2, refused.Status);
        Assert.Matches("houses-c.csv, line [0-9]+, column 'size': found \"NA\", a missing cell; there are, of 400 rows, in " +
            "'size' [0-9]+; fill them in, or set data.csv.missing to drop, mean or median.", refused.Error);
        Assert.Matches("[0-9]+ of 400 rows; [0-9]+ left out for missing cells: " +
            "'size'", Select(Houses(400), "--missing=drop").Out);
    }

    [Fact]
    public void All_rows_are_used_unless_fewer_are_asked_for()
    {
        var file = Houses(1_500, hasHoles: false);
        Assert.Contains("houses-c.csv, 1,500 rows;", Select(file).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains(
            "the first 200 rows, as data.rows says, of 1,500 " +
                "rows", Select(file, "--data.rows=200").Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garden", "'garden', 2 classes; the loss is logistic")]
    [InlineData("city", "'city', 3 classes; the loss is softmax")]
    public void The_target_s_kind_decides_the_loss(string target, string says) =>
        Assert.Contains(
            says,
            Cli.Run("select", Houses(200, hasHoles: false), $"--target={target}", "--path.count=4", "--folds.count=3",
                "--ratio=0.1", "--standardize=true").Out,
            StringComparison.Ordinal);

    [Fact]
    public void A_wide_file_has_a_column_for_each_of_its_own()
    {
        var random = new SplitMix64(8);
        var text = string.Join(',', Enumerable.Range(0, 3_000).Select(j => $"c{j}").Append("price")) + "\n" +
            string.Concat(Enumerable.Range(0, 60).Select(i =>
            {
                int[] cells = [.. Enumerable.Range(0, 3_000).Select(_ => random.Below(1_000))];
                return string.Join(',', cells) + $",{3 * cells[7]}.5\n";
            }));
        var result = Select(folder.Write("wide.csv", text));
        Assert.Contains("3,000 columns of numbers: 3,000 features", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"\n *c7 +[23]\.", result.Out);
    }

    [Fact]
    public void Train_and_predict_read_later_files_as_the_first_one_was()
    {
        var config = folder.Write("run.json", """
            { "model": { "kind": "linear" }, "data": { "standardize": true, "csv": { "missing": "median", "target": "price" } },
              "training": { "epochs": 20, "batchSize": 50, "learningRate": 0.05 } }
            """);
        var run = Path.Combine(folder.Path, "run");
        var trained = Cli.Run("train", config, Houses(400, ';', ',', "d.M.yyyy"), "--to", run);
        Assert.Equal((0, ""), (trained.Status, trained.Error));
        const string header = "city;garden;sold;size\n";
        CliResult Predict(string rows) => Cli.Run("predict", run, folder.Write("new.csv", rows));
        var one = Predict(header + "Rome;yes;1.2.2022;80,5\n");
        Assert.Equal((0, ""), (one.Status, one.Error));
        Assert.Equal(one.Out, Predict("size;sold;note;garden;city\n80,50;01.02.2022;-;yes;Rome\n").Out);
        var odd = Predict(header + "Atlantis;yes;1.2.2022;\n");
        Assert.Equal(0, odd.Status);
        Assert.Equal(
            "1 row; missing cells filled in: 'size' 1; cells of unknown categories, taken for none of the known: 'city' " +
                "1\n", odd.Error);
        Assert.Contains(
            "new.csv, line 2, column 'size': expected a number with a decimal comma, found \"80.5\"",
            Predict(header + "Rome;yes;1.2.2022;80.5\n").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_predicts_and_judges_later_files_in_any_order_of_their_columns()
    {
        var to = Path.Combine(folder.Path, "choice");
        Told(Select(Houses(300, ';', ',', "d.M.yyyy"), "--missing=median", "--to", to));
        CliResult Predict(string rows) => Cli.Run("predict", to, folder.Write("new.csv", rows));
        var one = Predict("city;garden;sold;size\nRome;yes;1.2.2022;80,5\nOslo;no;2.2.2022;NA\n");
        Assert.Equal((0, "2 rows; missing cells filled in: 'size' 1\n"), (one.Status, one.Error));
        Assert.Equal(one.Out, Predict("size;sold;garden;city\n80,5;1.2.2022;yes;Rome\n;2.2.2022;no;Oslo\n").Out);
        var judged = Cli.Run("evaluate", to, "--data", Houses(200, ';', ',', "d.M.yyyy"));
        Assert.Equal((0, ""), (judged.Status, judged.Error));
        Assert.StartsWith("200 rows; missing cells filled in: 'size' ", judged.Out, StringComparison.Ordinal);
    }
}
