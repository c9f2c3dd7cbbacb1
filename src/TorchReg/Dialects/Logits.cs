namespace TorchReg.Dialects;

/// <summary>How many logits a system's model of classes has, which decides what its λ says of two classes.</summary>
enum Logits
{
    /// <summary>As many as the model that it is given.</summary>
    AsGiven,

    /// <summary>One for two classes.</summary>
    One,

    /// <summary>One for each class.</summary>
    PerClass,
}
