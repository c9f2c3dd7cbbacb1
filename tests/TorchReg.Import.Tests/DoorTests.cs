using System.Globalization;
using System.Text.Json;
using TorchReg.Tests;

namespace TorchReg.Import.Tests;

/// <summary>examples/python/torchreg.py in Debian's Python, and the script that fitted the models that are certified.</summary>
public sealed class DoorTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("torchreg-door").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Place(string name) => Path.Combine(folder, name);

    void Copy(string name) => File.Copy(Certify.Path(name), Place(name));

    string Done(string name)
    {
        var (status, output, error) = PeerFactAttribute.Runs(folder, PeerFactAttribute.Python, name);
        Assert.True(status == 0, error);
        return output;
    }

    [PeerFact("numpy", "sklearn")]
    public void The_door_gives_NumPy_the_path_that_scikit_learn_finds()
    {
        Copy("y.csv");
        var program = Path.Combine(AppContext.BaseDirectory, "TorchReg.Cli.dll");
        File.WriteAllText(Place("door.py"), $"""
            import sys
            sys.path.insert(0, "{Path.Combine(Repository.Root, "examples", "python")}")
            import numpy as np, torchreg
            from sklearn.linear_model import ElasticNet
            rows = np.loadtxt("y.csv", delimiter=",", skiprows=1)
            X, y = rows[:, :6], rows[:, 6]
            path = torchreg.fit_path(X, y, ("dotnet", "{program}"), l1Ratio=0.5, **{"{\"path.count\": 8}"})
            assert path["coefs"].shape == (len(path["lambdas"]), 1, 6) and path["mean"].shape == path["lambdas"].shape
            for k, a in enumerate(path["lambdas"]):
                m = ElasticNet(alpha=a, l1_ratio=0.5, tol=1e-13, max_iter=1000000).fit(X, y)
                print(np.abs(m.coef_ - path["coefs"][k, 0]).max(), abs(m.intercept_ - path["intercepts"][k, 0]), sep=",")
            kinds = torchreg.fit_path(X.astype(np.float32), (y > 0).astype(int), ("dotnet", "{program}"), **{"{\"path.count\": 4}"})
            assert kinds["coefs"].shape[1:] == (1, 6)
            try:
                torchreg.fit_path(X, y, ("dotnet", "{program}"), l1Ratio=3)
            except ValueError as refused:
                assert "l1Ratio" in str(refused)
            else:
                raise SystemExit("not refused")
            """);
        double[] differences = [.. Done("door.py").Split('\n', ',').Where(cell => cell.Trim().Length > 0)
            .Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
        Assert.InRange(differences.Max(), 0, 1e-5);
        Assert.True(differences.Length >= 12);
    }

    [PeerFact("sklearn", "torch", "h5py", PeerFactAttribute.Glmnet), Trait("Speed", "Slow")]
    public void The_kept_distances_are_those_that_the_script_computes_here()
    {
        foreach (var name in new[] { "make.py", "fit.R" }) Copy(name);
        Done("make.py");
        var (own, kept) = (JsonDocument.Parse(File.ReadAllText(Place("models.json"))).RootElement,
            JsonDocument.Parse(File.ReadAllText(Certify.Path("models.json"))).RootElement);
        foreach (var (one, other) in own.EnumerateArray().Zip(kept.EnumerateArray()))
            Assert.Equal(other.Number("optimum"), one.Number("optimum"), 1e-8 * Math.Abs(other.Number("optimum")));
        Assert.Equal(kept.GetArrayLength(), own.GetArrayLength());
    }
}
