package lorica.train.method;

/// What is trained: every weight, or an update beside chosen linear maps.
public sealed interface TrainingMethod permits FullFineTuning, AdapterMethod {
    /// The name that `--method` takes.
    MethodName name();
}
