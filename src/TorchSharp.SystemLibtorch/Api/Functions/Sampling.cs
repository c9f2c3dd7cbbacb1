using TorchSharp.Interop;

namespace TorchSharp;

// Random numbers.
public static partial class torch
{
    public static Tensor bernoulli(Tensor input, Generator? generator = null) => Given(input).bernoulli(generator);
    public static Tensor binomial(Tensor count, Tensor probs, Generator? generator = null) =>
        Given(count).binomial(probs, generator);
    public static Tensor poisson(Tensor input, Generator? generator = null) => Given(input).poisson(generator);
    public static Tensor multinomial(Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        Given(input).multinomial(num_samples, replacement, generator);
    static readonly Op normalTensorTensorOp = new("normal.Tensor_Tensor");
    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        normalTensorTensorOp.Call(mean, std, generator);
    public static Tensor normal(
        double mean, double std, ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        randn(size, dtype, device, false, generator, names).mul_(std).add_(mean).requires_grad_(requires_grad);
    static readonly Op standardGammaOp = new("_standard_gamma");
    public static Tensor _standard_gamma(Tensor input, Generator? generator = null) => standardGammaOp.Call(input, generator);
    static readonly Op sampleDirichletOp = new("_sample_dirichlet");
    public static Tensor _sample_dirichlet(Tensor input, Generator? generator = null) => sampleDirichletOp.Call(input, generator);
}
