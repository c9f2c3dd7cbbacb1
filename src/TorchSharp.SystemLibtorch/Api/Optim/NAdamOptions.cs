namespace TorchSharp.Modules;

public partial class NAdam
{
    public class Options : OptimizerOptions
    {
        public double? beta1, beta2, eps, weight_decay, momentum_decay;

        private protected override void Complete(OptimizerOptions defaults)
        {
            var given = (Options)defaults;
            beta1 ??= given.beta1;
            beta2 ??= given.beta2;
            eps ??= given.eps;
            weight_decay ??= given.weight_decay;
            momentum_decay ??= given.momentum_decay;
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var given = (Options)source;
            beta1 = given.beta1;
            beta2 = given.beta2;
            eps = given.eps;
            weight_decay = given.weight_decay;
            momentum_decay = given.momentum_decay;
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            beta1 = reader.ReadDouble();
            beta2 = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            momentum_decay = reader.ReadDouble();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            Write(writer, beta1, beta2, eps, weight_decay, momentum_decay);
        }
    }

    public class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, double momentum_decay = 4e-3)
            : base(parameters, new Options
            {
                LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
