using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchReg.Objectives;

/// <summary>Derivatives by the inputs that can be differentiated again.</summary>
static class InputGradient
{
    const string Twice =
        "An input penalty needs a backward pass that can be differentiated again; see InputPenalty for where that can't be";

    /// <summary>∂(Σ weights∘output)/∂input, n × all of a row.</summary>
    /// <remarks>By backward into the leaf: where autograd.grad fails, TorchSharp's process ends.</remarks>
    internal static Tensor Of(Tensor output, Tensor? weights, Tensor input)
    {
        Expect(output, input);
        // What stands there would be added to, and kept alive by its own graph.
        input.grad = null;
        try
        {
            output.backward(
                grad_tensors: weights is null ? null : [weights], retain_graph: true, create_graph: true, inputs: [input]);
        }
        catch (ExternalException failed)
        {
            throw Refused(failed);
        }
        var gradient = input.grad
            ?? throw new InvalidOperationException("The output does not depend on the input in autograd's eyes.");
        input.grad = null;
        if (!gradient.requires_grad)
            throw new InvalidOperationException(
                "The derivative by the inputs depends on no parameter in autograd's eyes, and its penalty would do nothing: " +
                "a layer's backward pass is not made of differentiable operators, or no weight is trained.");
        return gradient.flatten(1);
    }

    /// <summary>The pass through all of it, first and second derivatives.</summary>
    internal static void Backward(Tensor total, Tensor input)
    {
        try
        {
            total.backward();
            // The leaf's own would keep the batch's graph.
            input.grad = null;
        }
        catch (ExternalException failed)
        {
            throw Refused(failed);
        }
    }

    /// <summary>What libtorch says of a derivative that it does not have, in words of the penalty.</summary>
    static InvalidOperationException Refused(ExternalException failed) =>
        new($"{Twice}. {failed.Message.Split('\n')[0].TrimEnd()}", failed);

    static void Expect(Tensor output, Tensor input)
    {
        if (!is_grad_enabled())
            throw new InvalidOperationException("Gradients are off here, by no_grad or inference mode: call it outside of that.");
        if (!input.requires_grad || !input.is_leaf)
            throw new ArgumentException(
                "The input must be a leaf that requires a gradient, before the model is called: " +
                "var x = rows.detach().requires_grad_().", nameof(input));
        if (!output.requires_grad)
            throw new ArgumentException(
                "The output has no graph: call the model on the input with gradients on.", nameof(output));
        if (output.Dimensions > 0 && (input.Dimensions == 0 || output.shape[0] != input.shape[0]))
            throw new ArgumentException(
                $"Input and output must have as many rows; given [{string.Join("×", input.shape)}] and " +
                $"[{string.Join("×", output.shape)}].", nameof(output));
    }
}
