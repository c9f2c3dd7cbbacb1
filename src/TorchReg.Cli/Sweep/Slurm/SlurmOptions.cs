namespace TorchReg.Cli.Sweep.Slurm;

/// <summary>What a job array asks for.</summary>
/// <param name="Tasks">Tasks of an array at most; each takes many runs.</param>
/// <param name="Partition">Null for the cluster's default.</param>
/// <param name="Time">The limit of a task, as sbatch has it; null for the partition's.</param>
/// <param name="Cores">Cores of a task, and so processes that train in it.</param>
/// <param name="Memory">Of a task, as sbatch has it; null for the cluster's default.</param>
/// <param name="Further">Flags that go to sbatch as they are.</param>
sealed record SlurmOptions(int Tasks, string? Partition, string? Time, int Cores, string? Memory, IReadOnlyList<string> Further)
{
    // A task should be worth its start; a thousand of them are what clusters commonly allow in an array.
    internal const int UsualTasks = 100;

    internal IEnumerable<string> Flags =>
    [
        .. Partition == null ? Array.Empty<string>() : [$"--partition={Partition}"],
        .. Time == null ? Array.Empty<string>() : [$"--time={Time}"],
        .. Memory == null ? Array.Empty<string>() : [$"--mem={Memory}"],
        $"--cpus-per-task={Cores}",
        .. Further,
    ];
}
