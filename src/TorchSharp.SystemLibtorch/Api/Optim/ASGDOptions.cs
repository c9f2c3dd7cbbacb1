namespace TorchSharp.Modules;

public partial class ASGD
{
    public class Options : OptimizerOptions
    {
        public double? lambd, alpha, weight_decay, t0;
        public bool? maximize;

        private protected override void Each(Fields fields) =>
            fields.On(ref maximize).On(ref lambd).On(ref alpha).On(ref weight_decay).On(ref t0);
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6,
            double weight_decay = 0)
            : base(
                parameters,
                new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay })
        { }
    }
}
