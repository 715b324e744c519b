package lorica.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.Set;
import lorica.adapter.AdapterException;
import lorica.storage.WholeFile;

/// The `README.md` of a generated adapter, made from its provenance; scores are put in later.
public final class ModelCard {
    static final String NAME = "README.md";

    /// Rows of the table; the rest is in `lorica.json`.
    private static final int SHOWN = 50;

    /// The identifiers that the hub knows.
    private static final Set<String> HUB_LICENCES =
            Set.of(
                    ("afl-3.0 agpl-3.0 apache-2.0 apple-amlr apple-ascl artistic-2.0 bigcode-openrail-m"
                                    + " bigscience-bloom-rail-1.0 bigscience-openrail-m bsd bsd-2-clause bsd-3-clause"
                                    + " bsd-3-clause-clear bsl-1.0 c-uda cc cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0"
                                    + " cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0"
                                    + " cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-sa-3.0"
                                    + " cc-by-sa-4.0 cc0-1.0 cdla-permissive-1.0 cdla-permissive-2.0 cdla-sharing-1.0"
                                    + " creativeml-openrail-m deepfloyd-if-license ecl-2.0 epl-1.0 epl-2.0 etalab-2.0"
                                    + " eupl-1.1 eupl-1.2 gemma gfdl gpl gpl-2.0 gpl-3.0 h-research intel-research isc"
                                    + " lgpl lgpl-2.1 lgpl-3.0 lgpl-lr llama2 llama3 llama3.1 llama3.2 llama3.3 llama4"
                                    + " lppl-1.3c mit mpl-2.0 ms-pl ncsa odbl odc-by ofl-1.1 openrail openrail++ osl-3.0"
                                    + " other pddl postgresql unknown unlicense wtfpl zlib")
                            .split(" "));

    private static final String EVALUATION = "## Evaluation\n";

    private ModelCard() {}

    /// Scores of a model with the adapter.
    ///
    /// @param dataset as it was named
    /// @param means by the scores' names, in their order
    public record Evaluation(String dataset, int rows, SequencedMap<String, Double> means) {}

