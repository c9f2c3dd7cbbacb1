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

        public void Dispose()
        {
            ax?.Dispose();
        }

        public override void to(Device device)
        {
            ax = Moved(ax, device);
        }

        public override bool ApproximatelyEquals(OptimizerState other) =>
            other is State state && step == state.step && eta == state.eta && mu == state.mu && Near(ax, state.ax);

        public override void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(step);
            writer.Write(eta);
            writer.Write(mu);
            writer.Put(ax);
        }

        public override void LoadStateDict(BinaryReader reader)
        {
            step = reader.ReadInt64();
            eta = reader.ReadDouble();
            mu = reader.ReadDouble();
            reader.Get(ref ax, _parameter.device);
        }

        public override void LoadStateDict(OptimizerState source)
        {
            var given = (State)source;
            step = given.step;
            eta = given.eta;
            mu = given.mu;
            Take(ref ax, given.ax);
        }
    }
}
