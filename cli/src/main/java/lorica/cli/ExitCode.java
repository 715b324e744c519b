package lorica.cli;

/// What the process returns; docs/formats.md lists the codes.
final class ExitCode {
    static final int OK = 0;

    /// The task could not be done: a file is missing or damaged, a disk is full.
    static final int FAILURE = 1;

    /// The command line itself is wrong.
    static final int USAGE = 2;

    /// Adapters, or an adapter and a bank, do not fit together.
    static final int INCOMPATIBLE = 3;

    /// Something that would have to be downloaded is not in the cache, and there is no network.
    static final int NOT_FOUND_OFFLINE = 4;

    /// Ctrl-C; set by the Java machine itself.
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
