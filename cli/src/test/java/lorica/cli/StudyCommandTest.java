package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
    @Test
    void withoutAModelAStudySaysWhatItNeeds(@TempDir Path folder) throws IOException {
        ToyFiles files = ToyFiles.write(folder);
        Path bank = Run.toyBank(files);
        Run run = Run.of("study", "--bank", bank, "-o", folder.resolve("study"), "--limit", 1);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("--base").contains("--export-jobs");
        Path jobs = folder.resolve("jobs");
        assertThat(
                        Run.ok(
                                        "study",
                                        "--bank",
                                        bank,
                                        "-o",
                                        folder.resolve("study"),
                                        "--limit",
                                        1,
                                        "--distances",
                                        "js",
                                        "--export-jobs",
                                        jobs)
                                .out())
                .contains(" jobs: " + jobs);
        assertThat(jobs.resolve("jobs.jsonl")).isNotEmptyFile();
    }

    @Test
    void anEmptyTestSplitIsAnErrorThatNamesIt(@TempDir Path folder) throws IOException {
        ToyFiles files = ToyFiles.write(folder);
        Path bank = Run.toyBank(files);
        Path empty = files.dataset("add-1").resolveSibling("test.jsonl");
        Files.writeString(empty, "\n");
        Run run = Run.of("study", "--bank", bank, "-o", folder.resolve("study"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(empty.toString()).contains("at least one example");
    }

    @Test
    void choicesThatDoNotExistAreNamed(@TempDir Path folder) throws IOException {
        Path bank = Run.toyBank(ToyFiles.write(folder));
        for (String[] choice :
                new String[][] {
                    {"--mixtures", "soup"}, {"--rules", "soup"}, {"--distances", "soup"}
                }) {
            Run run =
                    Run.of(
                            "study",
                            "--bank",
                            bank,
                            "-o",
                            folder.resolve("s"),
                            choice[0],
                            choice[1]);
            assertThat(run.exitCode()).isNotZero();
            assertThat(run.err()).contains("'soup'");
        }
        assertThat(
                        Run.of(
                                        "study",
                                        "--bank",
                                        bank,
                                        "-o",
                                        folder.resolve("s"),
                                        "--leave-family-out")
                                .err())
                .contains("--leave-family-out");
    }
}