    /// Writes scores into the card of an adapter, in place of those before.
    ///
    /// @throws NoSuchFileException if there is no card
    /// @throws AdapterException if it has no place for them: another program wrote it
    public static void evaluated(Path adapter, Evaluation evaluation) throws IOException {
        Path file = adapter.resolve(NAME);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "expected the card of an adapter that Lorica generated");
        }
        String card = Files.readString(file);
        int begin = card.indexOf("\n" + EVALUATION) + 1;
        int end = card.indexOf("\n## ", begin + 1) + 1;
        if (begin == 0 || end == 0) {
            throw new AdapterException(
                    file,
                    "model card",
                    "a section '## Evaluation', as `lorica generate` writes it",
                    "none");
        }
        WholeFile.write(
                file, card.substring(0, begin) + table(evaluation) + "\n" + card.substring(end));
    }

    private static String table(Evaluation evaluation) {
        StringBuilder table = new StringBuilder(EVALUATION + "\n| score | mean |\n|---|---|\n");
        evaluation
                .means()
                .forEach(
                        (score, mean) ->
                                table.append(
                                        String.format(
                                                Locale.ROOT, "| %s | %.4f |%n", score, mean)));
        return table.append(
                        "\nOver %,d rows of `%s`, by `lorica evaluate`.\n"
                                .formatted(evaluation.rows(), evaluation.dataset()))
                .toString();
    }

    static String render(Provenance provenance) {
        return String.join(
                "\n",
                frontMatter(provenance),
                method(provenance),
                sources(provenance),
                """
                ## Evaluation

                Not evaluated: compare it with the base model on rows of your own before you rely on it
                (`lorica evaluate --card` writes the scores here).
                """,
                use(provenance),
                limits(provenance));
    }

    private static String frontMatter(Provenance provenance) {
        String base = provenance.baseModel();
        boolean onHub = base.matches("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?");
        StringBuilder front = new StringBuilder("---\n");
        if (onHub) { // the hub refuses a card whose base is no repository's name
            front.append("base_model: ").append(yaml(base)).append('\n');
            front.append("base_model_relation: adapter\n");
        }
        front.append("library_name: peft\npipeline_tag: text-generation\n")
                .append(licence(provenance.result().licence()))
                .append("tags:\n- lora\n");
        if (onHub) {
            front.append("- ").append(yaml("base_model:adapter:" + base)).append('\n');
        }
        front.append("- lorica\n");
        List<String> datasets = datasets(provenance);
        if (!datasets.isEmpty()) {
            front.append("datasets:\n");
            datasets.forEach(name -> front.append("- ").append(yaml(name)).append('\n'));
        }
        return front.append("---\n").toString();
    }

    /// Repositories of the datasets that the sources of the table were trained on.
    private static List<String> datasets(Provenance provenance) {
        return provenance.mixed().stream()
                .limit(SHOWN)
                .flatMap(source -> source.repository().stream())
                .distinct()
                .toList();
    }

    /// The hub refuses a card whose licence is none of its identifiers, and has a field for others.
    private static String licence(String licence) {
        if (HUB_LICENCES.contains(licence)) {
            return "license: " + yaml(licence) + "\n";
        }
        return "license: %s\nlicense_name: %s\n".formatted(MixtureLicence.OTHER, yaml(licence));
    }

    private static String method(Provenance provenance) {
        Provenance.Choices choices = provenance.choices();
        Provenance.ResultFacts result = provenance.result();
        return """
        # A LoRA adapter generated by Lorica

        Not trained: a mixture of %d existing adapters of `%s`, weighted by how near their training
        datasets are to `%s` (%d examples).

        - distance between datasets: `%s` on the histograms of their tokens (`%s`)
        - weights: rule `%s`, temperature %s
        - mixture: `%s`, rank %d in %d modules; Frobenius norm of the update %.6g, left out by
          truncation %.3g of it
        - inputs compared: %s (%s)
        """
                .formatted(
                        provenance.mixed().size(),
                        provenance.baseModel(),
                        provenance.dataset().name(),
                        provenance.dataset().examples(),
                        choices.distance(),
                        choices.on(),
                        choices.rule(),
                        number(choices.temperature()),
                        choices.mixture(),
                        result.rank(),
                        result.modules(),
                        result.norm(),
                        result.relativeError(),
                        provenance.template().treatment().label(),
                        provenance.template().reason());
    }

    private static String sources(Provenance provenance) {
        List<Provenance.SourceFacts> mixed = provenance.mixed();
        StringBuilder table =
                new StringBuilder(
                        """
                        ## Sources

                        | entry | weight | distance | licence |
                        |---|---|---|---|
                        """);
        for (Provenance.SourceFacts source : mixed.subList(0, Math.min(SHOWN, mixed.size()))) {
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %s | %.6f | %.6g | %s |%n",
                            cell(source.entry()),
                            source.weight(),
                            source.distance(),
                            cell(source.licence().orElse("not stated"))));
        }
        if (mixed.size() > SHOWN) {
            double rest =
                    mixed.subList(SHOWN, mixed.size()).stream()
                            .mapToDouble(Provenance.SourceFacts::weight)
                            .sum();
            table.append(
                    String.format(
                            Locale.ROOT,
                            "| %d more, in `%s` | %.6f | | |%n",
                            mixed.size() - SHOWN,
                            ProvenanceFile.NAME,
                            rest));
        }
        table.append(
                """

                The licence above is worked out from theirs, as the bank notes them; conflicts stand under
                Limits. The base model's own terms come beside it.
                """);
        return table.toString();
    }

    private static String use(Provenance provenance) {
        return """
        ## Use

        ```python
        from peft import PeftModel
        from transformers import AutoModelForCausalLM

        base = AutoModelForCausalLM.from_pretrained(%s)
        model = PeftModel.from_pretrained(base, "path/to/this/directory")
        ```

        ```sh
        vllm serve %s --enable-lora --lora-modules mine=path/to/this/directory%s
        lorica export gguf path/to/this/directory --base path/to/base -o gguf    # llama.cpp, Ollama
        ```

        ## Made with

        ```sh
        %s
        ```

        Lorica %s; bank `%s` (SHA-256 of bank.json `%s`, %d entries, %d compared); dataset SHA-256
        `%s`. Nothing is random. `%s` holds every number.
        """
                .formatted(
                        quoted(provenance.baseModel()),
                        provenance.baseModel(),
                        ServedRank.of(provenance.result().rank()).option(),
                        provenance.command(),
                        provenance.version(),
                        provenance.bank().name(),
                        provenance.bank().checksum(),
                        provenance.bank().entries(),
                        provenance.bank().compared(),
                        provenance.dataset().checksum(),
                        ProvenanceFile.NAME);
    }

    private static String limits(Provenance provenance) {
        List<String> limits = new ArrayList<>();
        limits.add(
                "It can do no more than its sources taught; what they have in common passes best.");
        limits.add("It inherits the biases and the licences of its sources and of the base model.");
        limits.addAll(MixtureLicence.of(provenance.mixed()).open());
        limits.addAll(provenance.warnings());
        if (!HUB_LICENCES.contains(provenance.result().licence())
                || provenance.result().licence().equals(MixtureLicence.OTHER)) {
            limits.add(
                    "The hub asks for the text of a licence that it calls `other`: put it beside this"
                            + " card as `LICENSE`.");
        }
        StringBuilder text = new StringBuilder("## Limits\n\n");
        limits.forEach(limit -> text.append("- ").append(limit).append('\n'));
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /// A plain scalar where YAML surely reads it as that string, else a quoted one.
    private static String yaml(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9_./-]*") ? text : quoted(text);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
