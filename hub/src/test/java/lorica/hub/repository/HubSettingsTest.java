package lorica.hub.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lorica.hub.repository.HubSettings.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the variables mean.
class HubSettingsTest {
    @TempDir private Path folder;

    @Test
    void environmentVariablesMeanWhatTheyMeanToPython() throws IOException {
        Path home = folder.resolve("home");
        HubSettings plain = HubSettings.of(Map.of(), home);
        assertThat(plain.endpoint()).hasToString("https://huggingface.co");
        assertThat(plain.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(plain.token()).isEmpty();
        assertThat(plain.network()).isEqualTo(Network.ONLINE);
        assertThat(HubSettings.of(Map.of("HF_HOME", "~/hf"), home).cache())
                .isEqualTo(home.resolve("hf/hub"));
        assertThat(HubSettings.of(Map.of("HF_HOME", "/a", "HF_HUB_CACHE", "/b"), home).cache())
                .isEqualTo(Path.of("/b"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/x"), home).cache())
                .isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", "true"), home).network())
                .isEqualTo(Network.OFFLINE);
        assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", "0"), home).network())
                .isEqualTo(Network.ONLINE);
        assertThat(plain.patience().silence()).isEqualTo(Duration.ofSeconds(30));
        assertThat(
                        HubSettings.of(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "7"), home)
                                .patience()
                                .silence())
                .isEqualTo(Duration.ofSeconds(7));
        Files.createDirectories(home.resolve(".cache/huggingface"));
        Files.writeString(home.resolve(".cache/huggingface/token"), "hf_saved\n", UTF_8);
        assertThat(HubSettings.of(Map.of(), home).token()).contains("hf_saved");
        assertThat(HubSettings.of(Map.of("HF_TOKEN", "hf_said"), home).token()).contains("hf_said");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "huggingface.co"), home))
                .hasMessageContaining("'huggingface.co'");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_HUB_DOWNLOAD_TIMEOUT", "soon"), home))
                .hasMessageContaining("HF_HUB_DOWNLOAD_TIMEOUT: expected whole seconds")
                .hasMessageContaining("'soon'");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_TOKEN", "hf_a\nhf_b"), home))
                .hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("hf_a");
    }
}
