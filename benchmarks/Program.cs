using BenchmarkDotNet.Running;
using TorchReg.Benchmarks;

// steps [COUNT]: microseconds a training step as JSON lines, for compare.sh; anything else goes to BenchmarkDotNet.
if (args is ["steps", ..]) return Steps.Run(args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 3000);
BenchmarkSwitcher.FromAssembly(typeof(Steps).Assembly).Run(args);
return 0;
