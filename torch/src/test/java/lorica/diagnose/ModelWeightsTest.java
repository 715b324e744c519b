package lorica.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lorica.adapter.LoraConfig.Scaling;
import lorica.model.CausalLanguageModel;
import lorica.storage.Checksum;
import lorica.testing.TinyModel;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;
import lorica.train.TrainingOptions;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.TrainingSession;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.MethodName.Choices;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The instruments on a tiny model and a short training.
class ModelWeightsTest {
    private static TrainingData data() {
        SplittableRandom random = new SplittableRandom(3);
        return new TrainingData(
                new TrainingData.Source(Path.of("random"), Checksum.ofStrings("random")),
                IntStream.range(0, 6)
                        .mapToObj(_ -> new TokenizedExample(random.ints(9, 3, 20).toArray(), 1))
                        .toList(),
                Optional.empty(),
                List.of());
    }

    private static TrainingOptions options(MethodName name) {
        return TrainingOptions.defaults()
                .withMethod(
                        name.method(
                                new LowRank(3, 6, Scaling.LORA, 0, List.of("q_proj", "up_proj"), 1),
                                Choices.defaults()))
                .withSteps(8)
                .withBatching(new Batching(6, 1, RowOrder.AS_GIVEN));
    }

    @ParameterizedTest
    @EnumSource(names = {"LORA", "C3LA", "S_CLA", "PACA", "C_PACA", "FFT"})
    void thePathEndsWhereTheTrainingDoesAndItsLossIsTheLandscapesCentre(MethodName name) {
        try (CausalLanguageModel model =
                CausalLanguageModel.random(TinyModel.config(), new SplittableRandom(1))) {
            double trained;
            try (TrainingSession session =
                    TrainingSession.open(model, data(), options(name), Optional.empty())) {
                while (!session.finished()) {
                    session.step();
                }
                trained = session.meanLoss(data().trainRows());
            }
            try (CausalLanguageModel again =
                    CausalLanguageModel.random(TinyModel.config(), new SplittableRandom(1))) {
                List<Weights> path = ModelWeights.path(again, data(), options(name), 3);
                assertThat(path).hasSize(4); // before, after 3, 6 and 8 steps
                LossLandscape.Loss loss = ModelWeights.loss(again, data().trainRows(), 4);
                assertThat(loss.at(path.getLast())).isCloseTo(trained, within(1e-5));
                assertThat(loss.at(path.getFirst())).isGreaterThan(trained);
                Weights own =
                        ModelWeights.of(again, List.copyOf(path.getFirst().matrices().keySet()));
                if (name != MethodName.FFT) {
                    assertThat(own.plus(-1, path.getFirst()).dot(own.plus(-1, path.getFirst())))
                            .as("the model has its own weights again")
                            .isZero();
                }
            }
        }
    }
}
