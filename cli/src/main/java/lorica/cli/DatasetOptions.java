package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.dataset.ColumnShape;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetForm;
import lorica.dataset.ExampleReader;
import lorica.dataset.Reading;
import lorica.parquet.ParquetRows;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How a command reads a user's dataset: `--map`, `--skip-empty`, and the line on stderr that says
/// what the file was taken for.
///
/// Nothing of the Parquet module is loaded before a Parquet file is opened: a lambda, because a
/// method reference would load the class that it names.
final class DatasetOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--map",
            paramLabel = "COLUMNS",
            description = {
                "Which columns are what: input=COLUMN,output=COLUMN (COLUMN+COLUMN is joined by a line"
                        + " break), messages=COLUMN or conversations=COLUMN. Default: by the first"
                        + " row, and said."
            })
    private Optional<String> map = Optional.empty();

    @Option(
            names = "--skip-empty",
            description = "Leave out rows without text for input or output, instead of refusing.")
    private boolean skipEmpty;

    /// What the user chose.
    ///
    /// @throws ParameterException if the map cannot be read
    Reading reading() {
        Reading reading = Reading.plain().withParquet(file -> ParquetRows.open(file));
        if (skipEmpty) {
            reading = reading.withEmptyRows(Reading.EmptyRows.SKIP);
        }
        try {
            return map.isPresent() ? reading.withShape(ColumnShape.parse(map.get())) : reading;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), "--" + String.valueOf(e.getMessage()), e);
        }
    }

    /// The dataset, after a line about it on stderr.
    ///
    /// @throws lorica.dataset.DatasetException if its first row cannot be read
    Dataset said(Path file, Reading reading, PrintWriter err) throws IOException {
        Dataset dataset = new Dataset(file, reading);
        if (!skipEmpty) {
            err.println("dataset: " + dataset.form());
            return dataset;
        }
        try (ExampleReader reader = ExampleReader.open(dataset)) {
            long examples = 0;
            while (reader.next().isPresent()) {
                examples++;
            }
            err.println(
                    "dataset: %s; %,d of %,d rows left out, without text"
                            .formatted(
                                    reader.form(), reader.skipped(), examples + reader.skipped()));
        }
        return dataset;
    }

    /// Says what many files were taken for, one line for those that are alike.
    ///
    /// @throws lorica.dataset.DatasetException if a first row cannot be read
    static void sayAll(List<Path> files, Reading reading, PrintWriter err) throws IOException {
        Map<String, List<DatasetForm>> alike = new LinkedHashMap<>();
        for (Path file : files) {
            DatasetForm form = new Dataset(file, reading).form();
            alike.computeIfAbsent(form.text(), text -> new ArrayList<>()).add(form);
        }
        alike.forEach(
                (text, forms) ->
                        err.println(
                                forms.size() == 1
                                        ? "dataset: " + forms.getFirst()
                                        : "dataset: %,d files: %s".formatted(forms.size(), text)));
    }
}
