package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelIdentityTest {
    @Test
    void otherWeightsAreAnotherModel(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        Files.write(folder.resolve("model.safetensors"), new byte[200_000]);
        String first = ModelIdentity.of(folder);
        assertThat(ModelIdentity.of(folder)).isEqualTo(first);
        byte[] changed = new byte[200_000];
        changed[199_999] = 1;
        Files.write(folder.resolve("model.safetensors"), changed);
        assertThat(ModelIdentity.of(folder)).isNotEqualTo(first);
    }

    @Test
    void aFolderThatIsNoModelIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> ModelIdentity.of(folder)).hasMessageContaining("config.json");
    }
}
