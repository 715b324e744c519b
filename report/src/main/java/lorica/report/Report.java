package lorica.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lorica.distance.DistanceMatrix;
import lorica.generate.ProvenanceFile;
import lorica.storage.WholeFile;

/// A report: what a folder of results is about, and the text of its page.
///
/// @param subject what the page is about
/// @param text the whole HTML file
public record Report(Subject subject, String text) {
    /// The file that a report becomes unless a user says otherwise.
    public static final String NAME = "report.html";

    /// What a folder can hold.
    public enum Subject {
        ADAPTER,
        STUDY,
        COMPARISON
    }

    /// What a folder holds.
    ///
    /// @throws ReportException if it is none of the three
    public static Subject subject(Path folder) {
        if (Files.exists(folder.resolve(ProvenanceFile.NAME))) {
            return Subject.ADAPTER;
        }
        if (Files.exists(folder.resolve(StudyPage.FILE))) {
            return Subject.STUDY;
        }
        if (Files.exists(folder.resolve(ComparisonPage.FILE))) {
            return Subject.COMPARISON;
        }
        throw new ReportException(
                folder,
                "files",
                "%s of `lorica generate`, %s of `lorica study` or %s of `lorica compare`"
                        .formatted(ProvenanceFile.NAME, StudyPage.FILE, ComparisonPage.FILE),
                Files.isDirectory(folder) ? "none of them" : "no such folder");
    }

    /// Of a generated adapter.
    ///
    /// @param bank distances of the bank's datasets to each other, for the map
    /// @param answers what models answered on the same rows, for the samples
    public static Report ofAdapter(
            Path folder, Optional<DistanceMatrix> bank, List<SampleAnswers> answers)
            throws IOException {
        return new Report(
                Subject.ADAPTER,
                new AdapterPage(ProvenanceFile.read(folder), bank, answers).render());
    }

    /// Of a study.
    public static Report ofStudy(Path folder) throws IOException {
        return new Report(Subject.STUDY, StudyPage.read(folder).render());
    }

    /// Of a comparison of training methods.
    public static Report ofComparison(Path folder) throws IOException {
        return new Report(Subject.COMPARISON, ComparisonPage.read(folder).render());
    }

    /// Writes the page; replaces nothing but another report.
    ///
    /// @throws FileAlreadyExistsException if something else stands there
    public void write(Path file) throws IOException {
        if (Files.exists(file) && !isReport(file)) {
            throw new FileAlreadyExistsException(
                    file.toString(),
                    null,
                    "expected a report that Lorica wrote, which it may replace, found another"
                            + " file; choose another with -o");
        }
        WholeFile.write(file, text);
    }

    private static boolean isReport(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        byte[] beginning = Page.BEGINNING.getBytes(StandardCharsets.UTF_8);
        try (var in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(beginning.length), beginning);
        }
    }
}
