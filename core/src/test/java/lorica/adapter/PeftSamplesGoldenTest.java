package lorica.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.Tensor;
import lorica.testing.SharedFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Adapters that PEFT itself wrote.
@Tag("shared")
class PeftSamplesGoldenTest {
    private static final String WITH_HEAD = "anirudh-ak+peft-gpt2";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "abrhaleyarefaine1997+gpt2-tigrinya-lora, true, 4",
        WITH_HEAD + ", true, 1",
        "guilhermmeabreu+lab_08, false, 2"
    })
    void tensorsAreRewrittenByteForByte(String sample, boolean fanInFanOut, double scaling)
            throws IOException {
        Path original = SharedFiles.path("data/peft-samples/" + sample);
        try (Arena arena = Arena.ofConfined()) {
            LoraAdapter adapter = PeftDirectory.readWhole(original, arena);
            assertThat(adapter.config().fanInFanOut()).isEqualTo(fanInFanOut);
            String module = adapter.modules().firstKey();
            assertThat(adapter.config().scalingOf(module)).isEqualTo(scaling);
            PeftDirectory.write(adapter, folder);
            assertThat(PeftDirectory.readConfig(folder)).isEqualTo(adapter.config());
            SafetensorsFile before =
                    SafetensorsFile.map(original.resolve(PeftDirectory.WEIGHTS), arena);
            SafetensorsFile after =
                    SafetensorsFile.map(folder.resolve(PeftDirectory.WEIGHTS), arena);
            assertThat(after.tensors().keySet()).isEqualTo(before.tensors().keySet());
            assertThat(after.metadata()).isEqualTo(before.metadata());
            for (Tensor tensor : before.tensors().values()) {
                Tensor copy = after.tensor(tensor.name());
                assertThat(copy.dtype()).isEqualTo(tensor.dtype());
                assertThat(copy.shape()).isEqualTo(tensor.shape());
                assertThat(copy.bytes().mismatch(tensor.bytes())).isEqualTo(-1);
            }
        }
    }

    @Test
    void theOneWithAClassifierHeadIsNotMixed() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(
                            () ->
                                    PeftDirectory.read(
                                            SharedFiles.path("data/peft-samples/" + WITH_HEAD),
                                            arena))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("base_model.model.score.weight");
        }
    }
}
