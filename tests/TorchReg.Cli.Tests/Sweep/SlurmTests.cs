using System.Text.Json;

namespace TorchReg.Cli.Tests.Sweep;

/// <summary>
/// Agreement of a sweep on a real Slurm, whatever happens to its tasks, with the same sweep run here: the tables are the same
/// bytes.
/// </summary>
[Collection(SlurmCluster.OfAll)]
public sealed class SlurmTests(SlurmCluster slurm) : FolderTests
{
    // Networks, which are trained one by one: a task has several parts, and is long enough to be hit in the middle.
    const string Config = """
        { "base": { "data": { "source": "classification", "trainRows": 400, "testRows": 80, "generated": { "columns": 8 } },
        "model": { "kind": "mlp", "hidden": [16] },
                    "penalties": [ { "penalty": "l1", "lambda": 0.01, "mode": "proximal" } ], "training": { "epochs": 800,
                    "batchSize": 16, "threads": 1 } },
          "vary": { "penalties.0.lambda": { "from": 0.001, "to": 0.3, "count": 8, "scale": "log" },
          "model": [ { "kind": "mlp", "hidden": [24] }, { "kind": "mlp", "hidden": [16] } ] }, "seeds": 2 }
        """;

    static string? table;

    int tries;

    string Sweep => Path.Combine(folder.Path, $"sweep{tries}");

    static string Done(params string[] args)
    {
        var result = Cli.Run(args);
        Assert.True(
            (result.Status, result.Error) == (0, ""),
            $"{string.Join(' ', args)}: {result.Status}\n{result.Out}{result.Error}");
        return result.Out;
    }

    string Local()
    {
        if (table != null) return table;
        var here = Path.Combine(folder.Path, "here");
        Done("sweep", folder.Write("sweep.json", Config), "--to", here, "--workers=1");
        return table = File.ReadAllText(Path.Combine(here, "table.csv"));
    }

    string Submit()
    {
        Skip.If(slurm.Missing != null, $"no Slurm: {slurm.Missing}");
        return Done("sweep", folder.Write("sweep.json", Config), "--to", Sweep, "--slurm", "--array-size", "4", "--time", "5")
            .Split('\n')[0]
            .Split(' ')[2]
            .TrimEnd(':');
    }

    void AssertTheSameTable()
    {
        Assert.Contains("32 of 32 runs are done", Done("sweep", "status", Sweep));
        Done("sweep", "collect", Sweep);
        Assert.Equal(Local(), File.ReadAllText(Path.Combine(Sweep, "table.csv")));
    }

    bool HasResults(int shard) =>
        Directory.Exists(Path.Combine(Sweep, "results"))
        && Directory.GetFiles(Path.Combine(Sweep, "results"), $"shard-{shard}-*").Any(file => new FileInfo(file).Length > 0);

    // As the kernel does where memory runs out: scancel would ask first. False where the task was faster.
    bool Kill(string shard)
    {
        var killed = false;
        foreach (var process in System.Diagnostics.Process.GetProcessesByName("dotnet"))
            using (process)
                if (CommandLine(process.Id) is var line && line.Contains($"{Sweep}\0") && line.Contains($"\0{shard}\0"))
                {
                    process.Kill();
                    killed = true;
                }
        return killed;
    }

    // A task may have ended between its first results and the kill, which is then tried on another sweep.
    string SubmitAndKill(int task)
    {
        for (; ; tries++)
        {
            var job = Submit();
            SlurmCluster.WaitFor($"the first results of task {task}", () => HasResults(task));
            var killed = Kill($"{task}/4");
            SlurmCluster.WaitUntilEmpty();
            if ((killed && Cli.Run("sweep", "status", Sweep).Status != 0) || tries == 4) return job;
        }
    }

    static string CommandLine(int process)
    {
        try { return File.ReadAllText($"/proc/{process}/cmdline"); }
        catch (IOException) { return ""; }
    }

    [SkippableFact]
    public void A_task_killed_in_the_middle_is_told_with_its_reason_and_submitted_again()
    {
        var job = SubmitAndKill(1);
        var status = Cli.Run("sweep", "status", Sweep, "--json");
        var told = JsonDocument.Parse(status.Out).RootElement;
        Assert.InRange(told.GetProperty("missing").GetInt32(), 1, 8);
        Assert.Contains($"task {job}_1 is failed", told.GetProperty("reasons")[0].GetProperty("reason").GetString());
        Assert.Equal(1, status.Status);
        Assert.Contains("tasks 1 of 4", Done("sweep", "resubmit", Sweep));
        SlurmCluster.WaitUntilEmpty();
        AssertTheSameTable();
        Assert.Contains("nothing is missing", Done("sweep", "resubmit", Sweep));
    }

    // False where the task was faster, as above.
    bool DrainAndRequeue()
    {
        var job = Submit();
        SlurmCluster.WaitFor("results of task 0", () => HasResults(0));
        var node = SlurmCluster.Call("sinfo", "--noheader", "--format=%n").Trim();
        SlurmCluster.Call("scontrol", "update", $"nodename={node}", "state=drain", "reason=test");
        try
        {
            SlurmCluster.Call("scontrol", "requeue", $"{job}_0");
            SlurmCluster.WaitFor(
                "the node to be empty",
                () => SlurmCluster.Call("squeue", "--noheader", "--states=RUNNING,COMPLETING").Length == 0);
            var told = Cli.Run("sweep", "status", Sweep);
            if (told.Status == 0 && tries < 4) return false;
            Assert.Contains($"task {job}_0 is pending", told.Out);
            Assert.Contains("still queued", Done("sweep", "resubmit", Sweep));
            return true;
        }
        finally
        {
            SlurmCluster.Call("scontrol", "update", $"nodename={node}", "state=resume");
            // A requeued job is held back for two minutes unless it is released; its start time says so.
            SlurmCluster.Call("scontrol", "update", $"jobid={job}_0", "starttime=now");
            SlurmCluster.WaitUntilEmpty();
        }
    }

    [SkippableFact]
    public void A_node_drained_and_resumed_and_a_task_requeued_change_nothing()
    {
        while (!DrainAndRequeue() && tries < 4) tries++;
        AssertTheSameTable();
    }

    [SkippableFact]
    public void Tasks_run_twice_at_once_and_an_array_submitted_anew_change_nothing()
    {
        Submit();
        // The same tasks a second time, while the first are under way.
        SlurmCluster.Call("sbatch", "--parsable", "--array=0-3", Path.Combine(Sweep, "slurm", "rung-1.sh"));
        SlurmCluster.WaitUntilEmpty();
        AssertTheSameTable();
        Assert.Contains("tasks 0-3 of 4", Done("sweep", "resubmit", Sweep, "--all"));
        SlurmCluster.WaitUntilEmpty();
        AssertTheSameTable();
    }
}
