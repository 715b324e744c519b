package lorica.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.adapter.LoraAdapter;
import lorica.dataset.Example;
import lorica.dataset.TrainingText;
import lorica.evaluate.DatasetScore;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.Prediction;
import lorica.evaluate.RougeL;

/// The answers of one model to the same rows, without an adapter and with several, and their
/// scores as the paper takes them: ROUGE-L on stems, strict exact match, first reference.
public final class SideBySide {
    private final Answerer answerer;
    private final TrainingText text;
    private final List<Example> rows;

    /// @param text how inputs become prompts, and where answers end
    /// @param rows not empty
    public SideBySide(Answerer answerer, TrainingText text, List<Example> rows) {
        this.answerer = answerer;
        this.text = text;
        this.rows = List.copyOf(rows);
    }

    /// One model's answers.
    ///
    /// @param rougeL mean over the rows, in `[0, 1]`
    /// @param exactMatch share of the rows, in `[0, 1]`
    public record Column(String name, List<Prediction> answers, double rougeL, double exactMatch) {
        public Column {
            answers = List.copyOf(answers);
        }
    }

    /// Answers and scores of the base model, or with an adapter on it.
    public Column column(String name, Optional<LoraAdapter> adapter) throws IOException {
        List<String> texts = answerer.complete(adapter, rows.stream().map(text::prompt).toList());
        List<Prediction> answers = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            answers.add(Prediction.of(rows.get(i), text.answer(texts.get(i))));
        }
        return new Column(
                name,
                answers,
                DatasetScore.of(name, RougeL.published(), answers).mean(),
                DatasetScore.of(name, ExactMatch.published(), answers).mean());
    }
}
