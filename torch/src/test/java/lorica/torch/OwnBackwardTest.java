package lorica.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

/// Gradients of [OwnBackward] beside those of plain autograd.
final class OwnBackwardTest {
    private final SplittableRandom random = new SplittableRandom(5);

    private NativeTensor normal(long... shape) {
        return NativeTensor.normal(random, 1, shape);
    }

    /// A trainable leaf and what its gradient adds up in.
    private record Leaf(NativeTensor value, NativeTensor gradient) {
        static Leaf of(NativeTensor values) {
            NativeTensor gradient = values.times(0);
            return new Leaf(values.copy().trainable(gradient), gradient);
        }

        /// The leaf's values as something computed.
        NativeTensor computed() {
            return value.times(1);
        }
    }

    private record Gradients(float[] result, float[] ofGate, float[] ofUp) {}

    private static Gradients gradients(
            NativeTensor gate, NativeTensor up, BinaryOperator<NativeTensor> function) {
        Leaf g = Leaf.of(gate);
        Leaf u = Leaf.of(up);
        NativeTensor result = NativeScope.keeping(() -> function.apply(g.computed(), u.computed()));
        // The result has two readers, so that its gradient is not one reader's alone.
        result.times(result).plus(result).sum().backward();
        return new Gradients(result.toFloats(), g.gradient().toFloats(), u.gradient().toFloats());
    }

    @Test
    void theGatedProductHasTheGradientsOfAutogradToTheLastBit() {
        try (NativeScope _ = NativeScope.open()) {
            NativeTensor gate = normal(2, 5, 7);
            NativeTensor up = normal(2, 5, 7);
            Gradients expected = gradients(gate, up, (g, u) -> g.silu().times(u));
            Gradients found = gradients(gate, up, OwnBackward::gated);
            assertThat(found.result()).containsExactly(expected.result());
            assertThat(found.ofGate()).containsExactly(expected.ofGate());
            assertThat(found.ofUp()).containsExactly(expected.ofUp());
        }
    }

    @Test
    void leavesAndTensorsWithoutGradientsAreGatedByPlainAutograd() {
        try (NativeScope _ = NativeScope.open()) {
            Leaf gate = Leaf.of(normal(3, 4));
            NativeTensor up = normal(3, 4);
            OwnBackward.gated(gate.value(), up).sum().backward();
            Leaf other = Leaf.of(gate.value());
            other.value().silu().times(up).sum().backward();
            assertThat(gate.gradient().toFloats()).containsExactly(other.gradient().toFloats());
        }
    }

    @Test
    void gatedProductsOfSeveralLayersAreCalledBackForTheirOwnTensors() {
        try (NativeScope _ = NativeScope.open()) {
            NativeTensor start = normal(3, 4);
            Leaf own = Leaf.of(start);
            Leaf plain = Leaf.of(start);
            NativeTensor x = own.computed();
            NativeTensor y = plain.computed();
            for (int layer = 0; layer < 4; layer++) {
                NativeTensor a = x.times(1 + layer);
                NativeTensor b = x.times(0.5);
                x = x.plus(OwnBackward.gated(a, b));
                y = y.plus(y.times(1 + layer).silu().times(y.times(0.5)));
            }
            x.sum().backward();
            y.sum().backward();
            assertThat(own.gradient().toFloats())
                    .containsExactly(plain.gradient().toFloats(), within(1e-4f));
        }
    }

    /// y = W·x with one or two updates of columns, the losses' gradients for x and B.
    private record Sparse(float[] y, float[] ofX, float[] ofB) {}

    private Sparse sparse(Parts parts, int updates, boolean own) {
        Leaf x = Leaf.of(parts.x());
        Leaf b = Leaf.of(parts.b());
        NativeTensor rows = x.computed();
        NativeTensor y = rows.linear(parts.w());
        for (int i = 0; i < updates; i++) {
            if (own) {
                OwnBackward.addColumnsInPlace(y, 0.5, rows, parts.columns(), b.value());
            } else {
                y.addMatrixProductInPlace(
                        0.5, rows.selected(1, parts.columns()), b.value().transposed(0, 1));
            }
        }
        y.times(parts.weights()).sum().backward();
        return new Sparse(y.toFloats(), x.gradient().toFloats(), b.gradient().toFloats());
    }

    private record Parts(
            NativeTensor x,
            NativeTensor w,
            NativeTensor b,
            NativeTensor columns,
            NativeTensor weights) {}

    private Parts parts() {
        return new Parts(
                normal(6, 5),
                normal(4, 5),
                normal(4, 2),
                NativeTensor.of(new long[] {3, 0}, 2),
                normal(6, 4));
    }

    @Test
    void updatesOfColumnsHaveTheGradientsOfAutograd() {
        for (int updates = 1; updates <= 2; updates++) {
            try (NativeScope _ = NativeScope.open()) {
                Parts parts = parts();
                Sparse expected = sparse(parts, updates, false);
                Sparse found = sparse(parts, updates, true);
                assertThat(found.y()).containsExactly(expected.y());
                assertThat(found.ofX()).containsExactly(expected.ofX(), within(1e-5f));
                assertThat(found.ofB()).containsExactly(expected.ofB(), within(1e-5f));
            }
        }
    }

    @Test
    void trainedColumnsHaveTheGradientOfThoseColumnsAndLeaveYAlone() {
        try (NativeScope _ = NativeScope.open()) {
            Parts parts = parts();
            for (boolean tracked : new boolean[] {true, false}) {
                Leaf x = Leaf.of(parts.x());
                Leaf p = Leaf.of(parts.w().selected(1, parts.columns()));
                Leaf w = Leaf.of(parts.w());
                NativeTensor rows = tracked ? x.computed() : parts.x();
                NativeTensor y = rows.linear(parts.w());
                float[] before = y.toFloats();
                OwnBackward.trainColumns(y, rows, parts.columns(), p.value());
                assertThat(y.toFloats()).containsExactly(before);
                y.times(parts.weights()).sum().backward();
                parts.x().linear(w.value()).times(parts.weights()).sum().backward();
                assertThat(p.gradient().toFloats())
                        .containsExactly(
                                w.gradient().selected(1, parts.columns()).toFloats(),
                                within(1e-5f));
            }
        }
    }

    @Test
    void aBackwardPassOutsideOfItsScopeIsRefused() {
        Leaf leaf = Leaf.of(normal(2, 2));
        NativeTensor sum;
        try (NativeScope _ = NativeScope.open()) {
            sum = OwnBackward.gated(leaf.computed(), leaf.computed()).sum();
            sum.outliveScopes();
        }
        assertThatThrownBy(sum::backward).hasMessageContaining("backward pass: expected");
        sum.close();
    }

    @Test
    void aKeptTensorOutlivesAScopeThatNoOtherEncloses() {
        try (NativeTensor kept = NativeScope.keeping(() -> normal(2, 2))) {
            assertThat(kept.toFloats()).hasSize(4);
        }
    }
}
