using TorchReg.Cli.Compare;

namespace TorchReg.Cli.Tests;

public sealed class FailureTests
{
    static CliResult RunFailing(Exception failure, params (string, string)[] variables) =>
        Cli.Run(["compare"], variables.ToDictionary(v => v.Item1, v => v.Item2), _ => throw failure);

    [Fact]
    public void Bad_data_is_the_users_to_put_right() =>
        Assert.Contains("labels.idx: wrong", Cli.Refused(RunFailing(new InvalidDataException("labels.idx: wrong"))));

    [Fact]
    public void A_missing_folder_is_told_with_where_it_was_named()
    {
        var result = Cli.Run(["compare"], new Dictionary<string, string> { ["TORCHREG_DATA"] = "/nowhere" }, CompareRunner.Open);
        Assert.StartsWith("torchreg: environment variable TORCHREG_DATA: /nowhere: no such folder", Cli.Refused(result));
    }

    [Fact]
    public void More_rows_than_there_are_is_refused_with_both_numbers()
    {
        using var folder = new TemporaryFolder();
        WriteDigits(folder.Path, rows: 10);
        var line = Cli.Refused(Cli.Run(["compare", "--data", folder.Path], Cli.NoVariables, CompareRunner.Open));
        Assert.Contains($"data.trainRows is 1,000, but {folder.Path} gives 8; set --data.trainRows=0 for all of them", line);
    }

    [Fact]
    public void Anything_else_is_status_1_and_one_line_without_a_stack_trace()
    {
        var result = RunFailing(new InvalidOperationException("two\nlines"));
        Assert.Equal((1, "torchreg: two lines\n"), (result.Status, result.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public void TORCHREG_DEBUG_adds_the_stack_trace() =>
        Assert.Contains("   at ", RunFailing(new InvalidOperationException("x"), ("TORCHREG_DEBUG", "1")).Error);

    [Fact]
    public void A_static_constructors_wrapper_does_not_hide_the_cause()
    {
        var result = RunFailing(new TypeInitializationException("Native", new DllNotFoundException("libtorch is missing")));
        Assert.Equal((1, "torchreg: libtorch is missing"), (result.Status, result.Error.Trim()));
    }

    [Fact]
    public void An_interruption_is_status_130_and_one_line()
    {
        var result = Cli.Run(["compare"], Cli.NoVariables, cancellation: new CancellationToken(canceled: true));
        Assert.Equal((130, "torchreg: interrupted"), (result.Status, result.Error.Trim()));
    }

    static void WriteDigits(string folder, byte rows)
    {
        File.WriteAllBytes(
            Path.Combine(folder, "t10k-images-idx3-ubyte"),
            [0, 0, 8, 3, 0, 0, 0, rows, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[rows * 784]]);
        File.WriteAllBytes(Path.Combine(folder, "t10k-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, rows, .. new byte[rows]]);
    }
}
