package lorica.storage;

/// Is told how far a walk over many files has come; may be called from several threads.
@FunctionalInterface
public interface Progress {
    /// Tells nobody.
    Progress SILENT = (what, done, total) -> {};

    /// `done` of `total` steps are finished.
    ///
    /// @param what the walk, for instance `hashing`
    void at(String what, long done, long total);
}
