using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class AdamW
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

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
            max_exp_avg_sq?.Dispose();
        }

        public override void to(Device device)
        {
            exp_avg = Moved(exp_avg, device);
            exp_avg_sq = Moved(exp_avg_sq, device);
            max_exp_avg_sq = Moved(max_exp_avg_sq, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && Near(exp_avg, state.exp_avg) && Near(exp_avg_sq,
                state.exp_avg_sq) && Near(max_exp_avg_sq, state.max_exp_avg_sq);

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Put(exp_avg);
            writer.Put(exp_avg_sq);
            SaveConditionalStateTensor(writer, max_exp_avg_sq);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            reader.Get(ref exp_avg, _parameter.device);
            reader.Get(ref exp_avg_sq, _parameter.device);
            LoadConditionalStateTensor(reader, ref max_exp_avg_sq, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var given = (State)source;
            step = given.step;
            Take(ref exp_avg, given.exp_avg);
            Take(ref exp_avg_sq, given.exp_avg_sq);
            Take(ref max_exp_avg_sq, given.max_exp_avg_sq);
        }
    }
}
