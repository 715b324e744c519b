package lorica.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Landscapes whose form is known.
class LossLandscapeTest {
    private static Weights gaussian(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SequencedMap<String, Weights.Matrix> matrices = new LinkedHashMap<>();
        for (String name : List.of("one", "two")) {
            float[] values = new float[12];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            matrices.put(name, new Weights.Matrix(3, 4, values));
        }
        return new Weights(matrices);
    }

    @Test
    void theLandscapeOfAQuadraticIsThatQuadratic() {
        Weights minimum = gaussian(1);
        Directions directions = Directions.random(gaussian(2), new SplittableRandom(3));
        double[] axis = LossLandscape.axis(51, 2);
        LossLandscape landscape =
                LossLandscape.measure(
                        directions,
                        axis,
                        List.of(),
                        weights -> {
                            Weights away = weights.plus(-1, minimum);
                            return away.dot(away);
                        },
                        (_, _) -> {});
        Weights away = directions.centre().plus(-1, minimum);
        double constant = away.dot(away);
        double a = 2 * away.dot(directions.delta());
        double b = 2 * away.dot(directions.eta());
        double aa = directions.delta().dot(directions.delta());
        double bb = directions.eta().dot(directions.eta());
        double ab = 2 * directions.delta().dot(directions.eta());
        for (int i = 0; i < 51; i++) {
            for (int j = 0; j < 51; j++) {
                double x = axis[j];
                double y = axis[i];
                double expected = constant + a * x + b * y + aa * x * x + bb * y * y + ab * x * y;
                assertThat(landscape.losses()[i][j])
                        .isCloseTo(expected, within(1e-5 * (1 + expected)));
            }
        }
        assertThat(landscape.losses()[25][25]).isCloseTo(constant, within(1e-12));
        assertThat(landscape.csv().lines()).hasSize(1 + 51 * 51);
    }

    @Test
    void aDirectionHasTheLengthsOfTheRowsOfTheWeights() {
        Weights centre = gaussian(4);
        Directions directions = Directions.random(centre, new SplittableRandom(5));
        float[] weights = centre.matrix("two").values();
        float[] delta = directions.delta().matrix("two").values();
        for (int row = 0; row < 3; row++) {
            double wanted = 0;
            double found = 0;
            for (int i = 4 * row; i < 4 * row + 4; i++) {
                wanted += weights[i] * weights[i];
                found += delta[i] * delta[i];
            }
            assertThat(found).isCloseTo(wanted, within(1e-5));
        }
    }

    /// Every row of the path moves along the same two coefficients, so filters keep the plane.
    @Test
    void aPathInAPlaneIsFoundAndItsPlacesLeadBackToIt() {
        Weights end = gaussian(6);
        Weights first = gaussian(7).filterNormalised(end);
        List<Weights> path = new ArrayList<>();
        for (int t = 0; t < 9; t++) {
            path.add(end.plus(3 * (1 - t / 8.0), first));
        }
        Directions directions = Directions.principal(path);
        for (Weights point : path) {
            double[] place = directions.place(point);
            Weights back = point.plus(-1, directions.at(place[0], place[1]));
            assertThat(back.dot(back)).isLessThan(1e-8);
        }
        assertThat(directions.place(path.getLast())).containsExactly(0, 0);
        assertThat(LossLandscape.rangeOf(directions, path)).isCloseTo(3.3, within(1e-4));
        LossLandscape landscape =
                LossLandscape.measure(
                        directions, LossLandscape.axis(5, 4), path, _ -> 1, (_, _) -> {});
        assertThat(landscape.path()).hasSize(9);
        assertThat(landscape.svg("path"))
                .startsWith("<svg")
                .contains("<polyline")
                .endsWith("</svg>\n");
        assertThat(landscape.csv().lines().filter(line -> line.startsWith("path"))).hasSize(9);
    }

    @Test
    void aPathOfTwoPointsHasNoPlane() {
        assertThatThrownBy(() -> Directions.principal(List.of(gaussian(1), gaussian(2))))
                .hasMessageContaining("at least 3 points");
        assertThatThrownBy(() -> LossLandscape.axis(1, 2)).hasMessageContaining("at least 2");
    }
}
