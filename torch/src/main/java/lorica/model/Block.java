package lorica.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.OwnBackward;

/// One layer:
///
/// ```
/// x ← x + O·attention(rope(Q·n), rope(K·n), V·n),   n = rmsNorm(x)
/// x ← x + D·(silu(G·n) ∘ U·n),                      n = rmsNorm(x)
/// ```
final class Block {
    private final ModelConfig config;
    private final Weight attentionNorm;
    private final Weight feedForwardNorm;
    private final Projection query;
    private final Projection key;
    private final Projection value;
    private final Projection output;
    private final Projection gate;
    private final Projection up;
    private final Projection down;

    /// How queries meet keys and values, all `[b, heads, t, d]`.
    interface Attention {
        NativeTensor attend(NativeTensor query, NativeTensor key, NativeTensor value);
    }

    Block(ModelConfig config, int layer, Function<String, Weight> weights) {
        this.config = config;
        Function<String, Weight> named = name -> weights.apply(Layout.layer(layer, name));
        attentionNorm = named.apply("input_layernorm");
        feedForwardNorm = named.apply("post_attention_layernorm");
        query = new Projection(named.apply("self_attn.q_proj"));
        key = new Projection(named.apply("self_attn.k_proj"));
        value = new Projection(named.apply("self_attn.v_proj"));
        output = new Projection(named.apply("self_attn.o_proj"));
        gate = new Projection(named.apply("mlp.gate_proj"));
        up = new Projection(named.apply("mlp.up_proj"));
        down = new Projection(named.apply("mlp.down_proj"));
    }

    /// The linear maps that adapters may change, by module name.
    Map<String, Projection> projections() {
        Map<String, Projection> projections = new LinkedHashMap<>();
        for (Projection projection : new Projection[] {query, key, value, output, gate, up, down}) {
            String name = projection.weight().name();
            projections.put(name.substring(0, name.length() - ".weight".length()), projection);
        }
        return projections;
    }

    /// x `[b, t, h]` to the same shape. What a part leaves behind and autograd does not need is
    /// freed before the next part begins.
    NativeTensor forward(NativeTensor x, Angles angles, Attention attention) {
        NativeTensor attended =
                NativeScope.keeping(
                        () -> x.plus(attend(normal(x, attentionNorm), angles, attention)));
        NativeTensor normal = normal(attended, feedForwardNorm);
        NativeTensor gated =
                NativeScope.keeping(() -> OwnBackward.gated(gate.apply(normal), up.apply(normal)));
        return attended.plus(down.apply(gated));
    }

    private NativeTensor attend(NativeTensor normal, Angles angles, Attention attention) {
        int heads = config.sizes().heads();
        int shared = config.sizes().keyValueHeads();
        NativeTensor q =
                NativeScope.keeping(() -> angles.rotate(heads(query.apply(normal), heads)));
        NativeTensor k = NativeScope.keeping(() -> angles.rotate(heads(key.apply(normal), shared)));
        NativeTensor v = heads(value.apply(normal), shared);
        NativeTensor mixed = attention.attend(q, k, v);
        long width = (long) heads * config.sizes().headDimension();
        return output.apply(
                mixed.transposed(1, 2).reshaped(normal.extent(0), normal.extent(1), width));
    }

    private NativeTensor heads(NativeTensor x, int heads) {
        return x.reshaped(x.extent(0), x.extent(1), heads, config.sizes().headDimension())
                .transposed(1, 2);
    }

    private NativeTensor normal(NativeTensor x, Weight weight) {
        return x.rmsNorm(weight.value(), config.normEpsilon());
    }
}
