using System.Text.Json;

namespace TorchReg.Benchmarks;

/// <summary>The same steps by PyTorch, in a process of the machine's python3; none where it has no torch.</summary>
static class DevicePeer
{
    internal sealed record Row(string Job, string Size, double Seconds);

    internal static int[] Batches(bool isQuick) => isQuick ? [32, 1024] : [32, 128, 1024, 8192, 65536];

    const string Script = """
        import json, sys, time
        import torch
        on, count, batches = sys.argv[1], int(sys.argv[2]), [int(b) for b in sys.argv[3].split(",")]
        nn, wait = torch.nn, (torch.cuda.synchronize if on == "cuda" else lambda: None)
        for batch in batches:
            for job in ("softmax", "network", "network bf16"):
                torch.manual_seed(0)
                if job == "softmax":
                    model = nn.Linear(784, 10).to(on)
                    optimizer = torch.optim.SGD(model.parameters(), 0.1)
                else:
                    layers = [nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)]
                    model = nn.Sequential(*layers).to(on)
                    optimizer = torch.optim.Adam(model.parameters())
                weights = [p for p in model.parameters() if p.dim() > 1]
                x, y = torch.rand(batch, 784, device=on), torch.randint(10, (batch,), device=on)
                def step():
                    optimizer.zero_grad()
                    with torch.autocast(on, torch.bfloat16, enabled=job == "network bf16"):
                        data = nn.functional.cross_entropy(model(x), y)
                    loss = data + 1e-3 * sum(w.abs().sum() for w in weights)
                    loss.backward()
                    optimizer.step()
                for _ in range(10): step()
                wait()
                began = time.perf_counter()
                for _ in range(count): step()
                wait()
                seconds = (time.perf_counter() - began) / count
                print(json.dumps({"Job": job + " step", "Size": str(batch), "Seconds": seconds}), flush=True)
        """;

    internal static IEnumerable<Row> Rows(string device, bool isQuick)
    {
        var start = new ProcessStartInfo(
            "python3",
            ["-c", Script, device, isQuick ? "20" : "200", string.Join(',', Batches(isQuick))])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Started(start);
        if (process is null) yield break;
        var errors = process.StandardError.ReadToEndAsync();
        while (process.StandardOutput.ReadLine() is { } line)
            if (JsonSerializer.Deserialize<Row>(line) is { } row) yield return row;
        process.WaitForExit();
        if (process.ExitCode != 0)
            Console.Error.WriteLine($"device: no PyTorch beside: {errors.Result.TrimEnd().Split('\n')[^1]}");
    }

    static Process? Started(ProcessStartInfo start)
    {
        try { return Process.Start(start); }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("device: no PyTorch beside: there is no python3");
            return null;
        }
    }
}
