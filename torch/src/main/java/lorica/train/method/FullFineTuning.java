package lorica.train.method;

/// FFT: every weight of the model is trained.
public record FullFineTuning() implements TrainingMethod {
    @Override
    public MethodName name() {
        return MethodName.FFT;
    }
}
