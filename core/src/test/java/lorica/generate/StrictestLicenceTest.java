package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StrictestLicenceTest {
    @Test
    void theStricterOfTwoKnownLicencesHolds() {
        assertThat(of("mit", "apache-2.0")).isEqualTo("apache-2.0");
        assertThat(of("MIT", "CC-BY-NC-4.0", "gpl-3.0")).isEqualTo("cc-by-nc-4.0");
        assertThat(of("mit")).isEqualTo("mit");
    }

    @Test
    void anUnknownLicenceAmongOthersLeavesItToTheReader() {
        assertThat(of("mit", "my own terms")).isEqualTo("other");
        assertThat(of("mit", "")).isEqualTo("other");
        assertThat(of()).isEqualTo("other");
    }

    @Test
    void aLicenceOutsideTheListIsPassedOnWhenAllShareIt() {
        assertThat(of("llama3.2", "Llama3.2")).isEqualTo("llama3.2");
        assertThat(of("", "")).isEqualTo("other");
    }

    private static String of(String... licences) {
        return StrictestLicence.of(
                Arrays.stream(licences)
                        .map(name -> name.isEmpty() ? Optional.<String>empty() : Optional.of(name))
                        .toList());
    }
}
