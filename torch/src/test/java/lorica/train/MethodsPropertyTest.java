package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lorica.adapter.LoraConfig.Scaling;
import lorica.model.CausalLanguageModel;
import lorica.model.ModelConfig;
import lorica.model.ModelConfig.Architecture;
import lorica.model.RopeScaling;
import lorica.storage.Checksum;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.method.Adaptation;
import lorica.train.method.AdapterMethod;
import lorica.train.method.Factor;
import lorica.train.method.FullFineTuning;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.MethodName.Choices;
import lorica.train.method.Selection;
import lorica.train.method.Site;
import lorica.train.method.TrainingMethod;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What every method keeps: it starts at W₀, and a step changes what it says and nothing else.
class MethodsPropertyTest {
    /// A model whose maps have the shapes q [12, hidden], k and v [6, hidden], o [hidden, 12], gate
    /// and up [intermediate, hidden], down [hidden, intermediate].
    static CausalLanguageModel model(int hidden, int intermediate) {
        ModelConfig config =
                new ModelConfig(
                        Architecture.MISTRAL,
                        new ModelConfig.Sizes(hidden, intermediate, 2, 6, 3, 2, 20),
                        16,
                        1e-5,
                        10_000,
                        new RopeScaling.Plain(),
                        OptionalInt.empty(),
                        false,
                        OptionalInt.of(1),
                        List.of(2),
                        0.3);
        return CausalLanguageModel.random(config, new SplittableRandom(hidden));
    }

    static TrainingData data() {
        SplittableRandom random = new SplittableRandom(3);
        List<TokenizedExample> rows =
                IntStream.range(0, 6)
                        .mapToObj(_ -> new TokenizedExample(random.ints(9, 3, 20).toArray(), 1))
                        .toList();
        return new TrainingData(
                new TrainingData.Source(Path.of("random"), Checksum.ofStrings("random")),
                rows,
                Optional.empty(),
                List.of());
    }

    static LowRank lowRank(int rank, List<String> targets) {
        return new LowRank(rank, 2.0 * rank, Scaling.LORA, 0, targets, 11);
    }

    static TrainingOptions options(TrainingMethod method, int steps) {
        return TrainingOptions.defaults()
                .withMethod(method)
                .withOptimisation(Optimisation.of(1e-2, new Schedule.Constant(0)))
                .withSteps(steps)
                .withBatching(new Batching(6, 1, RowOrder.AS_GIVEN));
    }

    private static TrainingMethod method(MethodName name, int rank, int links) {
        return name.method(
                lowRank(rank, LowRank.ALL_LINEAR), new Choices(links, 16, Selection.SCATTERED));
    }

    /// Copies of every weight.
    static Map<String, float[]> weights(CausalLanguageModel model) {
        Map<String, float[]> values = new TreeMap<>();
        model.weights().forEach((name, weight) -> values.put(name, weight.toFloats()));
        return values;
    }

    /// The whole update of every module, densely, in `double`.
    static Map<String, double[]> updates(Training training) {
        Map<String, double[]> dense = new TreeMap<>();
        if (training.adapted() instanceof AdaptedModules modules) {
            modules.terms().forEach((module, terms) -> dense.put(module, dense(terms)));
        }
        return dense;
    }

    private static double[] dense(List<UpdateTerm> terms) {
        int in = terms.getFirst().a().length / terms.getFirst().rank();
        int out = terms.getFirst().b().length / terms.getFirst().rank();
        double[] sum = new double[out * in];
        for (UpdateTerm term : terms) {
            for (int i = 0; i < out; i++) {
                for (int j = 0; j < in; j++) {
                    for (int k = 0; k < term.rank(); k++) {
                        sum[i * in + j] +=
                                term.scaling()
                                        * term.b()[i * term.rank() + k]
                                        * term.a()[k * in + j];
                    }
                }
            }
        }
        return sum;
    }

    @Property(tries = 60, seed = "1")
    @Label("ΔW is zero at step 0, and one step changes what the method reaches and nothing else")
    void aStepChangesExactlyWhatTheMethodReaches(
            @ForAll MethodName name,
            @ForAll @IntRange(min = 6, max = 14) int hidden,
            @ForAll @IntRange(min = 6, max = 17) int intermediate,
            @ForAll @IntRange(min = 1, max = 6) int rank) {
        TrainingMethod method = method(name, rank, 2);
        try (CausalLanguageModel model = model(hidden, intermediate)) {
            Map<String, float[]> before = weights(model);
            try (Training training = new Training(model, data(), options(method, 2))) {
                assertThat(weights(model))
                        .as("at step 0")
                        .usingRecursiveComparison()
                        .isEqualTo(before);
                updates(training)
                        .forEach((module, update) -> assertThat(update).as(module).containsOnly(0));
                training.step();
                switch (method) {
                    case FullFineTuning _ ->
                            weights(model)
                                    .forEach(
                                            (weight, values) ->
                                                    assertThat(values)
                                                            .as(weight)
                                                            .isNotEqualTo(before.get(weight)));
                    case AdapterMethod adapter -> reaches(model, training, adapter, before);
                }
            }
            if (method instanceof AdapterMethod) {
                assertThat(weights(model))
                        .as("closed")
                        .usingRecursiveComparison()
                        .isEqualTo(before);
            }
        }
    }

