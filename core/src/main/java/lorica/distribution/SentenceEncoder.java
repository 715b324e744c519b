package lorica.distribution;

import java.util.ServiceLoader;

/// Texts as points of the unit sphere, near where they mean alike.
///
/// The one seam that is filled by name: an encoder brings a model and a native library of more than
/// a hundred megabytes, which only those who ask for it have on their class path (module
/// `embeddings`).
public interface SentenceEncoder {
    /// The model, its version and precision: part of the names of kept blobs.
    String name();

    /// Numbers a point.
    int dimension();

    /// The point of a text that is not blank, of length 1; the same at any time and from any
    /// thread.
    float[] encode(String text);

    /// The encoder on the class path.
    ///
    /// @throws IllegalArgumentException if there is none
    static SentenceEncoder present() {
        return in(SentenceEncoder.class.getClassLoader());
    }

    /// The encoder among the classes of a loader.
    ///
    /// @throws IllegalArgumentException if there is none
    static SentenceEncoder in(ClassLoader classes) {
        return ServiceLoader.load(SentenceEncoder.class, classes)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "sentence embeddings: expected the module lorica-embeddings on the class path (`./mvnw -DskipTests package` builds it; docs/methods/sliced-wasserstein.md), found none"));
    }
}
