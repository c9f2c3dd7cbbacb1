using TorchReg.Objectives;
using static TorchSharp.torch;

namespace TorchReg.Training;

/// <summary>Models of one kind, and whatever lies between them in the stack, which stays as it is: stepped at once.</summary>
sealed class StackedGroup : IDisposable
{
    readonly int first;
    readonly SteppedModel?[] models;
    readonly StackedParameter[] parameters;
    readonly StackedClipping clipping;
    readonly long outputs, before;
    long steps;

    /// <param name="stack">All models.</param>
    /// <param name="members">The models of the kind with their places, in order.</param>
    internal StackedGroup(ModelStack stack, IReadOnlyList<(int Place, SteppedModel Model)> members)
    {
        first = members[0].Place;
        models = new SteppedModel?[members[^1].Place - first + 1];
        foreach (var (place, model) in members) models[place - first] = model;
        var kind = members[0].Model.Kind;
        (outputs, before) = (stack.Outputs, kind.Before);
        var (start, rows) = (first * outputs, models.Length * outputs);
        Tensor Part(Tensor all) => all.narrow(0, start, rows).view(rows, -1).DetachFromDisposeScope();
        using var scope = NewDisposeScope();
        var weight = new StackedParameter(Part(stack.Weight.Value), Part(stack.Weight.Gradient), outputs, kind.Weight);
        parameters = stack.Bias is { } bias
            ? [weight, new(Part(bias.Value), Part(bias.Gradient), outputs, kind.Bias!)] : [weight];
        clipping = new([.. models.Select(model => model?.Options)], outputs, stack.Weight.Value);
    }

    /// <summary>An epoch begins, with the learning rates in force; models that have ended are 0.</summary>
    internal void Begin(ReadOnlySpan<bool> active)
    {
        var own = active.Slice(first, models.Length);
        for (var p = 0; p < parameters.Length; p++)
        {
            var rates = new RowRates[models.Length];
            for (var m = 0; m < rates.Length; m++)
                if (own[m] && models[m] is { } model) rates[m] = model.Now(p);
            parameters[p].Set(rates);
        }
    }

    /// <summary>A step on the gradients of the last batch.</summary>
    internal void Step()
    {
        foreach (var parameter in parameters) parameter.AddGradient();
        clipping.Clip(parameters);
        foreach (var parameter in parameters) parameter.Step(before + steps);
        steps++;
    }

    /// <summary>Adds ‖∇penalties‖² and ‖∇loss‖² of each model to its place in both sums.</summary>
    internal void AddSquares(Tensor penalties, Tensor data)
    {
        foreach (var parameter in parameters)
        {
            var (own, others) = parameter.Squares();
            Add(penalties, own);
            Add(data, others);
        }
    }

    void Add(Tensor sums, Tensor rows) =>
        sums.narrow(0, first, models.Length).add_(rows.view(models.Length, outputs).sum([1L]), Scalars.One);

    public void Dispose()
    {
        foreach (var parameter in parameters) parameter.Dispose();
        clipping.Dispose();
    }
}
