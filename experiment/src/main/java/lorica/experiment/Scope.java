package lorica.experiment;

import java.util.Locale;

/// Which entries may serve a task.
public enum Scope {
    /// All but the task itself.
    LEAVE_ONE_OUT,
    /// All but those of the task's family; a task without a family is its own.
    LEAVE_FAMILY_OUT;

    boolean admits(StudyTask task, StudyTask source) {
        if (task.id().equals(source.id())) {
            return false;
        }
        return switch (this) {
            case LEAVE_ONE_OUT -> true;
            case LEAVE_FAMILY_OUT ->
                    task.family().isEmpty() || !task.family().equals(source.family());
        };
    }

    /// As in names of rows and files.
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
