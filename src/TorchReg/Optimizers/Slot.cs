using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Optimizers;

/// <summary>One thing that an optimizer remembers of a parameter: what a checkpoint keeps beside the step's number.</summary>
/// <param name="Name">Its name in torch: "exp_avg".</param>
/// <param name="Get">The tensor; null before the optimizer makes it.</param>
/// <param name="Put">Puts a tensor in its place: the optimizer's own from then on.</param>
/// <param name="IsNumber">
/// Whether the optimizer keeps a number, which <paramref name="Get"/> gives as a tensor of its own.
/// </param>
/// <param name="FallsToZero">
/// Whether it falls by a constant factor a step where gradients stay 0, into the denormal range.
/// </param>
sealed record Slot(
    string Name,
    Func<OptimizerState, Tensor?> Get,
    Action<OptimizerState, Tensor> Put,
    bool IsNumber,
    bool FallsToZero)
{
    /// <summary>A running mean, a sum, a buffer.</summary>
    internal static Slot Of<TState>(string name, Func<TState, Tensor?> get, Action<TState, Tensor> put, bool fallsToZero = true)
        where TState : OptimizerState =>
        new(name, state => get((TState)state), (state, tensor) => put((TState)state, tensor), IsNumber: false, fallsToZero);

    /// <summary>A number.</summary>
    internal static Slot OfNumber<TState>(string name, Func<TState, double> get, Action<TState, double> put)
        where TState : OptimizerState =>
        new(
            name,
            state => tensor(get((TState)state), ScalarType.Float64),
            (state, number) => put((TState)state, number.ReadDouble()),
            IsNumber: true,
            FallsToZero: false);
}
