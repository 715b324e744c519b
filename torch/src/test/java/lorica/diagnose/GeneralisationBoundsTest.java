package lorica.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig.Scaling;
import lorica.diagnose.GeneralisationBounds.Assumptions;
import lorica.diagnose.GeneralisationBounds.Attention;
import lorica.diagnose.GeneralisationBounds.Layer;
import lorica.tensor.Shape;
import lorica.train.method.AdapterMethod;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.MethodName.Choices;
import lorica.train.method.Selection;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// The bounds against their printed forms.
class GeneralisationBoundsTest {
    private static AdapterMethod method(MethodName name) {
        return (AdapterMethod)
                name.method(
                        new LowRank(8, 16, Scaling.LORA, 0, LowRank.ALL_LINEAR, 0),
                        new Choices(3, 16, Selection.SCATTERED));
    }

    @Test
    void tableOneCountsWhatEachMethodTrains() {
        Assumptions assumptions = new Assumptions(1000, 2, 32, 1, 1, 0, 1, 1);
        List<Shape> shapes = List.of(Shape.of(10, 20), Shape.of(7, 20));
        double unit = 2 * 8 * 32 * 4 * Math.log(2) / 1000;
        assertThat(GeneralisationBounds.ofUpdate(method(MethodName.LORA), shapes, assumptions))
                .isCloseTo(Math.sqrt(unit * 57), within(1e-12));
        assertThat(GeneralisationBounds.ofUpdate(method(MethodName.CLA), shapes, assumptions))
                .isCloseTo(Math.sqrt(unit * 17), within(1e-12))
                .isEqualTo(
                        GeneralisationBounds.ofUpdate(
                                method(MethodName.PACA), shapes, assumptions));
        assertThat(GeneralisationBounds.ofUpdate(method(MethodName.COLA), shapes, assumptions))
                .isCloseTo(Math.sqrt(unit * 57 * 3), within(1e-12));
        assertThat(GeneralisationBounds.ofUpdate(method(MethodName.C3LA), shapes, assumptions))
                .isCloseTo(Math.sqrt(unit * 17 * 3), within(1e-12));
        assertThat(GeneralisationBounds.ofUpdate(method(MethodName.CLA_B), shapes, assumptions))
                .isCloseTo(Math.sqrt(unit * 40), within(1e-12));
    }

    /// The printed sums: over every way to take W₀'s or ΔW's norm in each layer, but one.
    @Property(tries = 50, seed = "1")
    void theClosedFormIsTheSumOfAllTerms(
            @ForAll @IntRange(min = 1, max = 7) int count, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            layers.add(new Layer(random.nextDouble(0.1, 3), random.nextDouble(0.1, 3)));
        }
        Assumptions assumptions =
                new Assumptions(
                        10,
                        1,
                        32,
                        random.nextDouble(0.5, 2),
                        random.nextDouble(0.5, 2),
                        random.nextDouble(0.1, 2),
                        random.nextDouble(0.1, 2),
                        1);
        assertThat(Math.exp(GeneralisationBounds.logPhiOfUpdate(layers, assumptions)))
                .isCloseTo(
                        expanded(layers, assumptions, true),
                        within(1e-9 * expanded(layers, assumptions, true)));
        assertThat(Math.exp(GeneralisationBounds.logPhiOfBase(layers, assumptions)))
                .isCloseTo(
                        expanded(layers, assumptions, false),
                        within(1e-9 * expanded(layers, assumptions, false)));
    }

    private static double expanded(
            List<Layer> layers, Assumptions assumptions, boolean withoutBase) {
        double sum = 0;
        int size = layers.size();
        for (int from = 0; from < size; from++) {
            double norm = from == 0 ? assumptions.inputNorm() : assumptions.activationAtZero();
            int bits = size - from;
            double terms = 0;
            for (int choice = 0; choice < 1 << bits; choice++) {
                boolean excluded = choice == (withoutBase ? 0 : (1 << bits) - 1);
                double term = excluded ? 0 : 1;
                for (int j = 0; j < bits; j++) {
                    Layer layer = layers.get(from + j);
                    term *= (choice >> j & 1) == 1 ? layer.update() : layer.base();
                }
                terms += term;
            }
            sum += norm * Math.pow(assumptions.activationLipschitz(), bits) * terms;
        }
        return 2 * assumptions.lossLipschitz() * sum;
    }

    @Test
    void anUpdateThatWasNeverTrainedCorrectsNothing() {
        List<Layer> layers = List.of(new Layer(2, 0), new Layer(3, 0));
        assertThat(GeneralisationBounds.logPhiOfUpdate(layers, Assumptions.of(10)))
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void manyLayersStayInRangeAsALogarithm() {
        List<Layer> layers = java.util.Collections.nCopies(2000, new Layer(9, 1));
        assertThat(GeneralisationBounds.logPhiOfUpdate(layers, Assumptions.of(10)))
                .isCloseTo(Math.log(2) + 2000 * Math.log(10), within(1e-6));
    }

    @Test
    void aFrozenOutputMapLeavesTheirFirstTermOfTheoremFour() {
        Assumptions assumptions = new Assumptions(10, 1, 32, 1, 0.5, 0, 3, 16);
        assertThat(GeneralisationBounds.ofAttention(new Attention(2, 5, 7, 0), assumptions))
                .isCloseTo(3 * 0.5 * 2 * 5, within(1e-12));
        assertThat(GeneralisationBounds.ofAttention(new Attention(2, 5, 7, 11), assumptions))
                .isCloseTo(3 * (0.5 * 2 * 5 + 4 * 7 * 11), within(1e-12));
    }

    @Test
    void whatCannotBeAssumedIsRefused() {
        assertThatThrownBy(() -> Assumptions.of(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Assumptions(1, -1, 32, 1, 1, 0, 1, 1))
                .hasMessageContaining("at least 0");
    }
}
