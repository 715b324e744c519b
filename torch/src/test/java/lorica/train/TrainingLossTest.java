package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.model.CausalLanguageModel;
import lorica.torch.NativeScope;
import lorica.train.method.FullFineTuning;
import lorica.train.method.Lora;
import lorica.train.method.TrainingMethod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLossTest {
    private static final double SCALE = 0.25;

    private record Gradient(double sum, float[] values) {}

    /// One pass over the data, with autograd through the logits or with their gradient known.
    private static Gradient gradient(TrainingMethod method, long chunk) {
        List<TokenizedExample> rows = MethodsPropertyTest.data().trainRows();
        try (CausalLanguageModel model = MethodsPropertyTest.model(8, 9);
                Training training =
                        new Training(
                                model,
                                MethodsPropertyTest.data(),
                                MethodsPropertyTest.options(method, 4))) {
            training.step(); // B is no longer zero
            training.parameters().gradients().fillInPlace(0);
            double sum;
            try (NativeScope _ = NativeScope.open()) {
                if (chunk == 0) {
                    var whole = new TrainingLoss(model).sum(rows);
                    whole.times(SCALE).backward();
                    sum = whole.item();
                } else {
                    sum = new TrainingLoss(model, chunk).backward(rows, SCALE);
                }
            }
            return new Gradient(sum, training.parameters().gradients().toFloats());
        }
    }

    private static void assertSame(Gradient found, Gradient expected) {
        assertThat(found.sum()).isCloseTo(expected.sum(), within(1e-4));
        for (int i = 0; i < expected.values().length; i++) {
            assertThat((double) found.values()[i]).isCloseTo(expected.values()[i], within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 1 << 20})
    void aFewLogitsAtATimeGiveTheGradientOfAllAtOnce(long chunk) {
        Lora lora = new Lora(MethodsPropertyTest.lowRank(2, List.of("q_proj", "down_proj")));
        assertSame(gradient(lora, chunk), gradient(lora, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1 << 20})
    void aHeadThatIsTrainedHasItsGradientToo(long chunk) {
        assertSame(gradient(new FullFineTuning(), chunk), gradient(new FullFineTuning(), 0));
    }
}
