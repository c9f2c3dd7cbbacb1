namespace TorchReg.Articles;

/// <summary>A line of an article, and what TensorFlow makes of it.</summary>
/// <param name="Line">The article's.</param>
/// <param name="Keras2">What Keras 2 says, which TensorFlow had up to 2.15; – where it says nothing.</param>
/// <param name="Keras3">What Keras 3 says, which it has since 2.16.</param>
/// <param name="English">Why, and what is meant.</param>
/// <param name="Chinese">The same.</param>
/// <param name="Sources">Where that can be read: addresses of one version's sources.</param>
public sealed record Complaint(
    string Line,
    string Keras2,
    string Keras3,
    string English,
    string Chinese,
    params IReadOnlyList<string> Sources);
