using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TorchReg.Cli.Tests.Runs;

/// <summary>A test that a headless Chromium runs in; skipped where there is none (Debian: chromium).</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium == null) Skip = "no Chromium; Debian has it as chromium.";
    }

    public static string? Chromium { get; } = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name =>
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}

public sealed class ReportTests(FinishedRuns runs) : IClassFixture<FinishedRuns>
{
    [Fact]
    public void The_page_shows_curves_weights_zeros_mistakes_and_settings()
    {
        var page = File.ReadAllText(Path.Combine(runs.Digits, "report.html"));
        foreach (var part in new[]
            {
                "How it was trained",
                "Data loss",
                "L1, λ = 0.005",
                "Weights of each class",
                "are exactly 0",
                "Mistakes on the test rows",
                "The mistakes that it is surest of",
                "&quot;penalty&quot;: &quot;l1&quot;",
                "SHA-256"
            })
            Assert.Contains(part, page);
        var zeros = Regex
            .Match(File.ReadAllText(Path.Combine(runs.Digits, "metrics.json")), "\"exactZeros\": (\\d+)")
            .Groups[1]
            .Value;
        Assert.Contains($"; {int.Parse(zeros):N0} of 7,840 are exactly 0", page);
    }

    [Fact]
    public void A_linear_model_shows_its_coefficients_and_no_image()
    {
        var page = File.ReadAllText(Path.Combine(runs.Numbers, "report.html"));
        var zeros = int.Parse(
            Regex.Match(File.ReadAllText(Path.Combine(runs.Numbers, "metrics.json")), "\"exactZeros\": (\\d+)").Groups[1].Value);
        Assert.InRange(zeros, 1, 5);
        Assert.Contains($"{6 - zeros} of 6 features are used; {zeros} have coefficients of exactly 0", page);
        Assert.DoesNotContain("Weights of each class", page);
        Assert.Contains("city=Rome, Italy", File.ReadAllText(Path.Combine(runs.Table, "report.html")));
    }

    [Fact]
    public void Runs_side_by_side_show_what_differs()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "both.html");
        Assert.Equal(0, Cli.Run("report", runs.Digits, runs.Numbers, "--to", file).Status);
        var page = File.ReadAllText(file);
        foreach (
            var part in new[] { "2 runs side by side", "What differs", "data.source", "penalties.0.lambda", "digits", "numbers" })
            Assert.Contains(part, page);
    }

    [Fact]
    public void What_matters_stands_first_and_what_one_looks_up_is_folded()
    {
        static int At(string page, string part) => page.IndexOf(part, StringComparison.Ordinal);
        var digits = File.ReadAllText(Path.Combine(runs.Digits, "report.html"));
        Assert.InRange(At(digits, "Weights of each class"), 1, At(digits, "How good it is on test rows"));
        Assert.InRange(At(digits, "How good it is on test rows"), 1, At(digits, "How it was trained"));
        Assert.InRange(At(digits, "<details><summary>Ran on"), At(digits, "How it was trained"), digits.Length);
        var numbers = File.ReadAllText(Path.Combine(runs.Numbers, "report.html"));
        Assert.InRange(At(numbers, ">Coefficients<"), 1, At(numbers, "RMSE"));
        foreach (var word in new[] { "torchreg select solves", "RMSE", "MAE" }) Assert.Contains(word, numbers);
        foreach (var word in new[] { "AUC", "calibration error", "Are probabilities shares?" }) Assert.Contains(word, digits);
    }

    [Fact]
    public void Runs_on_the_same_rows_are_told_apart_or_called_equal()
    {
        using var folder = new TemporaryFolder();
        var (again, file) = (Path.Combine(folder.Path, "again"), Path.Combine(folder.Path, "both.html"));
        var config = Path.Combine(runs.Digits, "config.json");
        Assert.Equal(0, Cli.Run("train", config, "--to", again, "--epochs=6").Status);
        Assert.Equal(0, Cli.Run("report", runs.Digits, again, "--to", file).Status);
        Assert.Contains("is within noise of it", File.ReadAllText(file));
        Assert.Equal(0, Cli.Run("report", runs.Digits, runs.Numbers, "--to", file).Status);
        Assert.Contains("judged by different rows", File.ReadAllText(file));
    }

    [Fact]
    public void A_page_fetches_nothing_and_runs_nothing()
    {
        foreach (var run in new[] { runs.Digits, runs.Table, runs.Numbers })
        {
            var page = File.ReadAllText(Path.Combine(run, "report.html"));
            Assert.DoesNotMatch("(?i)<script|<link|<img|<iframe|@import|url\\(|\\bon\\w+=|href=|src=", page);
            Assert.DoesNotContain("://", Regex.Replace(page, "http://www.w3.org/2000/svg", ""));
        }
    }

    [Fact]
    public void Text_from_data_is_text_on_the_page()
    {
        using var folder = new TemporaryFolder();
        var csv = folder.Write(
            "d.csv",
            "<script>alert(1)</script>,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i}\n")));
        var config = folder.Write(
            "c.json",
            $$"""
            { "data": { "source": "{{csv}}" }, "model": { "kind": "linear" }, "training": { "epochs": 1, "learningRate": 0.001 } }
            """);
        var run = Path.Combine(folder.Path, "run");
        Assert.Equal(0, Cli.Run("train", config, "--to", run).Status);
        var page = File.ReadAllText(Path.Combine(run, "report.html"));
        Assert.DoesNotContain("<script>", page);
        Assert.Contains("&lt;script&gt;", page);
    }

    [ChromiumFact]
    public void A_browser_draws_the_page()
    {
        using var folder = new TemporaryFolder();
        var dom = Browse(folder, "--dump-dom", Path.Combine(runs.Digits, "report.html"));
        Assert.Contains("Weights of each class", dom);
        Assert.Equal(Regex.Count(File.ReadAllText(Path.Combine(runs.Digits, "report.html")), "<svg "), Regex.Count(dom, "<svg "));
        Assert.DoesNotContain("parsererror", dom);
        var picture = Path.Combine(folder.Path, "page.png");
        Browse(folder, $"--screenshot={picture}", Path.Combine(runs.Digits, "report.html"));
        // An empty page of this size is some 10 kB.
        Assert.True(new FileInfo(picture).Length > 60_000, $"the picture has {new FileInfo(picture).Length} bytes");
    }

    static string Browse(TemporaryFolder folder, string what, string page)
    {
        var start = new ProcessStartInfo(ChromiumFactAttribute.Chromium!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var arg in new[]
            {
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1160,2400",
                $"--user-data-dir={folder.Path}/profile",
                what,
                $"file://{page}"
            })
            start.ArgumentList.Add(arg);
        using var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
