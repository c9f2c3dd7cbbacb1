namespace TorchSharp.Modules;

public partial class ASGD
{
    public class Options : OptimizerOptions
    {
        public double? lambd, alpha, weight_decay, t0;
        public bool? maximize;

        private protected override void Complete(OptimizerOptions defaults)
        {
            var given = (Options)defaults;
            maximize ??= given.maximize;
            lambd ??= given.lambd;
            alpha ??= given.alpha;
            weight_decay ??= given.weight_decay;
            t0 ??= given.t0;
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var given = (Options)source;
            maximize = given.maximize;
            lambd = given.lambd;
            alpha = given.alpha;
            weight_decay = given.weight_decay;
            t0 = given.t0;
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            maximize = reader.ReadBoolean();
            lambd = reader.ReadDouble();
            alpha = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
            t0 = reader.ReadDouble();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            Write(writer, maximize);
            Write(writer, lambd, alpha, weight_decay, t0);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
            double weight_decay = 0)
            : base(parameters, new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay }) { }
    }
}
