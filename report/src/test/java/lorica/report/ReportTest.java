package lorica.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.distance.DistanceMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages say what the files say, hold nothing but themselves, and are the same every time.
class ReportTest {
    @TempDir private Path folder;

    private String adapter() throws IOException {
        DistanceMatrix bank = SyntheticResults.adapter(folder, 12);
        return Report.ofAdapter(folder, Optional.of(bank), SyntheticResults.answers()).text();
    }

    private String study() throws IOException {
        return Report.ofStudy(SyntheticResults.study(folder, 12, 2)).text();
    }

    private String comparison() throws IOException {
        return Report.ofComparison(SyntheticResults.comparison(folder)).text();
    }

    private static void assertHarmless(String page) {
        assertThat(page)
                .startsWith("<!DOCTYPE html>\n<!-- Lorica report -->")
                .contains("default-src 'none'; style-src 'sha256-")
                .doesNotContain("<img")
                .doesNotContain("\u202e");
        assertThat(page.split("</script>", -1)).hasSize(4);
        assertThat(page.replace("http://www.w3.org/", "").replace("https://d3js.org", ""))
                .doesNotContain("http://", "https://");
    }

    @Test
    void optionsOfAComparisonAreWordsNotRecords() throws IOException {
        assertThat(comparison())
                .contains("<dt>Rank</dt>\n<dd>8</dd>")
                .contains("<dt>Targets</dt>\n<dd>q_proj, v_proj</dd>")
                .contains("<dt>Learning rate</dt>\n<dd>0.001</dd>")
                .contains("<dt>Clip</dt>\n<dd>1.0</dd>")
                .contains("<dt>Schedule</dt>\n<dd>Linear</dd>")
                .contains("<dt>Warm up</dt>\n<dd>5</dd>")
                .contains("<dt>Patience</dt>\n<dd>none</dd>")
                .doesNotContain("TrainingOptions", "<dt>Optimisation</dt>");
    }

    @Test
    void namesAndTextsOfStrangersStayText() throws IOException {
        assertHarmless(adapter());
        assertHarmless(study());
        assertHarmless(comparison());
    }

    @Test
    void theSameFilesGiveTheSameBytes() throws IOException {
        assertThat(adapter()).isEqualTo(adapter());
        assertThat(study()).isEqualTo(study());
        assertThat(comparison()).isEqualTo(comparison());
    }

    @Test
    void anAdaptersPageHasSourcesMapAnswersLicencesAndCommand() throws IOException {
        assertThat(adapter())
                .contains(
                        "id=\"sources\"",
                        "task0005_of_words",
                        "apache-2.0",
                        "not stated",
                        "\"kind\":\"map\"",
                        "\"own\":true",
                        "the answer\nof lines 1",
                        "lorica generate mine.jsonl");
    }

    @Test
    void withoutBankAndAnswersThePageSaysHowToHaveThem() throws IOException {
        SyntheticResults.adapter(folder, 3);
        assertThat(Report.ofAdapter(folder, Optional.empty(), List.of()).text())
                .contains("--bank DIR", "--predictions FILE")
                .doesNotContain("\"kind\":\"map\"");
    }

    @Test
    void aStudysPageHasIntervalsPicturesAndOrders() throws IOException {
        assertThat(study())
                .contains(
                        "\"kind\":\"intervals\"",
                        "\"kind\":\"span\"",
                        "\"kind\":\"heat\"",
                        "by cluster",
                        "by family",
                        "js 1-leave-one-out",
                        "own adapter");
    }

    @Test
    void aStudyWithoutPicturesSaysSo() throws IOException {
        SyntheticResults.study(folder, 5, 0);
        assertThat(Report.ofStudy(folder).text()).contains("run the study again");
    }

    @Test
    void aFolderSaysWhatItHolds() throws IOException {
        assertThatThrownBy(() -> Report.subject(folder))
                .isInstanceOf(ReportException.class)
                .hasMessageContainingAll("lorica.json", "study.json", "comparison.json", "none");
        assertThat(Report.subject(SyntheticResults.comparison(folder)))
                .isEqualTo(Report.Subject.COMPARISON);
        assertThat(Report.subject(SyntheticResults.study(folder, 3, 0)))
                .isEqualTo(Report.Subject.STUDY);
        SyntheticResults.adapter(folder, 3);
        assertThat(Report.subject(folder)).isEqualTo(Report.Subject.ADAPTER);
    }

    @Test
    void onlyAReportIsReplaced() throws IOException {
        Report report = Report.ofStudy(SyntheticResults.study(folder, 3, 0));
        Path file = folder.resolve("out.html");
        report.write(file);
        report.write(file);
        assertThat(file).hasContent(report.text());
        Files.writeString(file, "<p>my own");
        assertThatThrownBy(() -> report.write(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("<p>my own");
    }

    @Test
    void damagedResultsAreRefusedByFileAndPlace() throws IOException {
        Path study = SyntheticResults.study(folder, 3, 0).resolve("study.json");
        String good = Files.readString(study);
        Files.writeString(study, good.substring(0, 200));
        assertThatThrownBy(() -> Report.ofStudy(folder))
                .isInstanceOf(ReportException.class)
                .hasMessageContainingAll("study.json", "JSON");
        Files.writeString(study, good.replace("lorica.study/1", "lorica.study/9"));
        assertThatThrownBy(() -> Report.ofStudy(folder))
                .hasMessageContainingAll("schema", "lorica.study/1", "lorica.study/9");
        Files.writeString(study, good.replace("\"role\":\"base\",", ""));
        assertThatThrownBy(() -> Report.ofStudy(folder))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("role");
        Files.writeString(study, good.replace("\"ids\":[", "\"ids\":[\"more\","));
        SyntheticResults.study(folder.resolve("other"), 3, 1);
        Files.createDirectories(folder.resolve("figures"));
        Path picture = folder.resolve("figures/x.npy");
        try (var pictures = Files.list(folder.resolve("other/figures"))) {
            Files.copy(pictures.findFirst().orElseThrow(), picture);
        }
        assertThatThrownBy(() -> Report.ofStudy(folder))
                .hasMessageContainingAll("x.npy", "4 rows", "found 3");
    }
}
