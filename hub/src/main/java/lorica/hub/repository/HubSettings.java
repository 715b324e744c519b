package lorica.hub.repository;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which hub, which cache, and who one is.
///
/// @param cache the folder that `HF_HUB_CACHE` names
/// @param token sent to the hub alone, never to where it redirects
public record HubSettings(
        URI endpoint, Path cache, Optional<String> token, Network network, Patience patience) {
    private static final String HUB = "https://huggingface.co";
    private static final String TIMEOUT = "HF_HUB_DOWNLOAD_TIMEOUT";
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");
    private static final Set<String> YES = Set.of("1", "ON", "YES", "TRUE");

    /// Whether the network may be used.
    public enum Network {
        ONLINE,
        OFFLINE
    }

    public HubSettings {
        String scheme = String.valueOf(endpoint.getScheme());
        if (endpoint.getHost() == null
                || !(scheme.equals("http") || scheme.equals("https"))
                || endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "hub: expected an address such as %s, found '%s'".formatted(HUB, endpoint));
        }
        if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
            throw new IllegalArgumentException(
                    "HF_TOKEN: expected a token of visible characters, found others in it");
        }
    }

    /// What the variables say that huggingface_hub's users set: `HF_ENDPOINT`, `HF_HUB_CACHE`,
    /// `HF_HOME`, `HF_TOKEN`, `HF_TOKEN_PATH`, `HF_HUB_OFFLINE`,
    /// `HF_HUB_DOWNLOAD_TIMEOUT`.
    ///
    /// @param home the user's
    public static HubSettings of(Map<String, String> environment, Path home) throws IOException {
        Path hfHome =
                path(environment, "HF_HOME", home)
                        .orElseGet(
                                () ->
                                        path(environment, "XDG_CACHE_HOME", home)
                                                .orElse(home.resolve(".cache"))
                                                .resolve("huggingface"));
        Optional<String> token = value(environment, "HF_TOKEN");
        if (token.isEmpty()) {
            token = saved(path(environment, "HF_TOKEN_PATH", home).orElse(hfHome.resolve("token")));
        }
        return new HubSettings(
                address(value(environment, "HF_ENDPOINT").orElse(HUB)),
                path(environment, "HF_HUB_CACHE", home).orElse(hfHome.resolve("hub")),
                token,
                value(environment, "HF_HUB_OFFLINE")
                                .filter(text -> YES.contains(text.toUpperCase(Locale.ROOT)))
                                .isPresent()
                        ? Network.OFFLINE
                        : Network.ONLINE,
                value(environment, TIMEOUT)
                        .map(text -> Patience.defaults().withSilence(seconds(text)))
                        .orElse(Patience.defaults()));
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofSeconds(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s: expected whole seconds, found '%s'".formatted(TIMEOUT, text), e);
        }
    }

    /// @throws IllegalArgumentException if it is none
    public static URI address(String text) {
        try {
            return URI.create(text.replaceAll("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "hub: expected an address such as %s, found '%s'".formatted(HUB, text), e);
        }
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static Optional<Path> path(Map<String, String> environment, String name, Path home) {
        return value(environment, name)
                .map(
                        text ->
                                text.equals("~") || text.startsWith("~/")
                                        ? home + text.substring(1)
                                        : text)
                .map(text -> Path.of(text).toAbsolutePath().normalize());
    }

    private static Optional<String> saved(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public HubSettings withEndpoint(URI other) {
        return new HubSettings(other, cache, token, network, patience);
    }

    public HubSettings withCache(Path other) {
        return new HubSettings(
                endpoint, other.toAbsolutePath().normalize(), token, network, patience);
    }

    public HubSettings withToken(String secret) {
        return new HubSettings(endpoint, cache, Optional.of(secret), network, patience);
    }

    public HubSettings withNetwork(Network other) {
        return new HubSettings(endpoint, cache, token, other, patience);
    }

    public HubSettings withPatience(Patience other) {
        return new HubSettings(endpoint, cache, token, network, other);
    }

    /// Without the token.
    @Override
    public String toString() {
        return "HubSettings[endpoint=%s, cache=%s, network=%s]".formatted(endpoint, cache, network);
    }
}
