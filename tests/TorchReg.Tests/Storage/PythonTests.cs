using System.Diagnostics;
using System.Globalization;
using TorchReg.Storage;
using TorchReg.Tests.Data;

namespace TorchReg.Tests.Storage;

/// <summary>A test that Python's torch runs in; skipped where there is none (Debian: python3-torch).</summary>
public sealed class PythonTorchFactAttribute : FactAttribute
{
    static readonly Lazy<string?> python = new(Find);

    public PythonTorchFactAttribute()
    {
        if (Python == null) Skip = "no Python with torch; Debian has it as python3-torch.";
    }

    public static string? Python => python.Value;

    static string? Find() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(HasTorch);

    // Asking for the module without importing it takes no second.
    static bool HasTorch(string program)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(
                    program,
                    ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"]))!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

[Trait("Speed", "Slow")]
public sealed class PythonTests
{
    // Reads a safetensors file by its format's description, and runs the network that its keys describe.
    const string Script = """
        import json, struct, sys, torch
        def load(path):
            data = open(path, "rb").read()
            n = struct.unpack("<Q", data[:8])[0]
            header = json.loads(data[8:8 + n])
            types = {"F32": torch.float32, "F64": torch.float64, "I64": torch.int64}
            out = {}
            for name, e in header.items():
                if name == "__metadata__": continue
                begin, end = e["data_offsets"]
                out[name] = torch.frombuffer(bytearray(data[8 + n + begin:8 + n + end]), dtype=types[e["dtype"]]).reshape(e["shape"])
            return out
        model, inputs = load(sys.argv[1]), load(sys.argv[2])
        net = torch.nn.Sequential()
        net.add_module("linear1", torch.nn.Linear(784, 32)); net.add_module("relu1", torch.nn.ReLU()); net.add_module("linear2", torch.nn.Linear(32, 10))
        net.load_state_dict({k[len("layers."):]: v for k, v in model.items()})
        with torch.no_grad(): z = net(inputs["x"])
        print("%.9g" % (z - inputs["logits"]).abs().max().item(), "%.9g" % z.abs().max().item())
        """;

    [PythonTorchFact]
    public void Pythons_torch_opens_the_model_and_gives_the_same_logits()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var model = new Mlp([784, 32, 10], generator: new Generator(3));
        var x = rand([50, 784], generator: new Generator(4));
        var (weights, inputs, script) = (
            Path.Combine(folder.Path, "model.safetensors"),
            Path.Combine(folder.Path, "x.safetensors"),
            Path.Combine(folder.Path, "check.py"));
        ModelFile.Save(model, weights, new Dictionary<string, string> { ["made by"] = "TorchReg" });
        SafeTensors.Save(inputs, new Dictionary<string, Tensor> { ["x"] = x, ["logits"] = model.call(x) });
        File.WriteAllText(script, Script);
        using var process = Process.Start(
            new ProcessStartInfo(PythonTorchFactAttribute.Python!, [script, weights, inputs]) { RedirectStandardOutput = true })!;
        var answer = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.True(double.Parse(answer[0], CultureInfo.InvariantCulture) <= 1e-6, string.Join(' ', answer));
        Assert.True(double.Parse(answer[1], CultureInfo.InvariantCulture) > 0.1);
    }
}
