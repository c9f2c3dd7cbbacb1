namespace TorchSharp.Modules;

public partial class Rprop
{
    public class Options : OptimizerOptions
    {
        public double? etaminus, etaplus, min_step, max_step;
        public bool? maximize;

        private protected override void Each(Fields fields) =>
            fields.On(ref etaminus).On(ref etaplus).On(ref min_step).On(ref max_step).On(ref maximize);
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2,
            double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                etaminus = etaminus,
                etaplus = etaplus,
                min_step = min_step,
                max_step = max_step,
                maximize = maximize,
            })
        {
        }
    }
}
