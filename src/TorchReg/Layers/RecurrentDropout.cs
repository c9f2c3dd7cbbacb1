using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchReg.Layers;

/// <summary>
/// A recurrent cell over rows × steps × features, with one mask of the inputs and one of the state for all steps of a row:
/// hₜ = cell(xₜ∘mₓ, hₜ₋₁∘mₕ), both scaled by 1/(1 − rate). The masks of dropout change from step to step, and wipe out what the
/// state should remember.
/// </summary>
/// <remarks>
/// Y. Gal, Z. Ghahramani, A theoretically grounded application of dropout in recurrent neural networks, NIPS 2016, section 4,
/// with one mask for all gates ("tied weights"); Keras's dropout and recurrent_dropout. An LSTM's memory c is not dropped. The
/// cell's weights are found by penalties as <c>cell.weight_ih</c> and so on.
/// </remarks>
public sealed class RecurrentDropout : ScheduledNoise
{
    readonly nn.Module cell;
    readonly Func<Tensor, Tensor, Tensor, (Tensor State, Tensor Memory)> step;
    readonly Parameter inputs, states;

    /// <summary>Around an LSTM's cell, which it takes over.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputRate">Of features, from 0 to 1, 1 excluded; default ¼.</param>
    /// <param name="recurrentRate">Of the state's units, from 0 to 1, 1 excluded; default ¼.</param>
    /// <param name="seed">Of the layer's own generator; null for torch's default generator.</param>
    /// <param name="lastOnly">Whether the output is the last state, rows × units, not all of them. Default false.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is out of range.</exception>
    public RecurrentDropout(
        LSTMCell cell, double inputRate = 0.25, double recurrentRate = 0.25, ulong? seed = null, bool lastOnly = false)
        : this(cell, cell?.weight_ih, cell?.weight_hh, (x, h, c) => cell!.call(x, (h, c)), inputRate, recurrentRate, seed) =>
        LastOnly = lastOnly;

    /// <summary>Around a GRU's cell, which it takes over.</summary>
    /// <inheritdoc cref="RecurrentDropout(LSTMCell, double, double, ulong?, bool)"/>
    public RecurrentDropout(
        GRUCell cell, double inputRate = 0.25, double recurrentRate = 0.25, ulong? seed = null, bool lastOnly = false)
        : this(cell, cell?.weight_ih, cell?.weight_hh, (x, h, c) => (cell!.call(x, h), c), inputRate, recurrentRate, seed) =>
        LastOnly = lastOnly;

    /// <summary>Around a plain recurrent cell, which it takes over.</summary>
    /// <inheritdoc cref="RecurrentDropout(LSTMCell, double, double, ulong?, bool)"/>
    public RecurrentDropout(
        RNNCell cell, double inputRate = 0.25, double recurrentRate = 0.25, ulong? seed = null, bool lastOnly = false)
        : this(cell, cell?.weight_ih, cell?.weight_hh, (x, h, c) => (cell!.call(x, h), c), inputRate, recurrentRate, seed) =>
        LastOnly = lastOnly;

    RecurrentDropout(
        nn.Module? cell, Parameter? inputs, Parameter? states, Func<Tensor, Tensor, Tensor, (Tensor, Tensor)> step,
        double inputRate, double recurrentRate, ulong? seed)
        : base(nameof(RecurrentDropout), Require.Rate(inputRate) > 0 | Require.Rate(recurrentRate) > 0, seed)
    {
        (this.cell, this.step) = (cell ?? throw new ArgumentNullException(nameof(cell)), step);
        (this.inputs, this.states) = (inputs!, states!);
        (InputRate, RecurrentRate) = (inputRate, recurrentRate);
        register_module(nameof(cell), this.cell);
    }

    /// <summary>The probability that a feature is dropped.</summary>
    public double InputRate { get; }

    /// <summary>The probability that a unit of the state is dropped.</summary>
    public double RecurrentRate { get; }

    /// <summary>Whether the output is the last state alone.</summary>
    public bool LastOnly { get; }

    /// <inheritdoc/>
    protected override Tensor Noisy(Tensor input)
    {
        Check(input);
        var x = input * Noise.Mask(Scheduled(InputRate), [input.shape[0], 1, input.shape[2]], input);
        return Steps(x, Noise.Mask(Scheduled(RecurrentRate), [input.shape[0], states.shape[1]], input));
    }

    /// <inheritdoc/>
    protected override Tensor Quiet(Tensor input)
    {
        Check(input);
        using var scope = NewDisposeScope();
        return Steps(input, null).MoveToOuterDisposeScope();
    }

    Tensor Steps(Tensor x, Tensor? mask)
    {
        var state = zeros([x.shape[0], states.shape[1]], x.dtype, x.device);
        var memory = state;
        var all = new List<Tensor>();
        for (long t = 0; t < x.shape[1]; t++)
        {
            (state, memory) = step(x.select(1, t), mask is null ? state : state * mask, memory);
            if (!LastOnly) all.Add(state);
        }
        return LastOnly ? state : stack(all.ToArray(), 1);
    }

    // Before libtorch, which would say it of a product inside.
    void Check(Tensor input)
    {
        if (input.Dimensions != 3 || input.shape[2] != inputs.shape[1] || input.shape[0] == 0 || input.shape[1] == 0)
            throw new ArgumentException(
                $"{nameof(RecurrentDropout)}: the input must be rows × steps × {inputs.shape[1]} features; given " +
                $"[{string.Join("×", input.shape)}].", nameof(input));
        if (input.dtype != inputs.dtype || input.device_type != inputs.device_type)
            throw new ArgumentException(
                $"{nameof(RecurrentDropout)}: the cell's weights are {inputs.dtype} on {inputs.device}, the input is " +
                $"{input.dtype} on {input.device}: input.to({inputs.dtype}, {inputs.device}).", nameof(input));
    }
}
