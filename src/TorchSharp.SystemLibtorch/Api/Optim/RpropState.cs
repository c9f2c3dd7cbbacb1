using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Rprop
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor prev = null!, step_size = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            prev = New.ZerosLike(_parameter);
            step_size = New.FullLike(_parameter, options.LearningRate!.Value);
        }

        private protected override void Each(Fields fields) => fields.On(ref step).On(ref prev).On(ref step_size);
        public void Dispose() => Free();
        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Load(source);
    }
}
