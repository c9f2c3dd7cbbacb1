using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Adam
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor exp_avg = null!, exp_avg_sq = null!, max_exp_avg_sq = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            exp_avg = New.ZerosLike(_parameter);
            exp_avg_sq = New.ZerosLike(_parameter);
            if (((Options)options).amsgrad!.Value) max_exp_avg_sq = New.ZerosLike(_parameter);
        }

        private protected override void Each(Fields fields) =>
            fields.On(ref step).On(ref exp_avg).On(ref exp_avg_sq).Maybe(ref max_exp_avg_sq);
        public void Dispose() => Free();
        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Load(source);
    }
}
