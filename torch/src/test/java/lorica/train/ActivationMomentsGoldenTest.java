package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lorica.adapter.AdapterException;
import lorica.bank.Bank;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.gram.MomentIndex;
import lorica.model.CausalLanguageModel;
import lorica.model.ModelConfig;
import lorica.model.RopeScaling;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import lorica.testing.TinyModel;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import lorica.token.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the model's equations written out: in the first layer, queries, keys and values are
/// given `x/√(mean x² + ε) ∘ weight` of the embeddings.
class ActivationMomentsGoldenTest {
    private static final int WIDTH = 16;
    private static final String QUERIES = "model.layers.0.self_attn.q_proj";
    private static final String VALUES = "model.layers.0.self_attn.v_proj";

    private final Bank bank;
    private final CausalLanguageModel model =
            CausalLanguageModel.random(TinyModel.toyWorld(), new SplittableRandom(3));

    ActivationMomentsGoldenTest(@TempDir Path folder) throws IOException {
        bank = ToyBank.of(ToyFiles.write(folder), folder.resolve("bank"));
    }

    @Test
    void theyAreThoseOfADirectForwardPass() throws IOException {
        MomentIndex index = open(ActivationMoments.Options.defaults());
        double[] expected = new double[WIDTH * WIDTH];
        long tokens = 0;
        for (String id : ToyFiles.IDS) {
            List<int[]> texts = texts(id);
            long ofEntry = texts.stream().mapToLong(ids -> ids.length - 1).sum();
            tokens += ofEntry;
            for (int[] ids : texts) {
                for (int token = 0; token < ids.length - 1; token++) {
                    add(expected, input(ids[token]), 1.0 / (ofEntry * ToyFiles.IDS.size()));
                }
            }
        }
        double[] moment = index.moment(QUERIES).orElseThrow();
        double trace = 0;
        for (int i = 0; i < WIDTH; i++) {
            trace += expected[i * WIDTH + i];
        }
        assertThat(index.tokens()).isEqualTo(tokens);
        assertThat(moment).containsExactly(expected, within(1e-6 * trace));
        assertThat(index.moment(VALUES).orElseThrow()).isEqualTo(moment);
    }

    @Test
    void theModelIsLeftAsItWasAndASampleIsSeeded() throws IOException {
        MomentIndex few = open(new ActivationMoments.Options(3, 1));
        double[] first = few.moment(QUERIES).orElseThrow();
        assertThat(model.adapters().names()).isEmpty();
        double[] other = open(new ActivationMoments.Options(3, 2)).moment(QUERIES).orElseThrow();
        double[] again = open(new ActivationMoments.Options(3, 1)).moment(QUERIES).orElseThrow();
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void aModelThatTheAdaptersDoNotFitIsRefusedBeforeAnythingIsKept() throws IOException {
        ModelConfig narrow =
                new ModelConfig(
                        ModelConfig.Architecture.MISTRAL,
                        new ModelConfig.Sizes(8, 24, 1, 4, 4, 2, 257),
                        256,
                        1e-5,
                        10_000,
                        new RopeScaling.Plain(),
                        OptionalInt.empty(),
                        true,
                        OptionalInt.of(0),
                        List.of(0),
                        0.3);
        try (CausalLanguageModel other =
                CausalLanguageModel.random(narrow, new SplittableRandom(3))) {
            assertThatThrownBy(
                            () ->
                                    ActivationMoments.open(
                                            bank,
                                            other,
                                            Checksum.ofStrings("another"),
                                            ActivationMoments.Options.defaults(),
                                            Progress.SILENT))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("an adapter of another base model");
        }
        assertThat(MomentIndex.find(bank)).isEmpty();
    }

    private MomentIndex open(ActivationMoments.Options options) throws IOException {
        return ActivationMoments.open(
                bank, model, Checksum.ofStrings("a tiny model"), options, Progress.SILENT);
    }

    private List<int[]> texts(String id) throws IOException {
        List<int[]> texts = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizer.open(bank.checkedTokenizer())) {
            for (Example example :
                    ExampleReader.readAll(Dataset.of(bank.checkedDataset(bank.entry(id))))) {
                int[] whole = tokenizer.encode(bank.header().text().of(example));
                int[] ids = new int[whole.length + 1];
                ids[0] = bank.header().beginning().orElseThrow();
                System.arraycopy(whole, 0, ids, 1, whole.length);
                texts.add(ids);
            }
        }
        return texts;
    }

    private double[] input(int token) {
        float[] embeddings = model.value("model.embed_tokens.weight").toFloats();
        float[] norm = model.value("model.layers.0.input_layernorm.weight").toFloats();
        double[] x = new double[WIDTH];
        double square = 0;
        for (int i = 0; i < WIDTH; i++) {
            x[i] = embeddings[token * WIDTH + i];
            square += x[i] * x[i] / WIDTH;
        }
        for (int i = 0; i < WIDTH; i++) {
            x[i] *= norm[i] / Math.sqrt(square + model.config().normEpsilon());
        }
        return x;
    }

    private static void add(double[] moment, double[] x, double weight) {
        for (int i = 0; i < WIDTH; i++) {
            for (int j = 0; j < WIDTH; j++) {
                moment[i * WIDTH + j] += weight * x[i] * x[j];
            }
        }
    }
}
