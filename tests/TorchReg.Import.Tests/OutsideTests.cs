using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TorchReg.Tests;

namespace TorchReg.Import.Tests;

/// <summary>What docs/certify.md shows of Python and R is run as it stands there, by them.</summary>
public sealed class OutsideTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("torchreg-outside").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Place(string name) => Path.Combine(folder, name);

    static string Shown(string language, int number) => Regex
        .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "certify.md")), $"```{language}\n(.*?)```",
            RegexOptions.Singleline)
        [number].Groups[1].Value;

    string Done(string program, string name, string text)
    {
        File.WriteAllText(Place(name), text);
        var (status, output, error) = PeerFactAttribute.Runs(folder, program, name);
        Assert.True(status == 0, error);
        return output;
    }

    static double[][] Numbers(string lines) =>
    [
        .. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
            line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray()),
    ];

    void Copy(string name) => File.Copy(Certify.Path(name), Place(name));

    string Verdict(string model, string data, string words) => JsonDocument.Parse(Ran(
        ["certify", Place(model), "--data", Place(data), .. words.Split(' '), "--json"])).RootElement.GetProperty(
            "verdict").GetString()!;

    static string Ran(params string[] args)
    {
        var (status, output, error) = Certify.Run(args);
        Assert.True(status == 0, error);
        return output;
    }

    [PeerFact("sklearn")]
    public void The_snippet_of_scikit_learn_writes_what_certify_reads()
    {
        Copy("three.csv");
        Done(PeerFactAttribute.Python, "fit.py", $"""
            import numpy as np
            from sklearn.linear_model import LogisticRegression
            columns = open("three.csv").readline().split(",")[:-1]
            X = np.loadtxt("three.csv", delimiter=",", skiprows=1, usecols=range(6))
            y = np.loadtxt("three.csv", delimiter=",", skiprows=1, usecols=6, dtype=str)
            m = LogisticRegression(C=2, tol=1e-10, max_iter=100000, solver="newton-cg").fit(X, y)
            {Shown("python", 0)}
            """);
        Assert.Equal("optimal", Verdict("model.json", "three.csv", "--dialect scikit-learn --C 2 --set l1_ratio=0"));
    }

    [PeerFact(PeerFactAttribute.Glmnet)]
    public void The_snippet_of_glmnet_writes_what_certify_reads()
    {
        Copy("kind.csv");
        Done("Rscript", "fit.R", $"""
            suppressMessages(library(glmnet))
            rows <- read.csv("kind.csv")
            fit <- glmnet(as.matrix(rows[, 1:6]), rows$kind, family = "binomial", alpha = 0.7, lambda = c(0.4, 0.2, 0.1), thresh = 1e-13)
            {Shown("r", 0)}
            """);
        Assert.Equal("optimal", Verdict("model.csv", "kind.csv", "--dialect glmnet --lambda 0.1 --alpha 0.7"));
    }

    // select's model, and one of train whose columns were standardized.
    string Chosen(string data)
    {
        Copy(data);
        Ran("select", Place(data), "--to", Place("run"), "--path.count=15");
        return Place("run");
    }

    double[][] Predicted(string run, string data) =>
        [.. Numbers(string.Join('\n', Ran("predict", run, Place(data)).Split('\n').Skip(1)
            .Select(line => Regex.Replace(line, "^[a-z]+,", ""))))];

    [PeerFact("numpy")]
    public void Python_predicts_from_exported_coefficients_what_torchreg_predicts()
    {
        var run = Chosen("three.csv");
        Ran("export", run, "--to", Place("coefficients.json"));
        var given = Numbers(Done(PeerFactAttribute.Python, "predict.py", $"""
            import numpy as np
            X = np.loadtxt("three.csv", delimiter=",", skiprows=1, usecols=range(6))
            {Shown("python", 1)}
            for row in expected: print(",".join(repr(float(p)) for p in row))
            """));
        Near(Predicted(run, "three.csv"), given);
    }

    [PeerFact(PeerFactAttribute.Glmnet)]
    public void R_predicts_from_exported_coefficients_what_torchreg_predicts()
    {
        var run = Chosen("y.csv");
        Ran("export", run, "--to", Place("coefficients.csv"));
        var given = Numbers(Done("Rscript", "predict.R", $"""
            x <- read.csv("y.csv")
            {Shown("r", 1)}
            write.table(z, sep = ",", row.names = FALSE, col.names = FALSE)
            """));
        Near(Predicted(run, "y.csv"), given);
    }

    static void Near(double[][] expected, double[][] given)
    {
        Assert.Equal(expected.Length, given.Length);
        foreach (var (one, other) in expected.SelectMany(row => row).Zip(given.SelectMany(row => row)))
            Assert.Equal(one, other, 1e-9 * Math.Max(1, Math.Abs(one)));
    }
}
