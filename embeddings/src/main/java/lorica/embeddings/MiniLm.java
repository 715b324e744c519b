package lorica.embeddings;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import lorica.distribution.SentenceEncoder;

/// all-MiniLM-L6-v2 with 8-bit weights: mean of the last layer's vectors, scaled to length 1.
///
/// English above all. Texts of more than 510 word pieces are encoded in parts, whose mean is
/// taken. The model is loaded once, when the first text is encoded.
public final class MiniLm implements SentenceEncoder {
    private static final int DIMENSION = 384;

    /// Loaded with its class.
    private static final class Loaded {
        /// Parts of a long text are encoded one after another, by whoever asks.
        private static final EmbeddingModel MODEL =
                new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run);

        private Loaded() {}
    }

    @Override
    public String name() {
        return "minilm-l6-v2-q8";
    }

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public float[] encode(String text) {
        return Loaded.MODEL.embed(text).content().vector();
    }
}
