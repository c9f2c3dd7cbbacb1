using BenchmarkDotNet.Running;
using TorchReg.Benchmarks;

// steps [COUNT [JOB [BATCH]]]: microseconds a training step as JSON lines, for compare.sh; leak [COUNT [network]]: live
// tensors and memory over as many steps; threads: the same by threads; growth: by rows, columns and classes; epoch DIR: an
// epoch over the digits of a folder; select DIR [ROWS] [JOBS] [CSV]: softmax paths, for select.sh; groups DIR [JOBS]: the
// problems that groups.R wrote, for groups.sh; hard DIR NAMES [cv] [single]: hard problems, for hard.sh; hard-growth: by
// rows, columns and density; small DIR NAMES: small ones, for small.sh; csv FILE TARGET: a file read and cross-validated, for
// csv.sh; device [--device cpu|cuda] [--json FILE] [--quick]: steps, stacks and folds on a device, the CPU and by PyTorch;
// anything else goes to BenchmarkDotNet.
if (args is ["steps", ..]) return Steps.Run(Count(3000), args.ElementAtOrDefault(2) ?? "", Count(0, 3));
if (args is ["threads", ..]) return Threads.Run(Count(500));
if (args is ["growth", ..]) return Growth.Run(Count(500));
if (args is ["together", var digits]) return Together.Run(digits);
if (args is ["leak", ..]) return Leak.Run(Count(100_000), args.ElementAtOrDefault(2) ?? "");
if (args is ["epoch", var folder]) return Epoch.Run(folder);
if (args is ["select", _, ..]) return Selection.Run(args);
if (args is ["groups", _, ..]) return TorchReg.Benchmarks.Groups.Run(args);
if (args is ["hard", _, _, ..]) return Hard.Run(args);
if (args is ["hard-growth"]) return HardGrowth.Run();
if (args is ["csv", var file, var target]) return Csv.Run(file, target);
if (args is ["device", ..]) return Device.Run(args);
if (args is ["small", _, _]) return Small.Run(args);
BenchmarkSwitcher.FromAssembly(typeof(Steps).Assembly).Run(args);
return 0;

int Count(int otherwise, int at = 1) =>
    args.Length > at ? int.Parse(args[at], System.Globalization.CultureInfo.InvariantCulture) : otherwise;
