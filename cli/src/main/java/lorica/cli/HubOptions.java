package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import lorica.hub.pull.HubFetch;
import lorica.hub.repository.HubSettings;
import lorica.hub.repository.Patience;
import lorica.storage.Progress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How a command reaches the hub. What is not said comes from `HF_ENDPOINT`, `HF_TOKEN`, `HF_HOME`,
/// `HF_HUB_CACHE` and `HF_HUB_OFFLINE`, as Hugging Face's own tools take it.
final class HubOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--hub",
            paramLabel = "URL",
            description = "The hub (default: HF_ENDPOINT, else https://huggingface.co).")
    private Optional<String> address = Optional.empty();

    @Option(
            names = "--offline",
            description = "Ask no hub: what is not in the cache is missing (HF_HUB_OFFLINE).")
    private boolean offline;

    @Option(
            names = "--downloads",
            paramLabel = "N",
            defaultValue = "8",
            description = "Downloads under way at a time (default: ${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = "--retries",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Further tries after a failure that may pass (default: ${DEFAULT-VALUE}).")
    private int retries;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "Silence after which a connection counts as broken (default: HF_HUB_DOWNLOAD_TIMEOUT, else 30).")
    private Optional<Double> silence = Optional.empty();

    int parallel() {
        if (parallel < 1) {
            throw new IllegalArgumentException(
                    "--downloads: expected at least 1, found " + parallel);
        }
        return parallel;
    }

    /// @throws picocli.CommandLine.ParameterException if a value is out of range
    HubSettings settings() throws IOException {
        HubSettings said =
                HubSettings.of(System.getenv(), Path.of(System.getProperty("user.home")));
        return UsageFault.check(command, () -> with(said));
    }

    private HubSettings with(HubSettings said) {
        parallel();
        Patience patience = said.patience().withRetries(retries);
        if (silence.isPresent()) {
            patience = patience.withSilence(Duration.ofMillis((long) (1000 * silence.get())));
        }
        HubSettings settings = said.withPatience(patience);
        if (address.isPresent()) {
            settings = settings.withEndpoint(HubSettings.address(address.get()));
        }
        return offline ? settings.withNetwork(HubSettings.Network.OFFLINE) : settings;
    }

    HubFetch fetch(Progress progress) throws IOException {
        return new HubFetch(settings(), parallel(), progress);
    }
}
