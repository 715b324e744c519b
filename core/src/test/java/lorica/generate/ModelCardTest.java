package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import lorica.adapter.AdapterException;
import lorica.storage.Checksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {
    private static final Checksum SUM = Checksum.ofStrings("toy");

    @TempDir private Path folder;

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
                        datasets:
                        - owner/task-0
                        - owner/task-1
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
                .contains("license: other\nlicense_name: wordnet\ntags:")
                .contains("put it beside this card as `LICENSE`");
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
    void theDatasetsOfTheSourcesAreNamedOnce() {
        assertThat(ModelCard.render(provenance("base", 7)))
                .contains("datasets:\n- owner/task-0\n- owner/task-1\n- owner/task-2\n---\n");
    }

    @Test
    void scoresTakeTheirPlaceAndTheNextOnesToo() throws IOException {
        Path card = folder.resolve("README.md");
        String before = ModelCard.render(provenance("base", 2));
        Files.writeString(card, before);
        assertThat(before).contains("Not evaluated");
        for (double mean : new double[] {0.25, 0.5}) {
            ModelCard.evaluated(
                    folder,
                    new ModelCard.Evaluation(
                            "my.jsonl", 1234, new TreeMap<>(Map.of("rouge-l", mean))));
        }
        String after = Files.readString(card);
        assertThat(after)
                .contains("| rouge-l | 0.5000 |\n")
                .contains("Over 1,234 rows of `my.jsonl`")
                .doesNotContain("Not evaluated", "0.2500");
        assertThat(after.substring(0, after.indexOf("## Evaluation")))
                .isEqualTo(before.substring(0, before.indexOf("## Evaluation")));
        assertThat(after.substring(after.indexOf("\n## Use")))
                .isEqualTo(before.substring(before.indexOf("\n## Use")));
    }

    @Test
    void aCardOfAnotherProgramIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("README.md"), "# Mine\n");
        assertThatThrownBy(
                        () ->
                                ModelCard.evaluated(
                                        folder, new ModelCard.Evaluation("d", 1, new TreeMap<>())))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("## Evaluation");
        assertThat(folder.resolve("README.md")).hasContent("# Mine\n");
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
                            Optional.of("owner/task-" + i % 3),
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
