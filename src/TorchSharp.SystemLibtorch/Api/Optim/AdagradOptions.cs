namespace TorchSharp.Modules;

public partial class Adagrad
{
    public class Options : OptimizerOptions
    {
        public double? lr_decay, initial_accumulator_value, eps, weight_decay;

        private protected override void Complete(OptimizerOptions defaults)
        {
            var given = (Options)defaults;
            lr_decay ??= given.lr_decay;
            initial_accumulator_value ??= given.initial_accumulator_value;
            eps ??= given.eps;
            weight_decay ??= given.weight_decay;
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var given = (Options)source;
            lr_decay = given.lr_decay;
            initial_accumulator_value = given.initial_accumulator_value;
            eps = given.eps;
            weight_decay = given.weight_decay;
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            lr_decay = reader.ReadDouble();
            initial_accumulator_value = reader.ReadDouble();
            eps = reader.ReadDouble();
            weight_decay = reader.ReadDouble();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            Write(writer, lr_decay, initial_accumulator_value, eps, weight_decay);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10)
            : base(parameters, new Options
            {
                LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value,
                    eps = eps,
            })
        {
        }
    }
}
