namespace TorchReg.Benchmarks;

/// <summary>
/// small DIR NAME[,NAME…]: paths of small problems by default settings, columns standardized as glmnet's are, in files as
/// <see cref="Hard"/> reads; names in 2 have two classes, those in p counts. Milliseconds of processor time, the median of 100
/// after 50.
/// </summary>
static class Small
{
    const int Warm = 50, Times = 100;

    internal static int Run(string[] args)
    {
        torch.set_num_threads(1);
        foreach (var name in args[2].Split(','))
        {
            using var data = Hard.Read(args[1], name);
            var loss = name.EndsWith('2') ? Losses.BinaryCrossEntropy : name.EndsWith('p') ? Losses.Poisson
                : Losses.HalfSquaredError;
            var (problem, lambdas) = (new LinearProblem(data, loss) { Standardize = true }, 0);
            var times = new double[Warm + Times];
            for (var i = 0; i < times.Length; i++)
            {
                var before = Environment.CpuUsage.TotalTime;
                lambdas = RegularizationPath.Fit(problem).Fits.Count;
                times[i] = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{{\"peer\":\"torchreg\",\"job\":\"{name}\"" +
                $",\"ms\":{times[Warm..].Order().ElementAt(Times / 2):F3},\"lambdas\":{lambdas}}}"));
        }
        return 0;
    }
}
