using System.Runtime.InteropServices;

namespace TorchReg.Benchmarks;

/// <summary>
/// hard DIR NAME[,NAME…] [cv] [single]: the peers' hard problems, dense or sparse, read from their files, one thread: the path
/// of 100 λ down to λ_max/100, its cross-validation by row number modulo 10, and one λ = λ_max/20 from cold. A JSON line for each
/// job.
/// </summary>
static class Hard
{
    static readonly PathOptions path = new() { Ratio = 0.01, EndEarly = false };

    internal static int Run(string[] args)
    {
        torch.set_num_threads(1);
        var jobs = args[3..];
        Warm();
        foreach (var name in args[2].Split(','))
        {
            using var data = Read(args[1], name);
            var problem = new LinearProblem(data, name.EndsWith('2') ? Losses.BinaryCrossEntropy : Losses.HalfSquaredError);
            Write(name, () => RegularizationPath.Fit(problem, path),
                found => Told(found.Fits, System.IO.Path.Combine(args[1], $"{name}.glmnet.csv")));
            if (jobs.Contains("cv")) Write($"{name}-cv10", () => Folds10(problem), Told);
            if (jobs.Contains("single")) Single(name, problem);
        }
        return 0;
    }

    // The compiler's time is not the solver's.
    static void Warm()
    {
        using var generator = new torch.Generator(1);
        using var wide = torch.randn([60L, 30L], torch.ScalarType.Float64, generator: generator);
        using var tall = torch.randn([300L, 30L], torch.ScalarType.Float64, generator: generator);
        for (var round = 0; round < 30; round++)
            foreach (var (x, loss) in new[]
            {
                (wide, Losses.HalfSquaredError), (wide, Losses.BinaryCrossEntropy), (tall, Losses.HalfSquaredError),
            })
            {
                using var sum = x.select(1, 0) + x.select(1, 1);
                using var y = loss == Losses.HalfSquaredError ? sum.clone() : sum.gt(0).to(torch.ScalarType.Int64);
                using var data = new Dataset(x.clone(), y.clone());
                RegularizationPath.Fit(new(data, loss), path);
            }
        Thread.Sleep(300);
    }

    internal static Dataset Read(string folder, string name)
    {
        var file = System.IO.Path.Combine(folder, name);
        var shape = File.ReadAllText(file + ".dim").Split().Where(part => part.Length > 0).Select(
            part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var y = torch.tensor(Numbers(file + ".y"));
        if (File.Exists(file + ".indptr"))
            return new(
                new SparseFeatures(Whole(file + ".indptr"), Whole(file + ".indices"), Numbers(file + ".data"), (int)shape[1]),
                name.EndsWith('2') ? y.to(torch.ScalarType.Int64) : y);
        return new(torch.tensor(Numbers(file + ".X"), shape), name.EndsWith('2') ? y.to(torch.ScalarType.Int64) : y);
    }

    static double[] Numbers(string file) => MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file)).ToArray();

    static int[] Whole(string file) => MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(file)).ToArray();

    // What is said of a result is not timed.
    static void Write<T>(string job, Func<T> work, Func<T, string> told)
    {
        GC.Collect();
        var (before, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        var found = work();
        var (seconds, processor) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"peer\":\"torchreg\",\"job\":\"{job}\",\"seconds\":{seconds:F4},\"processor\":{processor:F4}" +
            $",\"peak_mb\":{Process.GetCurrentProcess().PeakWorkingSet64 >> 20},{told(found)}}}"));
    }

    static string Told(IReadOnlyList<LinearFit> fits, string csv)
    {
        double? excess = File.Exists(csv) ? fits.Zip(File.ReadLines(csv).Skip(1), (fit, line) =>
            fit.Certificate.Objective - double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).Max() : null;
        return string.Create(CultureInfo.InvariantCulture,
            $"\"lambdas\":{fits.Count},\"last_objective\":{fits[^1].Certificate.Objective:R}" +
            $",\"largest_gap\":{fits.Max(fit => fit.Certificate.Gap):G3}" +
            $",\"worst_excess\":{(excess is { } known ? $"{known:G3}" : "null")}" +
            $",\"converged\":{fits.Count(fit => fit.Converged)},\"steps\":{fits.Sum(fit => fit.Steps)}");
    }

    static CrossValidation Folds10(LinearProblem problem)
    {
        var folds = Folds.Given([.. Enumerable.Range(0, (int)problem.Data.Rows).Select(i => i % 10)]);
        return CrossValidation.Of(problem, new() { Folds = folds, Path = path, Threads = 1 });
    }

    static string Told(CrossValidation cv) => string.Create(CultureInfo.InvariantCulture,
        $"\"lambda_min\":{cv.Curve.LambdaMin:R},\"notes\":\"{string.Join(' ', cv.Notes)}\"");

    static void Single(string name, LinearProblem problem)
    {
        var largest = RegularizationPath.Fit(problem, path with { Count = 2, Ratio = 0.9 }).LambdaMax;
        Write($"{name}-single", () => problem.Fit(largest / 20, path.Solver), Told);
    }

    static string Told(LinearFit fit) => string.Create(CultureInfo.InvariantCulture,
        $"\"objective\":{fit.Certificate.Objective:R},\"gap\":{fit.Certificate.Gap:G3},\"steps\":{fit.Steps}");
}
