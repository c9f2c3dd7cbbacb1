using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Adagrad
{
    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor sum = null!;

        public State(Parameter parameter) : base(parameter) { }

        public override void Initialize(OptimizerOptions options)
        {
            sum = New.FullLike(_parameter, ((Options)options).initial_accumulator_value!.Value);
        }

        private protected override void Each(Fields fields) => fields.On(ref step).On(ref sum);
        public void Dispose() => Free();
        public override void SaveStateDict(BinaryWriter writer) => Save(writer);
        public override void LoadStateDict(BinaryReader reader) => Load(reader);
        public override void LoadStateDict(OptimizerState source) => Load(source);
    }
}
