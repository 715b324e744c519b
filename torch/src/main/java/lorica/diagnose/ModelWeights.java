package lorica.diagnose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import lorica.adapter.LoraAdapter;
import lorica.model.AdapterFactors;
import lorica.model.CausalLanguageModel;
import lorica.tensor.Shape;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;
import lorica.train.TrainingOptions;
import lorica.train.TrainingSession;

/// The linear maps of a model as points of their space, and the loss of the model at such a point.
public final class ModelWeights {
    private ModelWeights() {}

    /// The modules that an adapter changes, with its update.
    ///
    /// @throws lorica.adapter.AdapterException if it does not fit the model
    public static Weights of(CausalLanguageModel model, LoraAdapter adapter) {
        SequencedMap<String, AdapterFactors> factors = model.factors(adapter);
        try {
            return read(
                    List.copyOf(factors.keySet()),
                    module -> {
                        NativeTensor weight = model.value(module + ".weight").copy();
                        Optional.ofNullable(factors.get(module))
                                .ifPresent(update -> update.mergeInto(weight));
                        return weight;
                    });
        } finally {
            factors.values().forEach(AdapterFactors::close);
        }
    }

    /// These modules as they are.
    public static Weights of(CausalLanguageModel model, List<String> modules) {
        return read(modules, module -> model.value(module + ".weight").copy());
    }

    /// The modules that a training changes, with its update.
    public static Weights of(TrainingSession session) {
        return read(session.modules(), session::weight);
    }

    private static Weights read(List<String> modules, Function<String, NativeTensor> weight) {
        SequencedMap<String, Weights.Matrix> matrices = new LinkedHashMap<>();
        for (String module : modules) {
            try (NativeTensor tensor = weight.apply(module)) {
                Shape shape = tensor.shape();
                matrices.put(
                        module,
                        new Weights.Matrix(
                                Math.toIntExact(shape.extent(0)),
                                Math.toIntExact(shape.extent(1)),
                                tensor.toFloats()));
            }
        }
        return new Weights(matrices);
    }

    /// Trains in memory and takes the weights on the way: before the first step, after every
    /// `every`-th, and after the last.
    public static List<Weights> path(
            CausalLanguageModel model, TrainingData data, TrainingOptions options, int every) {
        List<Weights> path = new ArrayList<>();
        try (TrainingSession session =
                TrainingSession.open(model, data, options, Optional.empty())) {
            path.add(of(session));
            while (!session.finished()) {
                session.step();
                if (session.steps() % every == 0 || session.finished()) {
                    path.add(of(session));
                }
            }
        }
        return path;
    }

    /// The mean loss of rows, with a point's matrices in the place of the model's own.
    ///
    /// @param batch rows in memory together
    public static LossLandscape.Loss loss(
            CausalLanguageModel model, List<TokenizedExample> rows, int batch) {
        return weights -> {
            SequencedMap<String, NativeTensor> own = new LinkedHashMap<>();
            try {
                weights.matrices()
                        .forEach(
                                (module, matrix) ->
                                        own.put(
                                                module,
                                                model.exchange(
                                                        module + ".weight",
                                                        NativeTensor.of(
                                                                matrix.values(),
                                                                matrix.rows(),
                                                                matrix.columns()))));
                return TrainingSession.meanLoss(model, rows, batch);
            } finally {
                own.forEach((module, tensor) -> model.exchange(module + ".weight", tensor).close());
            }
        };
    }

    /// The largest cosines of every module that an adapter changes.
    public static SequencedMap<String, double[]> intruders(
            CausalLanguageModel model, LoraAdapter adapter) {
        return intruders(model, of(model, adapter));
    }

    /// The largest cosines of every module that differs between a model and a tuned one.
    public static SequencedMap<String, double[]> intruders(
            CausalLanguageModel model, Weights tuned) {
        SequencedMap<String, double[]> cosines = new LinkedHashMap<>();
        tuned.matrices()
                .forEach(
                        (module, matrix) -> {
                            try (NativeScope _ = NativeScope.withoutGradients()) {
                                cosines.put(
                                        module,
                                        IntruderDimensions.largestCosines(
                                                model.value(module + ".weight"),
                                                NativeTensor.of(
                                                        matrix.values(),
                                                        matrix.rows(),
                                                        matrix.columns())));
                            }
                        });
        return cosines;
    }
}
