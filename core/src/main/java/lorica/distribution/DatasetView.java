package lorica.distribution;

import lorica.dataset.Example;
import lorica.dataset.TrainingText;

/// Which part of an example is counted.
public sealed interface DatasetView permits DatasetView.Whole {
    /// Part of the names of kept blobs: views that differ in anything differ in name.
    String name();

    /// The text whose tokens are counted.
    String of(Example example, TrainingText text);

    /// Whether the BOS token in front of a training text is counted too.
    boolean countsBeginning();

    static DatasetView whole() {
        return new Whole();
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
}
