namespace TorchReg.Cli.Tests.Select;

/// <summary>Files with too little to learn from: one line that names the file or the setting, and nothing left behind.</summary>
public sealed class SmallFilesTests : FolderTests
{
    string Rows(int rows) => folder.Write("rows.csv", "a,b,y\n" +
        string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{i * i % 7},{3 * i + i % 2}.5\n")));

    [Fact]
    public void One_row_is_refused_by_every_verb_that_learns()
    {
        var file = Rows(1);
        Assert.EndsWith($"data.source {file}: rows must be 2 or more; given 1.\n", Cli.Run("select", file).Error);
        var config = folder.Write("run.json", """{ "model": { "kind": "linear" } }""");
        Assert.Equal(
            $"torchreg: data.source {file}: one row, where one is needed to learn from and another to judge by; give more\n",
            Cli.Refused(Cli.Run("train", config, "--data", file)));
    }

    [Fact]
    public void More_folds_than_rows_are_refused_by_the_setting_s_name()
    {
        var refused = Cli.Run("select", Rows(5));
        Assert.Equal(2, refused.Status);
        Assert.Equal(
            "torchreg: folds.count is 10: folds must be from 2 to the number of rows, 5; given 10.\n", refused.Error);
        Assert.Equal(0, Cli.Run("select", Rows(5), "--folds.count=5", "--path.count=3").Status);
    }

    [Fact]
    public void A_class_with_too_few_rows_is_told_by_its_name()
    {
        var file = folder.Write("classes.csv", "a,k\n" +
            string.Concat(Enumerable.Range(0, 20).Select(i => $"{i % 9},{(i < 3 ? "rare" : "usual")}\n")));
        Assert.Equal(
            "torchreg: folds.count is 10: class rare has 3 of the 20 rows, at least 10 are needed: each of the 10 stratified " +
            "folds tests a row of every class; take fewer folds.\n",
            Cli.Run("select", file).Error);
    }

    [Fact]
    public void Where_all_is_fitted_nothing_is_a_share_of_the_optimum()
    {
        var config = folder.Write("run.json", """
            { "model": { "kind": "linear" }, "penalties": [{ "penalty": "l1", "lambda": 0.1 }], "training": { "epochs": 2 },
              "data": { "validationFraction": 0, "standardize": true } }
            """);
        var result = Cli.Run("train", config, "--data", Rows(2), "--to", Path.Combine(folder.Path, "run"));
        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Matches(@"their objective is [0-9.]+E[-+][0-9]+ above the\s+exact one", result.Out);
    }
}