    /// The places of ΔW that may change, all of which must, and W itself.
    private static void reaches(
            CausalLanguageModel model,
            Training training,
            AdapterMethod method,
            Map<String, float[]> before) {
        SplittableRandom random = new SplittableRandom(method.lowRank().initialisation());
        Map<String, double[]> updates = updates(training);
        model.linearModules()
                .forEach(
                        (module, shape) -> {
                            int out = (int) shape.extent(0);
                            int in = (int) shape.extent(1);
                            Adaptation adaptation = method.adaptation(new Site(in, out, 0, random));
                            double[] update = updates.getOrDefault(module, new double[0]);
                            float[] weight = model.value(module + ".weight").toFloats();
                            float[] original = before.getOrDefault(module + ".weight", weight);
                            boolean inW = adaptation instanceof Adaptation.Weights;
                            boolean dense = isDense(adaptation);
                            for (int i = 0; i < out * in; i++) {
                                boolean may = mayChange(adaptation, i / in, i % in);
                                if (!may || !dense) {
                                    assertThat(update[i] != 0)
                                            .as("%s[%d,%d]", module, i / in, i % in)
                                            .isEqualTo(may);
                                }
                                assertThat(weight[i] != original[i]).isEqualTo(inW && may);
                            }
                            assertThat(update).as(module).isNotEqualTo(new double[out * in]);
                        });
        weights(model)
                .forEach(
                        (name, values) -> {
                            if (!model.linearModules()
                                    .containsKey(name.replaceAll("\\.weight$", ""))) {
                                assertThat(values).as(name).isEqualTo(before.get(name));
                            }
                        });
    }

    private static boolean isDense(Adaptation adaptation) {
        return adaptation instanceof Adaptation.Factors(Factor a, Factor b)
                && !(a instanceof Factor.Units)
                && !(b instanceof Factor.Units);
    }

    private static boolean mayChange(Adaptation adaptation, int row, int column) {
        return switch (adaptation) {
            case Adaptation.Factors(Factor.Units a, Factor _) -> contains(a.places(), column);
            case Adaptation.Factors(Factor _, Factor.Units b) -> contains(b.places(), row);
            case Adaptation.Factors _ -> true;
            case Adaptation.Columns columns -> contains(columns.columns(), column);
            case Adaptation.Rows rows -> contains(rows.rows(), row);
            case Adaptation.Weights columns -> contains(columns.columns(), column);
        };
    }

    private static boolean contains(int[] places, int place) {
        return IntStream.of(places).anyMatch(one -> one == place);
    }

    @Property(tries = 20, seed = "1")
    @Label("∇_B of cLA = (α/r)·∇_W[:, :r]")
    void theGradientOfClaIsThatOfTheFirstColumns(
            @ForAll @IntRange(min = 6, max = 14) int hidden,
            @ForAll @IntRange(min = 1, max = 6) int rank) {
        Map<String, float[]> ofWeights = gradients(new FullFineTuning(), hidden);
        for (MethodName name : List.of(MethodName.CLA, MethodName.S_CLA, MethodName.D_PACA)) {
            double scaling = name == MethodName.D_PACA ? 1 : 2;
            Map<String, float[]> found = gradients(method(name, rank, 1), hidden);
            assertThat(found).hasSize(14);
            found.forEach(
                    (parameter, gradient) -> {
                        String module = parameter.replaceAll("\\.(lora_B|columns)$", "");
                        float[] whole =
                                Optional.ofNullable(ofWeights.get(module + ".weight"))
                                        .orElseThrow();
                        int in = whole.length / (gradient.length / rank);
                        for (int i = 0; i < gradient.length; i++) {
                            double expected = scaling * whole[i / rank * in + i % rank];
                            assertThat((double) gradient[i])
                                    .as("%s %s[%d]", name, parameter, i)
                                    .isCloseTo(expected, within(1e-5 + 1e-4 * Math.abs(expected)));
                        }
                    });
        }
    }

    /// Of the sum of the losses of all rows, by parameter.
    private static Map<String, float[]> gradients(TrainingMethod method, int hidden) {
        Map<String, float[]> gradients = new TreeMap<>();
        try (CausalLanguageModel model = model(hidden, 9);
                Training training = new Training(model, data(), options(method, 2))) {
            try (NativeScope _ = NativeScope.open()) {
                new TrainingLoss(model).sum(data().trainRows()).backward();
            }
            long at = 0;
            for (Map.Entry<String, NativeTensor> one : training.trained().entrySet()) {
                long size = one.getValue().size();
                try (NativeScope _ = NativeScope.withoutGradients()) {
                    gradients.put(
                            one.getKey(),
                            training.parameters().gradients().narrowed(0, at, size).toFloats());
                }
                at += size;
            }
        }
        return gradients;
    }
}
