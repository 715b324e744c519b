package lorica.experiment;

import java.io.IOException;
import java.util.List;
import lorica.evaluate.Prediction;
import lorica.evaluate.RougeL;

/// One answered row of every dataset, side by side: base, the best variant, own adapter.
final class SampleAnswers {
    private SampleAnswers() {}

    static String render(Study study, StudyResult result) throws IOException {
        RowScores best = result.best(RougeL.published().name());
        List<RowScores> shown =
                List.of(result.only(StudyRow.Role.BASE), best, result.only(StudyRow.Role.OWN));
        StringBuilder text = new StringBuilder("# Sample answers\n\n");
        text.append("The first test row of every dataset; the variant is the one with the highest")
                .append(" mean ROUGE-L, `")
                .append(best.row().name())
                .append("`.\n");
        for (int task : study.plan().bank().tested()) {
            text.append("\n## ").append(study.plan().bank().tasks().get(task).id()).append("\n\n");
            List<Job> jobs = study.plan().jobs(task);
            for (RowScores row : shown) {
                Job job = jobs.get(study.plan().rows().indexOf(row.row()));
                Prediction first = study.predictions(job).getFirst();
                if (row.row().role() == StudyRow.Role.BASE) {
                    quote(text, "prompt", first.input());
                    quote(text, "reference", first.references().getFirst());
                }
                quote(text, row.row().name(), first.answer());
            }
        }
        return text.toString();
    }

    private static void quote(StringBuilder text, String label, String content) {
        text.append("- ").append(label).append(":\n\n");
        content.lines().forEach(line -> text.append("      ").append(line).append('\n'));
        text.append('\n');
    }
}
