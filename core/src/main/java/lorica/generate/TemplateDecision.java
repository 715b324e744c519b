package lorica.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetException;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.PromptTemplate;
import lorica.distribution.DatasetView;
import lorica.distribution.Part;

/// What is compared with the bank's datasets, so that a prompt template on one side alone does not
/// decide the distances.
///
/// Left to itself: rows stay as they are where the bank has no template or at least 95 % of the
/// rows follow it; else the bank's template is put around them where `{input}` is its only field;
/// else its text is taken away on both sides.
///
/// @param template the one that was put around or taken away; empty where rows stay as they are
/// @param reason for a reader
/// @param rows number of examples
/// @param following how many of them follow the bank's template; 0 where it has none
/// @param raw the first input as the dataset has it
/// @param compared the same as it is compared
public record TemplateDecision(
        Treatment treatment,
        Optional<PromptTemplate> template,
        String reason,
        long rows,
        long following,
        String raw,
        String compared) {
    private static final double NEARLY_ALL = 0.95;

    /// What happens to a row.
    public enum Treatment {
        AS_IS("as is"),
        WRAPPED("wrapped"),
        STRIPPED("stripped");

        private final String label;

        Treatment(String label) {
            this.label = label;
        }

        /// The name in files.
        public String label() {
            return label;
        }

        /// The treatment of a label.
        public static Treatment of(String label) {
            for (Treatment treatment : values()) {
                if (treatment.label.equals(label)) {
                    return treatment;
                }
            }
            throw new IllegalArgumentException(
                    "template treatment: expected as is, wrapped or stripped, found '%s'"
                            .formatted(label));
        }
    }

    /// How a part of the new dataset is seen.
    public DatasetView viewOfDataset(Part part) {
        return DatasetView.part(viewOfDataset(), part);
    }

    /// How a part of the bank's datasets is seen.
    public DatasetView viewOfBank(Part part) {
        return DatasetView.part(viewOfBank(), part);
    }

    /// How the new dataset is seen.
    public DatasetView viewOfDataset() {
        return switch (treatment) {
            case AS_IS -> DatasetView.whole();
            case WRAPPED -> new DatasetView.Wrapped(template.orElseThrow());
            case STRIPPED -> new DatasetView.Bare(template.orElseThrow());
        };
    }

    /// How the bank's datasets are seen.
    public DatasetView viewOfBank() {
        return treatment == Treatment.STRIPPED
                ? new DatasetView.Bare(template.orElseThrow())
                : DatasetView.whole();
    }

    /// Reads a plain dataset file once and decides.
    ///
    /// @throws IllegalArgumentException if the bank has no template that would do what is asked
    public static TemplateDecision of(
            TemplateChoice choice, Optional<PromptTemplate> ofBank, Path dataset)
            throws IOException {
        return of(choice, ofBank, Dataset.of(dataset));
    }

    /// Reads the dataset once and decides.
    ///
    /// @throws IllegalArgumentException if the bank has no template that would do what is asked
    public static TemplateDecision of(
            TemplateChoice choice, Optional<PromptTemplate> ofBank, Dataset dataset)
            throws IOException {
        Rows rows = Rows.read(dataset, ofBank);
        return switch (choice) {
            case TemplateChoice.AsIs() -> rows.asIs("asked for with --template none");
            case TemplateChoice.OfBank() ->
                    rows.wrapped(required(ofBank, "bank"), "asked for with --template bank");
            case TemplateChoice.Stripped() ->
                    rows.stripped(required(ofBank, "strip"), "asked for with --template strip");
            case TemplateChoice.Own(PromptTemplate template) ->
                    rows.wrapped(template, "asked for with --template");
            case TemplateChoice.Automatic() -> automatic(ofBank, rows);
        };
    }

    private static PromptTemplate required(Optional<PromptTemplate> template, String choice) {
        return template.orElseThrow(
                () ->
                        new IllegalArgumentException(
                                ("--template %s: expected a bank with a prompt template, found none;"
                                                + " pass --template FILE, or make the bank with"
                                                + " `lorica bank create --template`")
                                        .formatted(choice)));
    }

    private static TemplateDecision automatic(Optional<PromptTemplate> ofBank, Rows rows) {
        if (ofBank.isEmpty()) {
            return rows.asIs("the bank has no prompt template");
        }
        if (rows.following >= NEARLY_ALL * rows.count) {
            return rows.asIs(
                    "%d of %d rows follow the bank's prompt template"
                            .formatted(rows.following, rows.count));
        }
        String lacking =
                "%d of %d rows lack the bank's prompt template"
                        .formatted(rows.count - rows.following, rows.count);
        if (ofBank.get().needsInputOnly()) {
            return rows.wrapped(ofBank.get(), lacking);
        }
        return rows.stripped(
                ofBank.get(),
                "%s, whose fields %s differ between datasets"
                        .formatted(lacking, ofBank.get().fields()));
    }

    /// What one pass over the dataset tells.
    private record Rows(long count, long following, String first) {
        static Rows read(Dataset dataset, Optional<PromptTemplate> template) throws IOException {
            long count = 0;
            long following = 0;
            Optional<String> first = Optional.empty();
            try (ExampleReader reader = ExampleReader.open(dataset)) {
                for (Optional<Example> next = reader.next();
                        next.isPresent();
                        next = reader.next()) {
                    String input = next.get().input();
                    first = first.or(() -> Optional.of(input));
                    count++;
                    following += template.filter(one -> one.matches(input)).isPresent() ? 1 : 0;
                }
            }
            return new Rows(
                    count,
                    following,
                    first.orElseThrow(
                            () ->
                                    new DatasetException(
                                            dataset.file(), "at least one example", "none")));
        }

        TemplateDecision asIs(String reason) {
            return decision(Treatment.AS_IS, Optional.empty(), reason, first);
        }

        TemplateDecision wrapped(PromptTemplate template, String reason) {
            return decision(
                    Treatment.WRAPPED,
                    Optional.of(template),
                    reason,
                    template.matches(first) ? first : template.wrap(first));
        }

        TemplateDecision stripped(PromptTemplate template, String reason) {
            return decision(
                    Treatment.STRIPPED,
                    Optional.of(template),
                    reason,
                    template.strip(first).orElse(first));
        }

        private TemplateDecision decision(
                Treatment treatment,
                Optional<PromptTemplate> template,
                String reason,
                String compared) {
            return new TemplateDecision(
                    treatment, template, reason, count, following, first, compared);
        }
    }
}
