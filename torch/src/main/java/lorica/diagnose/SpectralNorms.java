package lorica.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lorica.diagnose.GeneralisationBounds.Attention;
import lorica.diagnose.GeneralisationBounds.Layer;
import lorica.model.CausalLanguageModel;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Svd;

/// The spectral norms of a transformer that the bounds ask for, before and after fine-tuning.
///
/// As a chain of layers, a block is four: query, key and value side by side, output, gate and up
/// side by side, down. Residual connections and norms count as Lipschitz maps between them.
///
/// @param layers four a block, in the order of the forward pass
/// @param attention one a block
public record SpectralNorms(List<Layer> layers, List<Attention> attention) {
    /// @param tuned the matrices that changed
    public static SpectralNorms of(CausalLanguageModel base, Weights tuned) {
        List<Layer> layers = new ArrayList<>();
        List<Attention> attention = new ArrayList<>();
        for (int block = 0; block < base.config().sizes().layers(); block++) {
            String prefix = "model.layers." + block + ".";
            List<String> qkv =
                    Stream.of("q", "k", "v").map(n -> prefix + "self_attn." + n + "_proj").toList();
            String output = prefix + "self_attn.o_proj";
            Layer first = layer(base, tuned, qkv);
            Layer second = layer(base, tuned, List.of(output));
            layers.add(first);
            layers.add(second);
            layers.add(
                    layer(base, tuned, List.of(prefix + "mlp.gate_proj", prefix + "mlp.up_proj")));
            layers.add(layer(base, tuned, List.of(prefix + "mlp.down_proj")));
            attention.add(
                    new Attention(
                            first.update(),
                            second.base(),
                            tunedNorm(base, tuned, qkv.getLast()),
                            second.update()));
        }
        return new SpectralNorms(layers, attention);
    }

    private static Layer layer(CausalLanguageModel base, Weights tuned, List<String> modules) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            List<NativeTensor> before = modules.stream().map(m -> weight(base, m)).toList();
            List<NativeTensor> updates =
                    modules.stream()
                            .map(m -> after(base, tuned, m).plus(-1, weight(base, m)))
                            .toList();
            return new Layer(
                    norm(NativeTensor.joined(0, before)), norm(NativeTensor.joined(0, updates)));
        }
    }

    private static double tunedNorm(CausalLanguageModel base, Weights tuned, String module) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            return norm(after(base, tuned, module));
        }
    }

    private static NativeTensor weight(CausalLanguageModel base, String module) {
        return base.value(module + ".weight");
    }

    private static NativeTensor after(CausalLanguageModel base, Weights tuned, String module) {
        if (!tuned.matrices().containsKey(module)) {
            return weight(base, module);
        }
        Weights.Matrix matrix = tuned.matrix(module);
        return NativeTensor.of(matrix.values(), matrix.rows(), matrix.columns());
    }

    private static double norm(NativeTensor matrix) {
        return Svd.of(matrix).values().toFloats()[0];
    }
}
