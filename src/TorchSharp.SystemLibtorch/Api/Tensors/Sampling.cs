using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    // Random numbers.
    public partial class Tensor
    {
        static readonly Op bernoulliOp = new("bernoulli");
        public Tensor bernoulli(Generator? generator = null) => bernoulliOp.Call(this, generator);
        static readonly Op bernoulliTensorInplace = new("bernoulli_.Tensor");
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => bernoulliTensorInplace.Into(this, p, generator);
        static readonly Op bernoulliFloatInplace = new("bernoulli_.float");
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => bernoulliFloatInplace.Into(this, p, generator);
        static readonly Op binomialOp = new("binomial");
        public Tensor binomial(Tensor prob, Generator? generator = null) => binomialOp.Call(this, prob, generator);
        static readonly Op poissonOp = new("poisson");
        public Tensor poisson(Generator? generator = null) => poissonOp.Call(this, generator);
        static readonly Op multinomialOp = new("multinomial");
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            multinomialOp.Call(this, num_samples, replacement, generator);
        static readonly Op normalInplace = new("normal_");
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            normalInplace.Into(this, mean, std, generator);
        static readonly Op uniformInplace = new("uniform_");
        public Tensor uniform_(double from, double to, Generator? generator = null) =>
            uniformInplace.Into(this, from, to, generator);
        static readonly Op exponentialInplace = new("exponential_");
        public Tensor exponential_(double lambda = 1, Generator? generator = null) =>
            exponentialInplace.Into(this, lambda, generator);
        static readonly Op cauchyInplace = new("cauchy_");
        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) =>
            cauchyInplace.Into(this, median, sigma, generator);
        static readonly Op geometricInplace = new("geometric_");
        public Tensor geometric_(double p, Generator? generator = null) => geometricInplace.Into(this, p, generator);
        static readonly Op logNormalInplace = new("log_normal_");
        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            logNormalInplace.Into(this, mean, std, generator);
        static readonly Op randomFromInplace = new("random_.from");
        public Tensor random_(double from, double to, Generator? generator = null) =>
            randomFromInplace.Into(this, (long)from, (long)to, generator);
    }
}
