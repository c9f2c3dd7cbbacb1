namespace TorchReg.Benchmarks;

/// <summary>
/// Processor seconds of paths for several outputs and for grouped classes, over the problems and the λ that groups.R wrote; and
/// how far our objectives are above glmnet's.
/// </summary>
static class Groups
{
    internal static int Run(string[] args)
    {
        torch.set_num_threads(1);
        var folders = args.Length > 2 ? args[2].Split(',').Select(job => Path.Combine(args[1], job))
            : Directory.GetDirectories(args[1]).Order();
        foreach (var folder in folders) Print(folder);
        return 0;
    }

    static void Print(string folder)
    {
        var job = File.ReadAllText(Path.Combine(folder, "job.csv")).Trim().Split(',');
        var (rows, columns, outputs) = (Whole(job[1]), Whole(job[2]), Whole(job[3]));
        double[][] given = [.. File.ReadLines(Path.Combine(folder, "lambda.csv"))
            .Select(line => line.Split(',').Select(Number).ToArray())];
        var (isClasses, isGrouped, isFolds) = (job[4] == "1", job[5] == "1", job[7] == "1");
        using var x = torch.tensor(Doubles(Path.Combine(folder, "X.bin")), [rows, columns]);
        using var all = torch.tensor(Doubles(Path.Combine(folder, "Y.bin")), [rows, outputs]);
        using var y = isClasses ? all.select(1, 0).to(torch.ScalarType.Int64) : all.clone();
        var problem = new LinearProblem(new(x, y), isClasses ? Losses.CrossEntropy : Losses.HalfSquaredError)
        { GroupFeatures = isGrouped, L1Ratio = Number(job[6]) };
        var path = new PathOptions { Lambdas = [.. given.Select(pair => pair[0])] };
        var fits = RegularizationPath.Fit(problem, path).Fits;
        var tenths = Folds.Given([.. Enumerable.Range(0, rows).Select(i => i % 10)]);
        var folds = new CvOptions { Folds = tenths, Threads = 1, Path = path };
        var seconds = Seconds(isFolds ? () => CrossValidation.Of(problem, folds) : () => RegularizationPath.Fit(problem, path));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{{\"peer\":\"torchreg\",\"job\":\"{job[0]}\",\"lambdas\":{fits.Count},\"seconds\":{seconds:F6}" +
            $",\"steps\":{fits.Sum(fit => fit.Steps)},\"not_converged\":{fits.Count(fit => !fit.Converged)}" +
            $",\"worst\":{fits.Zip(given).Max(pair => pair.First.Certificate.Objective - pair.Second[1]):E1}" +
            $",\"best\":{fits.Zip(given).Min(pair => pair.First.Certificate.Objective - pair.Second[1]):E1}}}"));
    }

    static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    static double[] Doubles(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var numbers = new double[bytes.Length / sizeof(double)];
        Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
        return numbers;
    }

    // Of the processor, as R's user and system time; the compiler's part comes before.
    static double Seconds(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var (times, watch, start) = (0, Stopwatch.StartNew(), process.TotalProcessorTime);
        do
        {
            action();
            times++;
        }
        while (watch.Elapsed.TotalSeconds < 1);
        process.Refresh();
        return (process.TotalProcessorTime - start).TotalSeconds / times;
    }
}
