package lorica.bank;

import lorica.storage.Parallel;

/// How entries are added.
///
/// @param keeping whether the bank refers to the files or holds a copy of them
/// @param otherBase what to do with an adapter that states another base model
/// @param threads number of files read at a time
public record AddOptions(Keeping keeping, OtherBase otherBase, int threads) {
    /// Where an entry's files stay.
    public enum Keeping {
        REFERENCE,
        COPY
    }

    /// What to do with an adapter of another base model.
    public enum OtherBase {
        REFUSE,
        /// Take it at the user's word: the same model under another name.
        ACCEPT
    }

    public static AddOptions defaults() {
        return new AddOptions(Keeping.REFERENCE, OtherBase.REFUSE, Parallel.defaultThreads());
    }
}
