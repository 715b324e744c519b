package lorica.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import lorica.tensor.WeightShards;

/// The weights of a model directory, every tensor checked against the configuration.
final class ModelFiles {
    private ModelFiles() {}

    /// Maps the weights, in the order of [Layout#shapes].
    static SequencedMap<String, Tensor> map(Path directory, ModelConfig config, Arena arena)
            throws IOException {
        Map<String, Tensor> found = new TreeMap<>(WeightShards.map(directory, arena).tensors());
        SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
        for (Map.Entry<String, Shape> expected : Layout.shapes(config).entrySet()) {
            String name = expected.getKey();
            Tensor tensor = found.remove(name);
            if (tensor == null) {
                throw new ModelException(
                        directory,
                        name,
                        "this tensor, which " + ModelConfigFile.NAME + " implies",
                        found.isEmpty() ? "no tensors" : "others, such as " + first(found));
            }
            if (!tensor.dtype().isWeight()) {
                throw new ModelException(
                        tensor.file(),
                        name,
                        "dtype F32, F16 or BF16; convert the model (quantised ones are not read)",
                        tensor.dtype().toString());
            }
            if (!tensor.shape().equals(expected.getValue())) {
                throw new ModelException(
                        tensor.file(),
                        name,
                        "shape %s, which %s implies"
                                .formatted(expected.getValue(), ModelConfigFile.NAME),
                        tensor.shape().toString());
            }
            weights.put(name, tensor);
        }
        refuseRest(found, config);
        return weights;
    }

    /// A weight that would go unused means mathematics that Lorica does not do.
    private static void refuseRest(Map<String, Tensor> rest, ModelConfig config) {
        if (config.tiedHead()) {
            rest.remove(Layout.HEAD);
        }
        rest.keySet().removeIf(name -> name.endsWith(".rotary_emb.inv_freq"));
        if (!rest.isEmpty()) {
            String name = first(rest);
            throw new ModelException(
                    rest.values().iterator().next().file(),
                    name,
                    "only the weights of " + config.architecture().className(),
                    "%d more: the model computes something that is not known here"
                            .formatted(rest.size()));
        }
    }

    private static String first(Map<String, Tensor> tensors) {
        return tensors.keySet().iterator().next();
    }
}
