package lorica.hub;

import java.util.List;

/// Which adapter the server applies to a request.
public sealed interface EndpointAdapter {
    /// Whatever the server applies by itself.
    record ServerDefault() implements EndpointAdapter {}

    /// vLLM: the adapter's name takes the place of the model's.
    record Named(String name) implements EndpointAdapter {}

    /// llama.cpp: the adapters that the server was started with, by number; those not listed are
    /// off.
    record Scaled(List<Scale> scales) implements EndpointAdapter {
        public Scaled {
            scales = List.copyOf(scales);
        }
    }

    /// One adapter of a llama.cpp server.
    ///
    /// @param id its position among the server's `--lora` arguments, from 0
    record Scale(int id, double scale) {
        public Scale {
            if (id < 0 || !Double.isFinite(scale)) {
                throw new IllegalArgumentException(
                        "lora: expected an id >= 0 and a finite scale, found %d and %s"
                                .formatted(id, scale));
            }
        }
    }
}
