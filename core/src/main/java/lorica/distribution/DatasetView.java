package lorica.distribution;

import java.util.List;
import lorica.dataset.Example;
import lorica.dataset.PromptTemplate;
import lorica.dataset.TrainingText;
import lorica.storage.Checksum;

/// Which text of an example is counted.
public sealed interface DatasetView
        permits DatasetView.Whole,
                DatasetView.Wrapped,
                DatasetView.Bare,
                DatasetView.Inputs,
                DatasetView.Outputs {
    /// Part of the names of kept blobs: views that differ in anything differ in name.
    String name();

    /// The text whose tokens are counted.
    String of(Example example, TrainingText text);

    /// Whether the BOS token in front of a training text is counted too.
    boolean countsBeginning();

    static DatasetView whole() {
        return new Whole();
    }

    /// One part of the texts of a view of whole examples.
    ///
    /// @param whole a view of input and output
    static DatasetView part(DatasetView whole, Part part) {
        return switch (part) {
            case BOTH -> whole;
            case INPUT -> new Inputs(whole);
            case OUTPUT -> new Outputs();
        };
    }

    /// The text that the adapter was trained on.
    record Whole() implements DatasetView {
        @Override
        public String name() {
            return "whole";
        }

        @Override
        public String of(Example example, TrainingText text) {
            return text.of(example);
        }

        @Override
        public boolean countsBeginning() {
            return true;
        }
    }

    /// The training text with the template put around inputs that do not follow it: for a dataset
    /// that lacks the prompt template of a bank.
    record Wrapped(PromptTemplate template) implements DatasetView {
        @Override
        public String name() {
            return "wrapped-" + label(template);
        }

        @Override
        public String of(Example example, TrainingText text) {
            String input = example.input();
            return template.matches(input)
                    ? text.of(example)
                    : text.of(new Example(template.wrap(input), example.outputs()));
        }

        @Override
        public boolean countsBeginning() {
            return true;
        }
    }

    /// The training text with the template taken away from inputs that follow it: for comparing
    /// what differs between datasets and not what their prompts share.
    record Bare(PromptTemplate template) implements DatasetView {
        @Override
        public String name() {
            return "bare-" + label(template);
        }

        @Override
        public String of(Example example, TrainingText text) {
            String input = example.input();
            return text.of(new Example(template.strip(input).orElse(input), example.outputs()));
        }

        @Override
        public boolean countsBeginning() {
            return true;
        }
    }

    /// The inputs alone, without what joins them to an output and without BOS, as another view
    /// leaves them.
    record Inputs(DatasetView whole) implements DatasetView {
        @Override
        public String name() {
            return "input-" + whole.name();
        }

        @Override
        public String of(Example example, TrainingText text) {
            Example unanswered = new Example(example.input(), List.of(""));
            return whole.of(unanswered, TrainingText.concatenation());
        }

        @Override
        public boolean countsBeginning() {
            return false;
        }
    }

    /// The first outputs alone, without what joins them to the input, terminator and BOS.
    record Outputs() implements DatasetView {
        @Override
        public String name() {
            return "output";
        }

        @Override
        public String of(Example example, TrainingText text) {
            return example.output();
        }

        @Override
        public boolean countsBeginning() {
            return false;
        }
    }

    /// Tells templates apart in names.
    private static String label(PromptTemplate template) {
        return Checksum.ofStrings(template.text()).hex().substring(0, 16);
    }
}
