namespace TorchReg.Tests.TorchApi;

/// <summary>What belongs to which scope, and what lives on after it.</summary>
public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_created_in_it()
    {
        Tensor before = ones(1), within;
        using (NewDisposeScope()) within = before + 1;
        Assert.True(within.IsInvalid);
        Assert.False(before.IsInvalid);
        before.Dispose();
    }

    [Fact]
    public void A_tensor_belongs_to_the_innermost_scope()
    {
        using var outer = NewDisposeScope();
        var a = ones(1);
        Tensor b;
        using (var inner = NewDisposeScope())
        {
            b = ones(1);
            Assert.True(inner.Contains(b));
            Assert.Equal(1, inner.DisposablesCount);
            Assert.Same(inner, CurrentDisposeScope);
        }
        Assert.Same(outer, CurrentDisposeScope);
        Assert.True(b.IsInvalid);
        Assert.False(a.IsInvalid);
    }

    [Fact]
    public void A_tensor_moved_to_the_outer_scope_dies_with_that()
    {
        Tensor moved;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope()) moved = ones(1).MoveToOuterDisposeScope();
            Assert.False(moved.IsInvalid);
            Assert.True(outer.Contains(moved));
        }
        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void A_tensor_moved_out_of_the_outermost_scope_is_free()
    {
        Tensor moved;
        using (var scope = NewDisposeScope()) moved = scope.MoveToOuter(ones(1));
        Assert.False(moved.IsInvalid);
        moved.Dispose();
    }

    [Fact]
    public void A_detached_tensor_outlives_every_scope()
    {
        Tensor a, b;
        using (NewDisposeScope())
        using (var scope = NewDisposeScope())
        {
            a = ones(1).DetachFromDisposeScope();
            b = scope.Detach(ones(1));
        }
        Assert.False(a.IsInvalid || b.IsInvalid);
        a.Dispose();
        b.Dispose();
    }

    [Fact]
    public void An_attached_tensor_dies_with_the_scope_also_if_another_held_it()
    {
        var free = ones(1);
        using (var outer = NewDisposeScope())
        {
            var held = ones(1);
            using (var inner = NewDisposeScope())
            {
                inner.Attach(free);
                inner.Attach(held);
                Assert.False(outer.Contains(held));
            }
            Assert.True(free.IsInvalid && held.IsInvalid);
        }
    }

    [Fact]
    public void A_tensor_moves_to_the_scope_of_another()
    {
        using var outer = NewDisposeScope();
        var other = ones(1);
        using var inner = NewDisposeScope();
        Assert.True(outer.Contains(ones(1).MoveToOtherDisposeScope(other)));
        Assert.True(outer.Contains(ones(1).MoveToOtherDisposeScope(outer)));
    }

    [Fact]
    public void Everything_but_what_is_kept_is_disposed_and_the_scope_stays_open()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (ones(1), ones(1));
        scope.DisposeEverythingBut(a);
        Assert.False(a.IsInvalid);
        Assert.True(b.IsInvalid);
        Assert.Same(scope, CurrentDisposeScope);
        Assert.True(scope.Contains(a));
        scope.DisposeEverything();
        Assert.True(a.IsInvalid);
    }

    [Fact]
    public void A_tensor_disposed_by_hand_leaves_its_scope()
    {
        using var scope = NewDisposeScope();
        var a = ones(1);
        a.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
    }

    [Fact]
    public void An_outer_scope_disposed_first_leaves_the_inner_one_open()
    {
        var outer = NewDisposeScope();
        var a = ones(1);
        var inner = NewDisposeScope();
        var b = ones(1);
        outer.Dispose();
        Assert.True(a.IsInvalid);
        Assert.False(b.IsInvalid);
        Assert.Same(inner, CurrentDisposeScope);
        inner.Dispose();
        Assert.True(b.IsInvalid);
        Assert.Null(CurrentDisposeScope);
    }

    [Fact]
    public void A_disposed_scope_takes_nothing_more()
    {
        var scope = NewDisposeScope();
        scope.Dispose();
        using var a = ones(1);
        Assert.Throws<ObjectDisposedException>(() => scope.Attach(a));
        Assert.Throws<ObjectDisposedException>(() => scope.Detach(a));
        Assert.Throws<ObjectDisposedException>(() => scope.DisposeEverything());
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [Fact]
    public void A_disposed_scope_has_no_part_in_the_next_ones_tensors()
    {
        var first = NewDisposeScope();
        first.Dispose();
        using var second = NewDisposeScope();
        var a = ones(1);
        Assert.False(first.Contains(a));
        Assert.Throws<ObjectDisposedException>(() => first.DisposablesView);
        first.Dispose();
        Assert.False(a.IsInvalid);
    }

    [Fact]
    public void Only_tensors_belong_to_scopes()
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        Assert.Throws<InvalidOperationException>(() => scope.Attach(stream));
    }

    [Fact]
    public void A_wrapped_expression_leaves_its_result_only()
    {
        using var outer = NewDisposeScope();
        Tensor inner = null!;
        var result = WrappedTensorDisposeScope(() => (inner = ones(3) + 1) * 2);
        Assert.True(inner.IsInvalid);
        Assert.True(outer.Contains(result));
        Assert.Equal(1, outer.DisposablesCount);
        Assert.Equal(12, result.sum().item<float>());
    }

    [Fact]
    public void Each_thread_has_its_own_scopes()
    {
        using var scope = NewDisposeScope();
        DisposeScope? seen = scope;
        Tensor there = null!;
        var thread = new Thread(() => (seen, there) = (CurrentDisposeScope, ones(1)));
        thread.Start();
        thread.Join();
        Assert.Null(seen);
        Assert.False(scope.Contains(there));
        there.Dispose();
    }

    [Fact]
    public void An_operator_in_place_returns_the_tensor_itself_and_other_operators_a_new_one()
    {
        using var scope = NewDisposeScope();
        var x = ones(3);
        Assert.Same(x, x.add_(1));
        Assert.NotSame(x, x.to(float32));
        Assert.NotSame(x, x.contiguous());
        Assert.NotSame(x, x.reshape(3));
    }

    [Fact]
    public void A_view_keeps_the_memory_of_a_disposed_tensor()
    {
        using var scope = NewDisposeScope();
        var rows = arange(6, dtype: float32).reshape(2, 3);
        var row = rows[1];
        rows.Dispose();
        Assert.Equal([3f, 4f, 5f], row.data<float>().ToArray());
    }

    sealed class Scale : nn.Module<Tensor, Tensor>
    {
        internal readonly TorchSharp.Modules.Parameter factor = nn.Parameter(ones(1));

        public Scale() : base("scale") => RegisterComponents();

        public override Tensor forward(Tensor input) => input * factor;
    }

    [Fact]
    public void A_modules_own_parameter_dies_with_the_scope_that_it_was_created_in()
    {
        Scale model;
        using (NewDisposeScope()) model = new Scale();
        Assert.True(model.factor.IsInvalid);
        Assert.ThrowsAny<Exception>(() => model.call(ones(1, 3)));
    }

    [Fact]
    public void A_parameter_detached_from_its_scope_lives_on()
    {
        Scale model;
        using (NewDisposeScope())
        {
            model = new Scale();
            model.factor.DetachFromDisposeScope();
        }
        using var y = model.call(ones(1, 3));
        Assert.Equal(3, y.sum().item<float>());
        model.Dispose();
        Assert.True(model.factor.IsInvalid);
    }

    [Fact]
    public void A_built_in_layer_outlives_the_scope_that_it_was_created_in()
    {
        nn.Module<Tensor, Tensor> model;
        using (NewDisposeScope()) model = nn.Linear(3, 2);
        using var y = model.call(ones(1, 3));
        Assert.Equal([1L, 2L], y.shape);
        model.Dispose();
    }
}
