package lorica.hub.repository;

/// A file of one commit of a repository.
public record PinnedFile(Repository repository, String commit, HubFile file) {
    public PinnedFile {
        RepositoryInfo.checkCommit(commit);
    }

    @Override
    public String toString() {
        return repository + "/" + file.path();
    }
}
