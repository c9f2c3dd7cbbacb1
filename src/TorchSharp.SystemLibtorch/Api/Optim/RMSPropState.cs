using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class RMSProp
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor square_avg = null!, momentum_buffer = null!, grad_avg = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            square_avg = New.ZerosLike(_parameter);
            grad_avg = New.ZerosLike(_parameter);
            momentum_buffer = New.ZerosLike(_parameter);
        }

        private protected override void Each(Fields fields) =>
            fields.On(ref step).On(ref square_avg).Maybe(ref momentum_buffer).Maybe(ref grad_avg);
        public void Dispose() => Free();
        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Load(source);
    }
}
