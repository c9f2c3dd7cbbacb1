namespace TorchSharp.Modules;

public partial class Rprop
{
    public class Options : OptimizerOptions
    {
        public double? etaminus, etaplus, min_step, max_step;
        public bool? maximize;

        private protected override void Complete(OptimizerOptions defaults)
        {
            var given = (Options)defaults;
            etaminus ??= given.etaminus;
            etaplus ??= given.etaplus;
            min_step ??= given.min_step;
            max_step ??= given.max_step;
            maximize ??= given.maximize;
        }

        public override void LoadStateDict(OptimizerOptions source)
        {
            base.LoadStateDict(source);
            var given = (Options)source;
            etaminus = given.etaminus;
            etaplus = given.etaplus;
            min_step = given.min_step;
            max_step = given.max_step;
            maximize = given.maximize;
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            base.LoadStateDict(reader);
            etaminus = reader.ReadDouble();
            etaplus = reader.ReadDouble();
            min_step = reader.ReadDouble();
            max_step = reader.ReadDouble();
            maximize = reader.ReadBoolean();
        }

        public override void SaveStateDict(BinaryWriter writer)
        {
            base.SaveStateDict(writer);
            Write(writer, etaminus, etaplus, min_step, max_step);
            Write(writer, maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
            double max_step = 50, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize,
            })
        {
        }
    }
}
