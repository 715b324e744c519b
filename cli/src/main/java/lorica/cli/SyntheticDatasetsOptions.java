package lorica.cli;

import java.util.List;
import lorica.distribution.TokenDistribution;
import picocli.CommandLine.Option;

/// `--tokens` and `--vocabulary`, of the benches that make up datasets.
final class SyntheticDatasetsOptions {
    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Distinct tokens of the median dataset (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--vocabulary",
            paramLabel = "V",
            defaultValue = "32000",
            description = "Token ids there are (default: ${DEFAULT-VALUE}, those of Mistral-7B).")
    private int vocabulary;

    int tokens() {
        return tokens;
    }

    int vocabulary() {
        return vocabulary;
    }

    /// The same ones at every call.
    List<TokenDistribution> make(int count) {
        return new SyntheticDistributions(vocabulary, tokens, 1).make(count);
    }
}
