package lorica.train;

/// Sees a training go on.
public interface TrainingListener {
    void progress(TrainingProgress progress);

    /// Sees nothing.
    static TrainingListener silent() {
        return progress -> {};
    }
}
