namespace TorchSharp.Modules;

public partial class Adadelta
{
    public class Options : OptimizerOptions
    {
        public double? rho, eps, weight_decay;
        public bool? maximize;

        private protected override void Complete(OptimizerOptions defaults)
        {
            var given = (Options)defaults;
            rho ??= given.rho;
            eps ??= given.eps;
            weight_decay ??= given.weight_decay;
            maximize ??= given.maximize;
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var given = (Options)source;
            rho = given.rho;
            eps = given.eps;
            weight_decay = given.weight_decay;
            maximize = given.maximize;
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            rho = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            maximize = reader.ReadBoolean();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            Write(writer, rho, eps, weight_decay);
            Write(writer, maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
            bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }) { }
    }
}
