using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class ASGD
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public double eta;
        public double mu;
        public Tensor ax = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            eta = options.LearningRate!.Value;
            mu = 1;
            ax = New.ZerosLike(_parameter);
        }

        private protected override void Each(Fields fields) => fields.On(ref step).On(ref eta).On(ref mu).On(ref ax);
        public void Dispose() => Free();
        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Load(source);
    }
}
