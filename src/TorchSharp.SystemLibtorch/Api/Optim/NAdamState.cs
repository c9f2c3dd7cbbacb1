using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class NAdam
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public double mu_product;
        public Tensor exp_avg = null!, exp_avg_sq = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            mu_product = 1;
            exp_avg = New.ZerosLike(_parameter);
            exp_avg_sq = New.ZerosLike(_parameter);
        }

        public void Dispose()
        {
            exp_avg?.Dispose();
            exp_avg_sq?.Dispose();
        }

        public override void to(Device device)
        {
            exp_avg = Moved(exp_avg, device);
            exp_avg_sq = Moved(exp_avg_sq, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && mu_product == state.mu_product && Near(exp_avg, state.exp_avg) && Near(exp_avg_sq,
                state.exp_avg_sq);

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Write(mu_product);
            writer.Put(exp_avg);
            writer.Put(exp_avg_sq);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            mu_product = reader.ReadDouble();
            reader.Get(ref exp_avg, _parameter.device);
            reader.Get(ref exp_avg_sq, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var given = (State)source;
            step = given.step;
            mu_product = given.mu_product;
            Take(ref exp_avg, given.exp_avg);
            Take(ref exp_avg_sq, given.exp_avg_sq);
        }
    }
}
