using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace TorchReg.Tests.TorchApi;

/// <summary>Parameters and how moving, converting and scopes treat them.</summary>
public sealed class ModuleMoveTests : ScopedTests
{
    sealed class Holder : nn.Module
    {
        internal readonly Parameter Weight = new(ones(2));
        internal Holder() : base("Holder") => RegisterComponents();
    }

    [Fact]
    public void Converting_replaces_the_parameter_objects_and_keeps_their_gradients()
    {
        using var network = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2));
        var before = ((Linear)network[0]).weight;
        network.call(randn(4, 2)).sum().backward();
        network.to(float64);
        var after = ((Linear)network[0]).weight;
        Assert.NotSame(before, after);
        Assert.True(before.IsInvalid);
        Assert.Equal(float64, after.dtype);
        Assert.Equal(float64, after.grad!.dtype);
        Assert.True(after is { requires_grad: true, is_leaf: true });
        Assert.Equal(int64, ((BatchNorm1d)network[1]).num_batches_tracked!.dtype);
        Assert.Equal(float64, network.call(randn(4, 2, dtype: float64)).dtype);
    }

    [Fact]
    public void A_field_of_a_custom_module_follows_the_conversion()
    {
        using var holder = new Holder();
        holder.@double();
        Assert.Same(holder.Weight, holder.parameters().Single());
        Assert.Equal(float64, holder.Weight.dtype);
    }

    [Fact]
    public void Converting_to_what_it_is_changes_nothing()
    {
        using var layer = nn.Linear(2, 2);
        var weight = layer.weight;
        layer.to(CPU).to(float32);
        Assert.Same(weight, layer.weight);
    }

    [Fact]
    public void Integers_are_no_type_for_a_module()
    {
        Assert.Throws<ExternalException>(() => nn.Linear(2, 2).to(int32));
        Assert.Throws<ExternalException>(() => nn.Sequential(nn.Linear(2, 2)).to(int32));
        Assert.Throws<ArgumentException>(() => new Own().to(int32));
    }

    sealed class Own() : nn.Module("own");

    [Fact]
    public void A_parameter_takes_over_the_tensor_that_it_is_made_of()
    {
        var data = ones(2);
        var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter is { requires_grad: true, is_leaf: true });
        Assert.False(new Parameter(ones(1), requires_grad: false).requires_grad);
    }

    [Fact]
    public void A_parameter_made_inside_a_scope_dies_with_it_and_vanishes_from_the_module()
    {
        Holder holder;
        using (NewDisposeScope()) holder = new Holder();
        Assert.True(holder.Weight.IsInvalid);
        Assert.Empty(holder.parameters());
    }

    [Fact]
    public void A_layer_made_inside_a_scope_outlives_it()
    {
        Linear layer;
        using (NewDisposeScope()) layer = nn.Linear(2, 2);
        Assert.Equal(2, layer.parameters().Count());
        layer.Dispose();
    }
}
