package lorica.export;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraFactors;

/// One linear map of a Llama block: its name in `transformers` and in llama.cpp, its extents, and
/// the order of its rows.
///
/// llama.cpp turns pairs of neighbours where `transformers` turns the halves of a head, so the
/// rows of the query and key maps change their places:
///
/// ```
/// row h·d + j·d/2 + k  →  h·d + 2·k + j     head h of d rows, half j, 0 ≤ k < d/2
/// ```
///
/// Of `ΔW = s·B·A` these are the rows of B; A stays.
record LlamaModule(int layer, Map map) {
    private static final Pattern NAME =
            Pattern.compile(
                    "base_model\\.model\\.model\\.layers\\.(\\d{1,6})\\.(?:self_attn|mlp)\\.(\\w+)");

    /// The maps in the order that llama.cpp stores them.
    enum Map {
        Q_PROJ("self_attn", "attn_q"),
        K_PROJ("self_attn", "attn_k"),
        V_PROJ("self_attn", "attn_v"),
        O_PROJ("self_attn", "attn_output"),
        GATE_PROJ("mlp", "ffn_gate"),
        UP_PROJ("mlp", "ffn_up"),
        DOWN_PROJ("mlp", "ffn_down");

        private final String parent;
        private final String gguf;

        Map(String parent, String gguf) {
            this.parent = parent;
            this.gguf = gguf;
        }

        private String key() {
            return parent + "." + name().toLowerCase(Locale.ROOT);
        }
    }

    /// The module of an adapter's factors.
    ///
    /// @throws AdapterException if llama.cpp has no adapter of it, or the base other extents
    static LlamaModule of(Path adapter, LoraFactors factors, LlamaBase base) {
        Matcher name = NAME.matcher(factors.module());
        if (!name.matches()) {
            throw unknown(adapter, factors.module());
        }
        String key = factors.module().substring(name.end(1) + 1);
        Map map =
                Stream.of(Map.values())
                        .filter(candidate -> candidate.key().equals(key))
                        .findFirst()
                        .orElseThrow(() -> unknown(adapter, factors.module()));
        LlamaModule module = new LlamaModule(Integer.parseInt(name.group(1)), map);
        if (module.layer >= base.layers()) {
            throw new AdapterException(
                    adapter,
                    factors.module(),
                    "a layer below %d, as in %s".formatted(base.layers(), base.file()),
                    "an adapter of another base model");
        }
        if (factors.in() != module.in(base) || factors.out() != module.out(base)) {
            throw new AdapterException(
                    adapter,
                    factors.module(),
                    "B·A of shape [%d, %d], as in %s"
                            .formatted(module.out(base), module.in(base), base.file()),
                    "[%d, %d]: an adapter of another base model"
                            .formatted(factors.out(), factors.in()));
        }
        return module;
    }

    private static AdapterException unknown(Path adapter, String module) {
        return new AdapterException(
                adapter,
                module,
                "a linear map of a Llama block (llama.cpp takes no adapter of embeddings or of"
                        + " lm_head); merge it: lorica export merged",
                "another module");
    }

    private long in(LlamaBase base) {
        return switch (map) {
            case Q_PROJ, K_PROJ, V_PROJ, GATE_PROJ, UP_PROJ -> base.hidden();
            case O_PROJ -> (long) base.heads() * base.headDimension();
            case DOWN_PROJ -> base.intermediate();
        };
    }

    private long out(LlamaBase base) {
        return switch (map) {
            case Q_PROJ -> (long) base.heads() * base.headDimension();
            case K_PROJ, V_PROJ -> (long) base.keyValueHeads() * base.headDimension();
            case O_PROJ, DOWN_PROJ -> base.hidden();
            case GATE_PROJ, UP_PROJ -> base.intermediate();
        };
    }

    /// The name of the map's weight in a GGUF file.
    String weight() {
        return "blk.%d.%s.weight".formatted(layer, map.gguf);
    }

    /// B `[out, r]` with its rows in llama.cpp's order.
    float[] ordered(float[] b, int r, LlamaBase base) {
        return switch (map) {
            case Q_PROJ, K_PROJ -> permuted(b, r, base.headDimension());
            case V_PROJ, O_PROJ, GATE_PROJ, UP_PROJ, DOWN_PROJ -> b;
        };
    }

    private static float[] permuted(float[] b, int r, int d) {
        float[] permuted = new float[b.length];
        for (int row = 0; row < b.length / r; row++) {
            int inHead = row % d;
            int half = inHead / (d / 2);
            int to = row - inHead + 2 * (inHead % (d / 2)) + half;
            System.arraycopy(b, row * r, permuted, to * r, r);
        }
        return permuted;
    }
}
