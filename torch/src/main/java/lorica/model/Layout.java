package lorica.model;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import lorica.tensor.Shape;

/// The names and shapes of a model's weights, as `transformers` stores them.
final class Layout {
    static final String EMBEDDING = "model.embed_tokens.weight";
    static final String NORM = "model.norm.weight";
    static final String HEAD = "lm_head.weight";

    private Layout() {}

    static String layer(int layer, String name) {
        return "model.layers." + layer + "." + name + ".weight";
    }

    /// Every weight in the order of the forward pass.
    static SequencedMap<String, Shape> shapes(ModelConfig config) {
        ModelConfig.Sizes sizes = config.sizes();
        long hidden = sizes.hidden();
        long intermediate = sizes.intermediate();
        long queries = (long) sizes.heads() * sizes.headDimension();
        long keys = (long) sizes.keyValueHeads() * sizes.headDimension();
        SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(EMBEDDING, Shape.of(sizes.vocabulary(), hidden));
        for (int layer = 0; layer < sizes.layers(); layer++) {
            shapes.put(layer(layer, "input_layernorm"), Shape.of(hidden));
            shapes.put(layer(layer, "self_attn.q_proj"), Shape.of(queries, hidden));
            shapes.put(layer(layer, "self_attn.k_proj"), Shape.of(keys, hidden));
            shapes.put(layer(layer, "self_attn.v_proj"), Shape.of(keys, hidden));
            shapes.put(layer(layer, "self_attn.o_proj"), Shape.of(hidden, queries));
            shapes.put(layer(layer, "post_attention_layernorm"), Shape.of(hidden));
            shapes.put(layer(layer, "mlp.gate_proj"), Shape.of(intermediate, hidden));
            shapes.put(layer(layer, "mlp.up_proj"), Shape.of(intermediate, hidden));
            shapes.put(layer(layer, "mlp.down_proj"), Shape.of(hidden, intermediate));
        }
        shapes.put(NORM, Shape.of(hidden));
        if (!config.tiedHead()) {
            shapes.put(HEAD, Shape.of(sizes.vocabulary(), hidden));
        }
        return shapes;
    }
}
