namespace TorchReg.Cli.Tests.Doctor;

public sealed class DoctorTests
{
    [Fact]
    public void Doctor_names_what_runs_here_and_its_step_works()
    {
        var result = Cli.Run("doctor");
        Assert.Equal((0, ""), (result.Status, result.Error));
        foreach (var name in new[]
            {
                "torchreg",
                ".NET",
                "backend",
                "libtorch",
                "BLAS",
                "devices",
                "CUDA",
                "threads",
                "operators     this libtorch has all",
                "native files",
                "step on cpu"
            })
            Assert.Contains(result.Out.Split('\n'), line => line.StartsWith(name));
        Assert.Matches(@"step on cpu +cross-entropy \d\.\d+ → \d\.\d+, works", result.Out);
        Assert.Matches(@"native files .*\n(\s+/?.*\n)*.*(torch_cpu)", result.Out);
    }
}
