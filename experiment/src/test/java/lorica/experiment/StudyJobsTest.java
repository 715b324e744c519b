package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.storage.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class StudyJobsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void jobsAnsweredElsewhereScoreAsThoseAnsweredHere(@TempDir Path folder) throws IOException {
        Study here = StudyTest.study(folder, ToyStudy.options());
        ToyStudy.Model model = ToyStudy.Model.of(here.plan().bank());
        here.answer(() -> model, Progress.SILENT);

        Study away = new Study(here.plan(), folder.resolve("away"));
        Path jobs = folder.resolve("jobs");
        int exported = new StudyJobs(away).export(jobs, Progress.SILENT);
        assertThat(exported).isEqualTo(here.plan().jobs().size());
        Path answers = folder.resolve("answers");
        for (String line : Files.readAllLines(jobs.resolve("jobs.jsonl"))) {
            answer(JSON.readTree(line), jobs, answers, model);
        }
        assertThat(new StudyJobs(away).take(answers)).isEqualTo(exported);
        assertThat(ScoresCsv.render(away.score())).isEqualTo(ScoresCsv.render(here.score()));
        assertThat(new StudyJobs(away).export(folder.resolve("rest"), Progress.SILENT)).isZero();
    }

    /// What a user's own program does, by the names that the files have.
    private static void answer(JsonNode job, Path jobs, Path answers, ToyStudy.Model model)
            throws IOException {
        List<ObjectNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(jobs.resolve(job.path("prompts").asString()))) {
            rows.add((ObjectNode) JSON.readTree(line));
        }
        assertThat(job.path("maxNewTokens").asInt()).isEqualTo(16);
        assertThat(job.path("stop").asString()).isEqualTo("\n");
        try (Arena arena = Arena.ofConfined()) {
            Optional<LoraAdapter> adapter =
                    job.path("adapter").isNull()
                            ? Optional.empty()
                            : Optional.of(
                                    PeftDirectory.read(
                                            jobs.resolve(job.path("adapter").asString()), arena));
            List<String> texts =
                    model.complete(
                            adapter,
                            rows.stream().map(row -> row.path("prompt").asString()).toList());
            List<String> out = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                out.add(JSON.writeValueAsString(rows.get(i).put("prediction", texts.get(i))));
            }
            Path file = answers.resolve(job.path("predictions").asString());
            Files.createDirectories(file.resolveSibling(""));
            Files.write(file, out);
        }
    }

    @Test
    void aFolderThatIsNotThereIsNamed(@TempDir Path folder) throws IOException {
        Study study = StudyTest.study(folder, ToyStudy.options());
        Path nowhere = folder.resolve("nowhere");
        assertThatThrownBy(() -> new StudyJobs(study).take(nowhere))
                .hasMessageContaining(nowhere.toString());
    }
}
