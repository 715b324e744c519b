package lorica.volterra.network;

/// What the outputs of a network cost, sample by sample.
interface Objective {
    /// The number of samples.
    int count();

    /// The loss of one sample, in its own units, for reports.
    ///
    /// @param outputs of a batch; this sample's begin at `offset`
    double loss(int sample, float[] outputs, int offset);

    /// Writes the gradient of one sample's training loss to `gradient`, from `offset` too.
    void gradient(int sample, float[] outputs, int offset, float[] gradient);
}
