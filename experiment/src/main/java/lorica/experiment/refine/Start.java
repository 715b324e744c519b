package lorica.experiment.refine;

import java.util.Locale;

/// What fine-tuning starts from.
public enum Start {
    /// The base model alone; after 0 steps it is the base model.
    ZERO,
    /// The adapter that the rest of the bank gives for the task's training split.
    GENERATED,
    /// The same with coefficients learned from a few of its examples, the bank frozen.
    LEARNED,
    /// The bank's own adapter of the task, which is not trained further: the goal.
    OWN;

    /// As in files and tables.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
