using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchReg.Tests.Soundness;

/// <summary>
/// TorchSharp keeps no temporary <see cref="Scalar"/> alive while libtorch reads it (docs/scalar-race.md).
/// temporary-scalars-0.105.2.txt lists the public members of TorchSharp 0.105.2 that make one inside; the library calls none of
/// them, and makes none itself.
/// </summary>
public sealed class ScalarRaceTests
{
    static readonly HashSet<string> hidden = [.. File.ReadAllLines(ListFile()).Where(line => line.Length > 0)];

    [Fact]
    public void No_code_of_the_library_makes_a_temporary_scalar() =>
        Assert.Equal(
            "",
            string.Join(
                '\n',
                CompiledCalls
                    .Of(typeof(Penalty).Assembly)
                    .Where(call => MakesOne(call.Called) && CompiledCalls.Outermost(call.Caller) != typeof(Scalars))
                    .Select(call =>
                        $"{CompiledCalls.Name(call.Caller)} calls {Signature(call.Called)}: write Scalars.Of(…), or an " +
                        "overload that takes every Scalar")
                    .Distinct()));

    [Fact]
    public void The_scan_finds_each_way_of_making_one()
    {
        var found = CompiledCalls
            .Of(typeof(Exposed).Assembly)
            .Where(call => CompiledCalls.Outermost(call.Caller) == typeof(Exposed) && MakesOne(call.Called))
            .Select(call => call.Caller.Name)
            .Distinct()
            .Order();
        Assert.Equal(
            [
                nameof(Exposed.Added),
                nameof(Exposed.Argument),
                nameof(Exposed.HiddenAlpha),
                nameof(Exposed.Product),
                nameof(Exposed.Read),
                nameof(Exposed.Squared)
            ],
            found);
    }

    static bool MakesOne(MethodBase called) =>
        called.DeclaringType == typeof(Scalar) ? called.Name == "op_Implicit"
        : called.DeclaringType == typeof(ScalarExtensionMethods)
            ? called.Name is nameof(ScalarExtensionMethods.ToScalar) or nameof(ScalarExtensionMethods.ToBFloat16Scalar)
        : called.DeclaringType?.Namespace?.StartsWith(nameof(TorchSharp), StringComparison.Ordinal) == true
            && hidden.Contains(Signature(called));

    static string Signature(MethodBase method) =>
        $"{method.DeclaringType!.ToString()["TorchSharp.".Length..]}.{method.Name}" +
        $"({string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name))})";

    static string ListFile([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "temporary-scalars-0.105.2.txt");

    static class Exposed
    {
        internal static torch.Tensor Product(torch.Tensor w) => w * 0.5;
        internal static torch.Tensor Added(torch.Tensor w) => w + w;
        internal static torch.Tensor Argument(torch.Tensor w) => w.clamp_min(0);
        internal static torch.Tensor HiddenAlpha(torch.Tensor w) => w.add_(w);
        internal static torch.Tensor Squared(torch.Tensor w) => w.square();
        internal static double Read(torch.Tensor w) => w.ToDouble();
        internal static torch.Tensor Kept(torch.Tensor w) => (w * Scalars.Of(0.5)).add(w, Scalars.One);
    }
}
