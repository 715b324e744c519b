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
                DatasetView.Outputs,
                DatasetView.Bigrams,
                DatasetView.Sentences {
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
    /// @throws IllegalArgumentException if sentences are asked for and no encoder is there
    static DatasetView part(DatasetView whole, Part part) {
        return switch (part) {
            case BOTH -> whole;
            case INPUT -> new Inputs(whole);
            case OUTPUT -> new Outputs();
            case INPUT_BIGRAMS -> new Bigrams(new Inputs(whole));
            case OUTPUT_BIGRAMS -> new Bigrams(new Outputs());
            case INPUT_SENTENCES -> new Sentences(new Inputs(whole), SentenceEncoder.present());
            case OUTPUT_SENTENCES -> new Sentences(new Outputs(), SentenceEncoder.present());
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

    /// Pairs of neighbouring tokens of another view's texts, ends included: `^a ab bc c$`. Their
    /// ids are hashes below [#BUCKETS], which say nothing by their size.
    record Bigrams(DatasetView texts) implements DatasetView {
        /// How many ids there are; few pairs of a dataset's thousands meet in one.
        static final int BUCKETS = 1 << 20;

        private static final int END = -1;

        @Override
        public String name() {
            return "bigrams-" + texts.name();
        }

        @Override
        public String of(Example example, TrainingText text) {
            return texts.of(example, text);
        }

        @Override
        public boolean countsBeginning() {
            return false;
        }

        /// The ids of a text's pairs: one more than it has tokens, none where it has none.
        int[] ids(int[] tokens) {
            int[] ids = new int[tokens.length == 0 ? 0 : tokens.length + 1];
            for (int i = 0; i < ids.length; i++) {
                int first = i == 0 ? END : tokens[i - 1];
                int second = i == tokens.length ? END : tokens[i];
                ids[i] = id(first, second);
            }
            return ids;
        }

        /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014) of both ids side by side.
        private static int id(int first, int second) {
            long mixed = ((long) first << Integer.SIZE) | Integer.toUnsignedLong(second);
            mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
            return (int) ((mixed ^ (mixed >>> 31)) & (BUCKETS - 1));
        }
    }

    /// The texts of another view as points, seen along [Projections].
    record Sentences(DatasetView texts, SentenceEncoder encoder) implements DatasetView {
        @Override
        public String name() {
            return "sentences-" + encoder.name() + "-" + texts.name();
        }

        @Override
        public String of(Example example, TrainingText text) {
            return texts.of(example, text);
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
