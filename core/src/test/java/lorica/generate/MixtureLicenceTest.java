package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.storage.Checksum;
import org.junit.jupiter.api.Test;

class MixtureLicenceTest {
    @Test
    void theLicenceThatAllOthersMayBePassedOnUnderHolds() {
        assertThat(of("mit", "apache-2.0").name()).isEqualTo("apache-2.0");
        assertThat(of("MIT", "CC-BY-NC-4.0", "apache-2.0").name()).isEqualTo("cc-by-nc-4.0");
        assertThat(of("cc-by-sa-4.0", "gpl-3.0").name()).isEqualTo("gpl-3.0");
        assertThat(of("mit").name()).isEqualTo("mit");
        assertThat(of("mit", "apache-2.0").conflicts()).isEmpty();
    }

    @Test
    void licencesThatExcludeEachOtherAreNamedWithTheirEntries() {
        MixtureLicence found = of("mit", "cc-by-nc-4.0", "gpl-3.0");
        assertThat(found.name()).isEqualTo("other");
        assertThat(found.conflicts())
                .containsExactly(
                        "Licences in conflict: cc-by-nc-4.0 (of e1) and gpl-3.0 (of e2): neither lets the other's sources be passed on under it.");
        assertThat(of("gpl-2.0", "apache-2.0").name()).isEqualTo("other");
        assertThat(of("cc-by-sa-4.0", "cc-by-nc-sa-4.0").name()).isEqualTo("other");
    }

    /// GPL-3.0 is above both, but no source has it.
    @Test
    void aLicenceThatNoSourceHasIsNotInvented() {
        assertThat(of("mpl-2.0", "cc-by-sa-4.0").name()).isEqualTo("other");
    }

    @Test
    void anUnknownLicenceAmongOthersLeavesItToTheReader() {
        assertThat(of("mit", "my own terms").name()).isEqualTo("other");
        assertThat(of("mit", "my own terms").open().getFirst())
                .contains("my own terms (of e1)", "read it");
        assertThat(of("mit", "", "", "", "").open())
                .containsExactly(
                        "No licence is stated for e1, e2, e3 and 1 more: ask their owners before you share the adapter.");
        assertThat(of()).isEqualTo(new MixtureLicence("other", List.of(), List.of()));
    }

    @Test
    void aLicenceWithoutDerivativesLetsNoMixtureBeShared() {
        assertThat(of("cc-by-nd-4.0").name()).isEqualTo("other");
        assertThat(of("cc-by-nd-4.0", "mit").conflicts().getFirst()).contains("derivative");
    }

    @Test
    void aLicenceOutsideTheOrderIsPassedOnWhenAllShareIt() {
        assertThat(of("llama3.2", "Llama3.2").name()).isEqualTo("llama3.2");
        assertThat(of("", "").name()).isEqualTo("other");
    }

    private static MixtureLicence of(String... licences) {
        List<Provenance.SourceFacts> sources = new ArrayList<>();
        for (String licence : licences) {
            sources.add(
                    new Provenance.SourceFacts(
                            "e" + sources.size(),
                            0.1,
                            1.0 / licences.length,
                            licence.isEmpty() ? Optional.empty() : Optional.of(licence),
                            Checksum.ofStrings("toy"),
                            OptionalInt.of(1),
                            Optional.empty(),
                            false));
        }
        return MixtureLicence.of(sources);
    }
}
