package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.tensor.SafetensorsFile;
import lorica.testing.SharedFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against mixtures of the shared bank made by independent NumPy code (js, normalized, τ = 1).
@Tag("shared")
class MixtureGoldenTest {
    private static final String FV = "fv_adjective_v_verb_3";
    private static final String LAST = "fv_alphabetically_last_3";

    @ParameterizedTest
    @ValueSource(strings = {FV, LAST})
    void factorsEqualTheGoldenFactors(String task) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            List<Source> sources = sources(task, arena);
            MixturePlan plan = new FactorMixture().plan(sources);
            SafetensorsFile golden =
                    SafetensorsFile.map(
                            SharedFiles.path(
                                    "golden/mixture/" + task + "/adapter_model.safetensors"),
                            arena);
            assertThat(golden.tensors()).hasSize(2 * plan.modules().size());
            for (String module : plan.modules().keySet()) {
                MixedFactors mixed = plan.mix(module).factors();
                assertClose(mixed.a(), golden.tensor(PeftDirectory.keyA(module)).toFloats(), 1e-6);
                assertClose(mixed.b(), golden.tensor(PeftDirectory.keyB(module)).toFloats(), 1e-6);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FV, LAST})
    void deltaEqualsTheGoldenProductsSpectraAndErrors(String task) throws IOException {
        Path folder = SharedFiles.path("golden/mixture_delta/" + task);
        JsonNode info = JsonMapper.shared().readTree(folder.resolve("info.json").toFile());
        try (Arena arena = Arena.ofConfined()) {
            List<Source> sources = sources(task, arena);
            MixturePlan plan = DeltaMixture.ofRank(16).plan(sources);
            SafetensorsFile golden =
                    SafetensorsFile.map(folder.resolve("delta.safetensors"), arena);
            for (String module : plan.modules().keySet()) {
                MixedModule mixed = plan.mix(module);
                double[] product =
                        ToyAdapters.dense(mixed.factors(), plan.config().scalingOf(module));
                float[] narrow = new float[product.length];
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] = (float) product[i];
                }
                assertClose(narrow, golden.tensor(module).toFloats(), 1e-5);
                JsonNode expected = info.get(module);
                assertThat(mixed.report().normBefore())
                        .isCloseTo(expected.get("frobenius").doubleValue(), within(1e-9));
                assertThat(mixed.report().truncationError())
                        .isCloseTo(expected.get("truncation_error").doubleValue(), within(1e-9));
                double[] values =
                        ExactTruncation.of(StackedFactors.read(plan, module), 20).values();
                for (int i = 0; i < 20; i++) {
                    assertThat(values[i])
                            .isCloseTo(
                                    expected.get("singular_values").get(i).doubleValue(),
                                    within(1e-9));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank-stories260K", "bank-instruct260K"})
    void theSharedInitialisationIsFound(String bank) throws IOException {
        JsonNode entries =
                JsonMapper.shared()
                        .readTree(SharedFiles.path("data/" + bank + "/entries.json").toFile());
        try (Arena arena = Arena.ofConfined()) {
            List<Source> sources = new ArrayList<>();
            List<String> shared = new ArrayList<>();
            entries.properties()
                    .forEach(
                            entry -> {
                                if (entry.getValue().get("where").asString().equals("bank")) {
                                    String id = entry.getKey();
                                    sources.add(new Source(id, 1, adapter(bank, id, arena)));
                                    if (entry.getValue().get("shared_init").booleanValue()) {
                                        shared.add(id);
                                    }
                                }
                            });
            List<List<String>> groups = InitialisationGroups.of(sources).groups();
            assertThat(groups.getFirst()).containsExactlyElementsOf(shared);
            assertThat(groups).hasSize(1 + sources.size() - shared.size());
        }
    }

    private static List<Source> sources(String task, Arena arena) throws IOException {
        JsonNode golden =
                JsonMapper.shared().readTree(SharedFiles.path("golden/coefficients.json").toFile());
        JsonNode weights = golden.get("rows").get(task).get("js").get("normalized");
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            String entry = golden.get("entries").get(i).asString();
            sources.add(
                    new Source(
                            entry,
                            weights.get(i).doubleValue(),
                            adapter("bank-stories260K", entry, arena)));
        }
        return sources;
    }

    private static LoraAdapter adapter(String bank, String entry, Arena arena) {
        try {
            return PeftDirectory.read(
                    SharedFiles.path("data/" + bank + "/adapters/" + entry), arena);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertClose(float[] found, float[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            worst = Math.max(worst, Math.abs((double) found[i] - expected[i]));
        }
        assertThat(worst).isLessThan(tolerance);
    }
}
