using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        // Losses on distances, similarities and ranks.
        public static partial class functional
        {
            static readonly Op hingeEmbeddingOp = new("hinge_embedding_loss");
            public static Tensor hinge_embedding_loss(
                Tensor input, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                hingeEmbeddingOp.Call(input, target, margin, (long)reduction);

            static readonly Op cosineEmbeddingOp = new("cosine_embedding_loss");
            public static Tensor cosine_embedding_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                cosineEmbeddingOp.Call(input1, input2, target, margin, (long)reduction);

            static readonly Op marginRankingOp = new("margin_ranking_loss");
            public static Tensor margin_ranking_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0, Reduction reduction = Reduction.Mean) =>
                marginRankingOp.Call(input1, input2, target, margin, (long)reduction);

            static readonly Op tripletOp = new("triplet_margin_loss");
            public static Tensor triplet_margin_loss(
                Tensor anchor, Tensor positive, Tensor negative, double margin = 1, long p = 2, double eps = 1e-06,
                bool swap = false, Reduction reduction = Reduction.Mean) =>
                tripletOp.Call(anchor, positive, negative, margin, (double)p, eps, swap, (long)reduction);

            static readonly Op cosineSimilarityOp = new("cosine_similarity");
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-08) =>
                cosineSimilarityOp.Call(x1, x2, dim, eps);

            static readonly Op pairwiseOp = new("pairwise_distance");
            public static Tensor pairwise_distance(
                Tensor input1, Tensor input2, double p = 2, double eps = 1e-06, bool keepdim = false) =>
                pairwiseOp.Call(input1, input2, p, eps, keepdim);
        }
    }
}
