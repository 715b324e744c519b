package lorica.generate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import lorica.adapter.AdapterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceFileHostileTest {
    @TempDir private Path folder;

    @Test
    void aDirectoryWithoutTheFileIsNotLoricas() {
        assertThatThrownBy(() -> ProvenanceFile.read(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("lorica generate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"format\": \"lorica-adapter\", \"version\": 9}",
                "{\"format\": \"lorica-adapter\", \"version\": 1}",
                "{\"format\": \"lorica-adapter\", \"version\": 1, \"dataset\": 3, \"bank\": [], \"sources\": {}}"
            })
    void anythingElseIsRefusedByName(String content) throws IOException {
        Files.writeString(folder.resolve("lorica.json"), content);
        assertThatThrownBy(() -> ProvenanceFile.read(folder))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("lorica.json")
                .hasMessageContaining("expected");
    }
}
