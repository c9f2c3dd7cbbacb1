namespace TorchReg.Benchmarks;

/// <summary>
/// Seconds of L1 softmax regression on the first digits of a folder, one thread: the path, 10-fold cross-validation, one λ from
/// cold.
/// </summary>
static class Selection
{
    static readonly PathOptions path = new() { Ratio = 0.01, EndEarly = false };

    internal static int Run(string[] args)
    {
        torch.set_num_threads(1);
        var (folder, rows) = (args[1], args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2000);
        var jobs = args.Length > 3 ? args[3].Split(',') : ["path", "cv10", "single"];
        using var data = Digits(folder, rows);
        var problem = new LinearProblem(data, Losses.CrossEntropy);
        using (var few = data.Take(200))
            // the compiler's time is not the solver's
            RegularizationPath.Fit(problem with { Data = few }, path with { Count = 5 });
        foreach (var job in jobs)
        {
            var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().UserProcessorTime);
            var result = job switch
            {
                "path" => Path(problem, args.ElementAtOrDefault(4)),
                "cv10" => Folds10(problem),
                "single" => Single(problem),
                "grouped" => Path(problem with { GroupFeatures = true }, null),
                "ridge" => Path(problem with { L1Ratio = 0 }, null),
                "net" => Path(problem with { L1Ratio = 0.5 }, null),
                "lasso" => Path(Numbers(problem), null),
                "wide" => Path(Wide(Losses.HalfSquaredError), null),
                "wide-binary" => Path(Wide(Losses.BinaryCrossEntropy), null),
                _ => throw new ArgumentException(
                    $"{job} is no job: path, cv10, single, grouped, ridge, net, lasso, wide, wide-binary."),
            };
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{\"peer\":\"torchreg\",\"job\":\"{job}\",\"rows\":{rows},\"seconds\":{watch.Elapsed.TotalSeconds:F3}" +
                    $",\"user\":{(Process.GetCurrentProcess().UserProcessorTime - before).TotalSeconds:F3}" +
                    $",{result}}}"));
        }
        return 0;
    }

    static Dataset Digits(string folder, int rows)
    {
        var t10k = new LabeledImages(
            IdxFile.ReadImages(System.IO.Path.Combine(folder, "t10k-images-idx3-ubyte.gz")).Bytes,
            IdxFile.ReadLabels(System.IO.Path.Combine(folder, "t10k-labels-idx1-ubyte.gz")).Bytes);
        // Divided in float64, as the peers do.
        var pixels = t10k.Take(rows).Pixels.ToArray().Select(pixel => pixel / 255.0).ToArray();
        return new(torch.tensor(pixels, [rows, 784]), torch.tensor(t10k.Take(rows).Labels.ToArray()).to(torch.ScalarType.Int64));
    }

    // The digit as a number: correlated columns, many of them needed.
    static LinearProblem Numbers(LinearProblem digits) =>
        new(
            new(digits.Data.Features.clone(), digits.Data.Targets.to(torch.ScalarType.Float64).unsqueeze(1)),
            Losses.HalfSquaredError);

    // 200 rows, 20,000 normal columns, of which ten matter.
    static LinearProblem Wide(Loss loss)
    {
        var generator = new torch.Generator(1);
        var x = torch.randn([200L, 20_000L], torch.ScalarType.Float64, generator: generator);
        var y =
            x.narrow(1, 0, 10).sum([1L], keepdim: true) + torch.randn([200L, 1L], torch.ScalarType.Float64, generator: generator);
        return new(new(x, loss == Losses.BinaryCrossEntropy ? y.squeeze(1).gt(0).to(torch.ScalarType.Int64) : y), loss);
    }

    static string Path(LinearProblem problem, string? csv)
    {
        var result = RegularizationPath.Fit(problem, path);
        if (csv is not null)
            File.WriteAllLines(
                csv,
                result
                    .Fits.Select(fit =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{fit.Lambda:R},{fit.Certificate.Objective:R},{fit.Certificate.Distance:R},{fit.NonZeros}"))
                    .Prepend("lambda,objective,distance,nonzeros"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\"lambdas\":{result.Fits.Count},\"steps\":{result.Fits.Sum(fit => fit.Steps)}" +
            $",\"converged\":{result.Fits.Count(fit => fit.Converged)}" +
            $",\"last_objective\":{result.Fits[^1].Certificate.Objective:R}");
    }

    static string Folds10(LinearProblem problem)
    {
        var folds = Folds.Given([.. Enumerable.Range(0, (int)problem.Data.Rows).Select(i => i % 10)]);
        var cv = CrossValidation.Of(problem, new() { Folds = folds, Path = path, Threads = 1 });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\"lambda_min\":{cv.Curve.LambdaMin:R},\"lambda_1se\":{cv.Curve.LambdaOneStandardError:R}" +
            $",\"least\":{cv.Curve.Mean[cv.Curve.MinIndex]:R},\"notes\":\"{string.Join(' ', cv.Notes)}\"");
    }

    static string Single(LinearProblem problem)
    {
        var fit = problem.Fit(0.001, new() { DistanceTolerance = 1e-4 });
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\"lambda\":0.001,\"objective\":{fit.Certificate.Objective:R},\"distance\":{fit.Certificate.Distance:R}" +
            $",\"nonzeros\":{fit.NonZeros},\"steps\":{fit.Steps}");
    }
}
