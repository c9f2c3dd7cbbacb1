namespace TorchReg.Tests.TorchApi;

/// <summary>The gradient of every differentiable operator against central differences, in float64.</summary>
public sealed class GradientTests : ScopedTests
{
    const double Step = 1e-6, Tolerance = 1e-6;


    static readonly Func<Tensor, Tensor> Symmetric = x => x.matmul(x.mT) + eye(3, dtype: float64);

    // The inputs: x is 3×3 with distinct elements in (0.2, 0.9); other is a constant of the same shape.
    static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Operators = new()
    {
        ["abs"] = (x, _) =>
            (x - 0.5).abs(),
        ["square"] = (x, _) => x.square(),
        ["sqrt"] = (x, _) => x.sqrt(),
        ["rsqrt"] = (x, _) => x.rsqrt(),
        ["neg"] = (x, _) =>
            -x,
        ["reciprocal"] = (x, _) => x.reciprocal(),
        ["exp"] = (x, _) => x.exp(),
        ["exp2"] = (x, _) => x.exp2(),
        ["expm1"] = (x, _) =>
            x.expm1(),
        ["log"] = (x, _) => x.log(),
        ["log1p"] = (x, _) => x.log1p(),
        ["log2"] = (x, _) => x.log2(),
        ["log10"] = (x, _) => x.log10(),
        ["sigmoid"] = (x, _) => x.sigmoid(),
        ["logit"] = (x, _) => x.logit(),
        ["clamp"] = (x, _) => x.clamp(0.3, 0.7),
        ["clamp_min"] = (x, _) => x.clamp_min(0.45),
        ["frac"] = (x, _) => (x * 3).frac(),
        ["sin"] = (x, _) => x.sin(),
        ["cos"] = (x, _) => x.cos(),
        ["tan"] = (x, _) => x.tan(),
        ["asin"] = (x, _) => x.asin(),
        ["acos"] = (x, _) =>
            x.acos(),
        ["atan"] = (x, _) => x.atan(),
        ["atan2"] = (x, o) => x.atan2(o),
        ["sinh"] = (x, _) => x.sinh(),
        ["cosh"] = (x, _) =>
            x.cosh(),
        ["tanh"] = (x, _) => x.tanh(),
        ["asinh"] = (x, _) => x.asinh(),
        ["acosh"] = (x, _) => (x + 1).acosh(),
        ["atanh"] = (x, _) =>
            x.atanh(),
        ["sinc"] = (x, _) => x.sinc(),
        ["erf"] = (x, _) => x.erf(),
        ["erfc"] = (x, _) => x.erfc(),
        ["erfinv"] = (x, _) =>
            x.erfinv(),
        ["lgamma"] = (x, _) => x.lgamma(),
        ["digamma"] = (x, _) => x.digamma(),
        ["hypot"] = (x, o) => x.hypot(o),
        ["add"] = (x, o) => x.add(o, 2),
        ["sub"] = (x, o) => o - x,
        ["mul"] = (x, o) => x * o,
        ["div"] = (x, o) => o / x,
        ["remainder"] = (x, _) =>
            x.remainder(0.3),
        ["fmod"] = (x, _) =>
                x.fmod(0.3),
        ["pow"] = (x, _) => x.pow(2.5),
        ["pow of tensors"] = (x, o) => o.pow(x),
        ["addcmul"] = (x, o) =>
            o.addcmul(x, x, 0.5),
        ["addcdiv"] = (x, o) => o.addcdiv(o, x, 0.5),
        ["lerp"] = (x, o) => x.lerp(o, o),
        ["maximum"] = (x, o) =>
            x.maximum(o),
        ["minimum"] = (x, o) =>
                x.minimum(o),
        ["xlogy"] = (x, o) => o.xlogy(x),
        ["logaddexp"] = (x, o) => x.logaddexp(o),
        ["sum"] = (x, _) =>
            x.sum(1),
        ["mean"] = (x, _) => x.mean([0, 1]),
        ["prod"] = (x, _) => x.prod(1),
        ["var"] = (x, _) => x.var(1),
        ["std"] = (x, _) =>
            x.std(1),
        ["norm"] = (x, _) =>
                x.norm(),
        ["norm of rows"] = (x, _) => x.norm(1, p: 3),
        ["max"] = (x, _) => x.max(1).values,
        ["min"] = (x, _) =>
            x.min(),
        ["amax"] = (x, _) => x.amax(1),
        ["median"] = (x, _) => x.median(),
        ["logsumexp"] = (x, _) => x.logsumexp(1),
        ["cumsum"] = (x, _) =>
            x.cumsum(1),
        ["cumprod"] = (x, _) =>
                x.cumprod(1),
        ["dist"] = (x, o) => x.dist(o),
        ["renorm"] = (x, _) => x.renorm(2, 0, 0.5f),
        ["matmul"] = (x, o) =>
            x.matmul(o),
        ["mm"] = (x, o) =>
                o.mm(x),
        ["bmm"] = (x, o) => x.unsqueeze(0).bmm(o.unsqueeze(0)),
        ["mv"] = (x, o) => x.mv(o[0]),
        ["dot"] = (x, o) =>
            x[0].dot(o[1]),
        ["outer"] = (x, o) =>
                x[0].outer(o[1]),
        ["addmm"] = (x, o) => o.addmm(x, o),
        ["addmv"] = (x, o) => o[0].addmv(x, o[1]),
        ["kron"] = (x, o) =>
            x.kron(o),
        ["einsum"] = (x, o) =>
                einsum("ij,kj->ik", x, o),
        ["tensordot"] = (x, o) => x.tensordot(o, [1], [0]),
        ["cdist"] = (x, o) => cdist(x, o),
        ["det"] = (x, _) =>
            x.det(),
        ["inverse"] = (x, _) => (x + eye(3, dtype: float64)).inverse(),
        ["trace"] = (x, _) => x.trace(),
        ["cholesky"] = (x, _) =>
            linalg.cholesky(Symmetric(x)),
        ["solve"] = (x, o) =>
                linalg.solve(Symmetric(x), o),
        ["eigvalsh"] = (x, _) => linalg.eigvalsh(Symmetric(x)),
        ["svdvals"] = (x, _) =>
            linalg.svdvals(x),
        ["qr"] = (x, _) => linalg.qr(x).R,
        ["slogdet"] = (x, _) => linalg.slogdet(Symmetric(x)).Item2,
        ["vector_norm"] = (x, _) =>
            linalg.vector_norm(x, 3),
        ["pinv"] = (x, _) => linalg.pinv(x[..2]),
        ["matrix_exp"] = (x, _) => x.matrix_exp(),
        ["tril"] = (x, _) =>
            x.tril(),
        ["triu"] = (x, _) =>
                x.triu(1),
        ["diag"] = (x, _) =>
                    x.diag(),
        ["diagonal"] = (x, _) => x.diagonal(1),
        ["diag_embed"] = (x, _) => x.diag_embed(),
        ["view"] = (x, o) =>
            x.view(9) * o.view(9),
        ["reshape"] = (x, _) => x.t().reshape(9).square(),
        ["permute"] = (x, o) => x.permute(1, 0) * o,
        ["squeeze"] = (x, _) =>
            x.unsqueeze(1).squeeze(1).square(),
        ["expand"] = (x, _) =>
                x.expand(2, 3, 3).square(),
        ["repeat"] = (x, _) => x.repeat(2, 1).square(),
        ["flip"] = (x, o) =>
            x.flip(0) * o,
        ["roll"] = (x, o) =>
                x.roll(1, 0) * o,
        ["unfold"] = (x, _) =>
                    x.unfold(1, 2, 1).square(),
        ["as_strided"] = (x, _) => x.as_strided([2, 2], [1, 2]).square(),
        ["cat"] = (x, o) =>
            cat([x, o, x], 1).square(),
        ["stack"] = (x, o) =>
                stack([x, o]).square(),
        ["split"] = (x, _) =>
                    x.split(2, 1)[0].square(),
        ["unbind"] = (x, _) => x.unbind(1)[1].square(),
        ["select"] = (x, _) =>
            x[1].square(),
        ["slice"] = (x, _) => x[.., ..2].square(),
        ["narrow"] = (x, _) => x.narrow(0, 1, 2).square(),
        ["index"] = (x, _) =>
            x[tensor(new long[] { 0, 2, 0 })].square(),
        ["masked_select"] = (x, o) => x.masked_select(o.gt(0.5)).square(),
        ["masked_fill"] = (x, o) =>
            x.masked_fill(o.gt(0.5), 0).square(),
        ["gather"] = (x, _) => x.gather(1, zeros(3, 1, int64)).square(),
        ["scatter"] = (x, o) =>
            o.scatter(1, zeros(3, 1, int64), x[.., ..1]).square(),
        ["index_select"] = (x, _) =>
                x.index_select(1, tensor(new long[] { 2, 2 })).square(),
        ["index_add"] = (x, o) =>
            o.index_add(0, tensor(new long[] { 0, 2, 0 }), x, 2).square(),
        ["where"] = (x, o) => where(o.gt(0.5), x, o).square(),
        ["take"] = (x, _) =>
            x.take(tensor(new long[] { 0, 4, 4 })).square(),
        ["sort"] = (x, o) =>
                x.sort(1).Values * o,
        ["topk"] = (x, _) => x.topk(2, 1).values.square(),
        ["copy_ in place"] = (x, o) =>
            o.clone().copy_(x).mul_(x),
        ["index_put_ in place"] = (x, o) => { var t = o.clone(); t[0] = x[1]; return t * t; },
        ["relu"] = (x, _) =>
            (x - 0.5).relu(),
        ["relu6"] = (x, _) =>
                (x * 12).relu6(),
        ["elu"] = (x, _) => (x - 0.5).elu(),
        ["selu"] = (x, _) => (x - 0.5).selu(),
        ["celu"] = (x, _) =>
            (x - 0.5).celu(),
        ["gelu"] = (x, _) =>
                x.gelu(),
        ["silu"] = (x, _) => x.silu(),
        ["glu"] = (x, o) => cat([x, o], 1).glu(),
        ["softmax"] = (x, _) =>
            x.softmax(1),
        ["log_softmax"] = (x, _) =>
                x.log_softmax(1),
        ["softplus"] = (x, _) => x.softplus(),
        ["log_sigmoid"] = (x, _) => x.log_sigmoid(),
        ["hardsigmoid"] = (x, _) =>
            x.hardsigmoid(),
        ["hardswish"] = (x, _) => x.hardswish(),
        ["hardtanh"] = (x, _) => x.clone().hardtanh_(0.3, 0.6),
        ["leaky_relu"] = (x, _) =>
            (x - 0.5).leaky_relu(0.1),
        ["prelu"] = (x, o) =>
                (o - 0.5).prelu(x[0]),
        ["threshold"] = (x, _) => x.threshold(0.5, 0.1),
        ["special.entr"] = (x, _) =>
            special.entr(x),
        ["special.ndtr"] = (x, _) => special.ndtr(x),
        ["special.xlog1py"] = (x, o) => special.xlog1py(o, x),
        ["to float64"] = (x, _) =>
            x.to(float64).square(),
        ["contiguous"] = (x, _) =>
                x.t().contiguous().square(),
        ["clone"] = (x, _) => x.clone().square(),
        ["nan_to_num"] = (x, _) =>
            x.nan_to_num().square(),
        ["trapezoid"] = (x, _) =>
                x.trapezoid(0.5),
        ["diff"] = (x, _) => x.diff(),
        ["cov"] = (x, _) => x.cov(),
    };

    public static TheoryData<string> Names => new(Operators.Keys);

    [Theory, MemberData(nameof(Names))]
    public void The_gradient_agrees_with_central_differences(string name)
    {
        using var generator = new Generator(5);
        var x = (randperm(9, float64, generator: generator) / 12 + 0.21).reshape(3, 3);
        var other = (randperm(9, float64, generator: generator) / 11 + 0.17).reshape(3, 3);
        // Summed with uneven weights: a mistake in one element cannot hide behind another.
        Tensor Weighed(Tensor at)
        {
            var y = Operators[name](at, other).flatten();
            return (y * arange(1, y.numel() + 1)).sum();
        }

        var input = x.clone().requires_grad_();
        Weighed(input).backward();
        var expected = zeros_like(x);
        using (no_grad())
        {
            for (var i = 0; i < 9; i++)
            {
                var step = zeros(9, float64);
                step[i] = Step;
                expected.view(9)[i] = (Weighed(x + step.view(3, 3)) - Weighed(x - step.view(3, 3))) / (2 * Step);
            }
        }
        Assert.True(
            expected.allclose(input.grad!, Tolerance, Tolerance),
            $"{name}: central differences\n{expected.npstr()}\ngradient\n{input.grad!.npstr()}");
    }
}
