package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.storage.Checksum;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    private static final Checksum SUM = Checksum.ofStrings("toy");

    @Test
    void theFrontMatterIsWhatTheHubReads() {
        assertThat(ModelCard.render(provenance("org/base-7B", 2)))
                .startsWith(
                        """
                        ---
                        base_model: org/base-7B
                        base_model_relation: adapter
                        library_name: peft
                        pipeline_tag: text-generation
                        license: mit
                        tags:
                        - lora
                        - "base_model:adapter:org/base-7B"
                        - lorica
                        ---
                        """);
    }

    @Test
    void namesThatYamlWouldReadOtherwiseAreQuoted() {
        assertThat(ModelCard.render(provenance("1e5", 1))).contains("base_model: \"1e5\"\n");
    }

    /// The hub refuses a card whose base is no name of a repository.
    @Test
    void aBaseThatIsAPathIsLeftOutOfTheFrontMatter() {
        String card = ModelCard.render(provenance("/home/me/base: \"b\"", 1));
        assertThat(card.substring(0, card.indexOf("\n---\n"))).doesNotContain("base_model");
    }

    @Test
    void aLicenceThatTheHubDoesNotKnowIsNamedBesideOther() {
        assertThat(ModelCard.render(provenance("base", 1, "wordnet")))
                .contains("license: other\nlicense_name: wordnet\ntags:");
    }

    @Test
    void aRankAboveVllmsDefaultIsServedWithItsOption() {
        assertThat(ServedRank.of(16).warning()).isEmpty();
        assertThat(ServedRank.of(17).option()).isEqualTo(" --max-lora-rank 32");
        assertThat(ServedRank.of(72).warning().orElseThrow()).contains("--max-lora-rank 128");
        assertThat(ServedRank.of(1152).warning().orElseThrow())
                .contains("no adapter above rank 512");
    }

    @Test
    void everySourceHasItsWeightDistanceAndLicence() {
        assertThat(ModelCard.render(provenance("base", 2)))
                .contains("| entry-0 | 0.500000 | 0.100000 | mit |\n")
                .contains("| entry-1 | 0.500000 | 0.100000 | mit |\n")
                .contains("lorica generate data.jsonl")
                .contains("- Beware of the dog.\n");
    }

    @Test
    void aLongTableSaysWhatItLeavesOut() {
        assertThat(ModelCard.render(provenance("base", 200)))
                .contains("| 150 more, in `lorica.json` | 0.750000 | | |\n");
    }

    private static Provenance provenance(String base, int count) {
        return provenance(base, count, "mit");
    }

    private static Provenance provenance(String base, int count, String licence) {
        List<Provenance.SourceFacts> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(
                    new Provenance.SourceFacts(
                            "entry-" + i,
                            0.1,
                            1.0 / count,
                            Optional.of("mit"),
                            SUM,
                            OptionalInt.of(1),
                            false));
        }
        return new Provenance(
                "0",
                "lorica generate data.jsonl",
                base,
                new Provenance.DatasetFacts("data.jsonl", "JSONL", SUM, 3, 30),
                new Provenance.BankFacts("bank", SUM, count, count),
                new Provenance.Choices(
                        "js",
                        "both",
                        "normalized",
                        1,
                        "delta",
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        "f32",
                        "automatic",
                        List.of(),
                        List.of()),
                new TemplateDecision(
                        TemplateDecision.Treatment.AS_IS,
                        Optional.empty(),
                        "the bank has no prompt template",
                        3,
                        0,
                        "two",
                        "two"),
                sources,
                new Provenance.ResultFacts(4, 8, 2, 1.5, 1.6, 0.1, licence),
                List.of("Beware of the dog."));
    }
}
