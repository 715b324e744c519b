package lorica.volterra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.torch.Activation;
import lorica.torch.Libtorch;
import lorica.torch.NativeTensor;
import lorica.volterra.network.HgnOptions.Form;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HypernetworkTest {
    private static final List<Integer> WIDTHS = List.of(3, 4, 2);
    private static final int P = 26;
    private static final int T = 60;

    @BeforeAll
    static void oneThread() {
        Libtorch.setThreads(1);
    }

    private static HgnOptions options(Form form) {
        return new HgnOptions(form, 0, 4, List.of(64, 64), Activation.RELU, 400, 16, 3e-3, 1, 0);
    }

    /// A path that goes round in a plane: θ_t = centre + cos(t/5)·a + sin(t/5)·b.
    private static ParameterPath round() {
        ParameterPath path = new ParameterPath(T, P);
        for (int t = 0; t < T; t++) {
            try (NativeTensor theta = NativeTensor.of(point(t), P)) {
                path.set(t, theta);
            }
        }
        return path;
    }

    private static float[] point(int t) {
        float[] point = new float[P];
        for (int i = 0; i < P; i++) {
            point[i] = (float) (i + Math.cos(t / 5.0) * (i % 3 - 1) + Math.sin(t / 5.0) * (i % 2));
        }
        return point;
    }

    @Test
    void coordinatesOfAPathInAPlaneAreTwoAndGiveItBack() {
        try (ParameterPath path = round();
                NativeTensor training = path.view(0, 50);
                Coordinates coordinates = Coordinates.of(options(Form.BASIS), training);
                Mlp network = new Mlp(WIDTHS, Activation.RELU)) {
            assertThat(coordinates.size()).isEqualTo(2);
            float[] z = coordinates.encode(training);
            for (int t = 0; t < 50; t += 7) {
                coordinates.decode(new float[] {z[2 * t], z[2 * t + 1]}, network);
                assertThat(network.values().toFloats()).containsExactly(point(t), within(1e-3f));
            }
        }
    }

    @Test
    void denseCoordinatesLeaveNothingOut() {
        try (ParameterPath path = round();
                NativeTensor training = path.view(0, 50);
                Coordinates coordinates = Coordinates.of(options(Form.DENSE), training);
                Mlp network = new Mlp(WIDTHS, Activation.RELU)) {
            assertThat(coordinates.size()).isEqualTo(P);
            try (NativeTensor last = path.view(55, 1)) {
                coordinates.decode(coordinates.encode(last), network);
            }
            assertThat(network.values().toFloats()).containsExactly(point(55), within(1e-3f));
        }
    }

    @Test
    void bothFormsLearnAPathThatCanBeTold() {
        for (Form form : Form.values()) {
            try (ParameterPath path = round();
                    Hypernetwork hypernetwork = Hypernetwork.train(path, 50, T, options(form));
                    Mlp network = new Mlp(WIDTHS, Activation.RELU)) {
                float[] z = hypernetwork.encode(path, 49);
                for (int t = 50; t < 53; t++) {
                    z = hypernetwork.next(z, t - 1);
                    hypernetwork.decode(z, network);
                    assertThat(distance(network.values().toFloats(), point(t)))
                            .as(form + " at " + t)
                            .isLessThan(0.5 * distance(point(49), point(t)));
                }
            }
        }
    }

    @Test
    void aRecurrenceNeverLeavesTheRangeOfTheTrainingPath() {
        for (Form form : Form.values()) {
            try (ParameterPath path = round();
                    Hypernetwork hypernetwork = Hypernetwork.train(path, 50, T, options(form));
                    Mlp network = new Mlp(WIDTHS, Activation.RELU)) {
                float[] z = hypernetwork.encode(path, 49);
                for (int t = 50; t < 500; t++) {
                    z = hypernetwork.next(z, t - 1);
                }
                hypernetwork.decode(z, network);
                // a corner of a box around the path: √(‖a‖² + ‖b‖²) = √(17 + 13)
                assertThat(distance(network.values().toFloats(), centre())).isLessThan(5.5);
            }
        }
    }

    /// The middle of [#round].
    private static float[] centre() {
        float[] centre = new float[P];
        for (int i = 0; i < P; i++) {
            centre[i] = i;
        }
        return centre;
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow(a[i] - b[i], 2);
        }
        return Math.sqrt(sum);
    }
}
