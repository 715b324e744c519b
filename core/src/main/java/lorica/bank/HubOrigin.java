package lorica.bank;

import java.util.Optional;

/// Where an entry's files come from on the Hugging Face hub, so that they can be fetched when they
/// are needed.
///
/// @param dataset absent where only the adapter is on the hub
public record HubOrigin(Pin adapter, Optional<Pin> dataset) {
    /// A repository at one commit.
    ///
    /// @param repository `owner/name`
    /// @param commit 40 hexadecimal digits
    public record Pin(String repository, String commit) {
        public Pin {
            if (repository.isBlank() || !commit.matches("[0-9a-f]{40}")) {
                throw new IllegalArgumentException(
                        "hub: expected a repository and a commit of 40 hexadecimal digits, found '%s' and '%s'"
                                .formatted(repository, commit));
            }
        }
    }
}
