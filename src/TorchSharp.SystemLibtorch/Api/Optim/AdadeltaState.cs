using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Adadelta
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor square_avg = null!, acc_delta = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            square_avg = New.ZerosLike(_parameter);
            acc_delta = New.ZerosLike(_parameter);
        }

        private protected override void Each(Fields fields) => fields.On(ref step).On(ref square_avg).On(ref acc_delta);
        public void Dispose() => Free();
        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Load(source);
    }
}
