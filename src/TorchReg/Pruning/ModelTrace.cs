using TorchReg.Layers;
using static TorchSharp.torch;

namespace TorchReg.Pruning;

/// <summary>
/// Forward passes of a model in eval mode in which the output of every block can be put in place: what lies between the blocks,
/// activations, pooling, sums, and code of one's own, is then a function that is seen from outside.
/// </summary>
sealed class ModelTrace(nn.Module<Tensor, Tensor> model, IReadOnlyList<Block> blocks)
{
    /// <summary>One pass over these rows.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="replaced">What a block's call, by its number, gives in place of its output. Default: what it gives.</param>
    internal Pass Run(Tensor input, Func<Block, int, Tensor>? replaced = null)
    {
        var calls = blocks.ToDictionary(block => block, _ => new List<Call>());
        var hooks = blocks.Select(block => block.Module.register_forward_hook((_, taken, given) =>
        {
            var own = calls[block];
            // Clones, because a Sequential disposes of what it handed on, and a model may have scopes of its own.
            own.Add(new(Copy(taken), replaced is null ? Copy(given) : null));
            return replaced?.Invoke(block, own.Count - 1) ?? given;
        })).ToArray();
        try
        {
            return new(Prediction.Of(model, input).DetachFromDisposeScope(), calls);
        }
        catch
        {
            foreach (var call in calls.Values.SelectMany(own => own)) call.Dispose();
            throw;
        }
        finally
        {
            foreach (var hook in hooks) hook.remove();
        }
    }

    static Tensor Copy(Tensor seen) => seen.detach().clone().DetachFromDisposeScope();
}

/// <summary>One call of a block.</summary>
/// <param name="input">What it took.</param>
/// <param name="output">What it gave; null where that was put in place.</param>
sealed class Call(Tensor input, Tensor? output) : IDisposable
{
    internal Tensor Input => input;

    internal Tensor? Output => output;

    public void Dispose()
    {
        Input.Dispose();
        Output?.Dispose();
    }
}

/// <summary>What a pass showed.</summary>
/// <param name="output">The model's.</param>
/// <param name="calls">Of each block.</param>
sealed class Pass(Tensor output, IReadOnlyDictionary<Block, List<Call>> calls) : IDisposable
{
    internal Tensor Output => output;

    internal IReadOnlyDictionary<Block, List<Call>> Calls => calls;

    public void Dispose()
    {
        Output.Dispose();
        foreach (var call in Calls.Values.SelectMany(own => own)) call.Dispose();
    }
}
