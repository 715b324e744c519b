package lorica.train;

import static lorica.train.MethodsPropertyTest.data;
import static lorica.train.MethodsPropertyTest.lowRank;
import static lorica.train.MethodsPropertyTest.model;
import static lorica.train.MethodsPropertyTest.options;
import static lorica.train.MethodsPropertyTest.updates;
import static lorica.train.MethodsPropertyTest.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lorica.model.CausalLanguageModel;
import lorica.train.method.CirculantChain;
import lorica.train.method.Frozen;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.MethodName.Choices;
import lorica.train.method.Selection;
import lorica.train.method.TrainingMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What single methods promise beyond what all of them keep.
class MethodsTest {
    private static TrainingMethod method(MethodName name, int rank, int links) {
        return name.method(
                lowRank(rank, LowRank.ALL_LINEAR), new Choices(links, 16, Selection.SCATTERED));
    }

    /// The parameters after some steps, and the loss of each.
    private record Trained(List<Double> losses, Map<String, double[]> updates) {}

    private static Trained train(TrainingMethod method, int steps) {
        try (CausalLanguageModel model = model(12, 10);
                Training training = new Training(model, data(), options(method, steps))) {
            List<Double> losses = new ArrayList<>();
            for (int i = 0; i < steps; i++) {
                losses.add(training.step());
            }
            return new Trained(losses, updates(training));
        }
    }

    @ParameterizedTest
    @CsvSource({"CLA, S_CLA", "R_C3LA, S_R_C3LA", "CLA_B, S_CLA_B", "R_C3LA_B, S_R_C3LA_B"})
    void aSparseFormIsItsDenseOneAfterFiftySteps(MethodName dense, MethodName sparse) {
        Trained expected = train(method(dense, 4, 3), 50);
        Trained found = train(method(sparse, 4, 3), 50);
        for (int i = 0; i < 50; i++) {
            assertThat(found.losses().get(i)).isCloseTo(expected.losses().get(i), within(1e-6));
        }
        found.updates()
                .forEach(
                        (module, update) -> {
                            double[] wanted = expected.updates().getOrDefault(module, update);
                            for (int i = 0; i < update.length; i++) {
                                assertThat(update[i])
                                        .as("%s[%d]", module, i)
                                        .isCloseTo(wanted[i], within(1e-6));
                            }
                        });
    }

    @Test
    void trainedColumnsAreClaWithScalingOneAndItsLearningRate() {
        TrainingMethod unscaled =
                MethodName.CLA.method(
                        new LowRank(4, 4, LowRank.defaults().scaling(), 0, LowRank.ALL_LINEAR, 0),
                        Choices.defaults());
        List<Double> expected = train(unscaled, 20).losses();
        List<Double> found = train(method(MethodName.D_PACA, 4, 1), 20).losses();
        for (int i = 0; i < 20; i++) {
            assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-5));
        }
    }

    @Test
    void aCirculantChainOfInOverRLinksChangesEveryColumn() {
        LowRank queries = lowRank(4, List.of("q_proj"));
        try (CausalLanguageModel model = model(12, 10);
                Training training =
                        new Training(
                                model,
                                data(),
                                options(new CirculantChain(queries, 3, Frozen.A), 9))) {
            for (int i = 0; i < 9; i++) {
                training.step();
            }
            assertThat(training.finishedLinks()).as("resets").hasSize(2);
            updates(training)
                    .forEach((module, update) -> assertThat(update).as(module).doesNotContain(0));
        }
    }

    @Test
    void aResetKeepsTheModelAndForgetsTheMoments() {
        try (CausalLanguageModel model = model(12, 10);
                Training training =
                        new Training(model, data(), options(method(MethodName.COLA, 3, 2), 8))) {
            for (int i = 0; i < 4; i++) {
                training.step();
            }
            Map<String, double[]> before = updates(training);
            training.adapted().advance();
            Map<String, double[]> after = updates(training);
            before.forEach(
                    (module, update) ->
                            assertThat(after.getOrDefault(module, new double[0]))
                                    .as(module)
                                    .containsExactly(update, within(1e-12)));
            training.adam().restart();
            assertThat(training.adam().first().norm()).isZero();
            assertThat(training.adam().second().norm()).isZero();
        }
    }

    @Test
    void loraPlusMovesBSixteenTimesAsFar() {
        Map<String, double[]> plain = train(method(MethodName.LORA, 4, 1), 1).updates();
        Map<String, double[]> plus = train(method(MethodName.LORA_PLUS, 4, 1), 1).updates();
        plain.forEach(
                (module, update) -> {
                    double[] far = plus.getOrDefault(module, new double[0]);
                    for (int i = 0; i < update.length; i++) {
                        assertThat(far[i]).isCloseTo(16 * update[i], within(1e-5));
                    }
                });
    }

    @Test
    void everyMethodLeavesTheModelsWeightsAsTheyWere() {
        for (MethodName name : MethodName.values()) {
            if (name == MethodName.FFT) {
                continue;
            }
            try (CausalLanguageModel model = model(12, 10)) {
                Map<String, float[]> before = weights(model);
                try (Training training =
                        new Training(model, data(), options(method(name, 3, 3), 6))) {
                    for (int i = 0; i < 6; i++) {
                        training.step();
                    }
                    training.takeBest();
                }
                assertThat(weights(model))
                        .as(name.text())
                        .usingRecursiveComparison()
                        .isEqualTo(before);
            }
        }
    }

    @Test
    void aChainOfMoreLinksThanStepsIsRefused() {
        try (CausalLanguageModel model = model(12, 10)) {
            assertThatThrownBy(
                            () ->
                                    new Training(
                                            model,
                                            data(),
                                            options(method(MethodName.RAC, 3, 9), 8)))
                    .hasMessageContainingAll("at most one a step", "8", "9");
        }
    }
}
