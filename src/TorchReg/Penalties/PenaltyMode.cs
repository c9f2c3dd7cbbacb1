namespace TorchReg.Penalties;

/// <summary>How a penalty acts on a training step. λ means the same in each.</summary>
public enum PenaltyMode
{
    /// <summary>
    /// Its closed-form gradient is added to <c>.grad</c>, without a graph: the numbers of <see cref="Loss"/>, nearly free.
    /// </summary>
    Gradient,

    /// <summary>Its value joins the loss and autograd differentiates it, as TensorFlow and Keras do.</summary>
    Loss,

    /// <summary>
    /// The optimizer steps on the loss alone, then the penalty's prox follows with the step's size: exact zeros.
    /// </summary>
    Proximal,

    /// <summary>Weights shrink by 1 − η·λ apart from the gradient: L2 with adaptive optimizers, AdamW.</summary>
    Decoupled,
}
