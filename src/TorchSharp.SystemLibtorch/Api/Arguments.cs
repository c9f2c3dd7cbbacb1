using System.Runtime.CompilerServices;

namespace TorchSharp;

// How the API's parameters become an operator's arguments.
public static partial class torch
{
    /// <summary>What is null where TorchSharp takes no null: its exception is the runtime's own, here with the name.</summary>
    internal static NullReferenceException Null(string? name) =>
        new($"Object reference not set to an instance of an object: '{name}' is null.");

    static Tensor Given(Tensor? tensor, [CallerArgumentExpression(nameof(tensor))] string? name = null) =>
        tensor ?? throw Null(name);

    static Tensor[] Tensors(IEnumerable<Tensor>? tensors, [CallerArgumentExpression(nameof(tensors))] string? name = null) =>
        tensors as Tensor[] ?? tensors?.ToArray() ?? throw Null(name);

    static T[] Elements<T>(IList<T>? list, [CallerArgumentExpression(nameof(list))] string? name = null) =>
        list as T[] ?? list?.ToArray() ?? throw Null(name);

    static long[] Items((long, long) tuple) => [tuple.Item1, tuple.Item2];
    static long[] Items((long, long, long) tuple) => [tuple.Item1, tuple.Item2, tuple.Item3];
    static long[] Items((long, long, long, long) tuple) => [tuple.Item1, tuple.Item2, tuple.Item3, tuple.Item4];

    static string? Rounding(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();

    static Tensor Tracked(Tensor tensor, bool requires_grad) => requires_grad ? tensor.requires_grad_() : tensor;

    static Tensor Unnamed(Tensor tensor, string[]? names)
    {
        if (names is not { Length: > 0 }) return tensor;
        tensor.Dispose();
        throw new NotSupportedException("Named dimensions are not supported here.");
    }
}
