package lorica.volterra.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import lorica.storage.Progress;
import lorica.torch.Activation;
import lorica.torch.Libtorch;
import lorica.volterra.geometry.SpdMatrix;
import lorica.volterra.network.GdnOptions.Decoding;
import lorica.volterra.network.GdnOptions.Encoding;
import lorica.volterra.process.Fluctuation;
import lorica.volterra.process.VolterraProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrialTest {
    @BeforeAll
    static void oneThread() {
        Libtorch.setThreads(1);
    }

    private static Trial.Result run(VolterraProcess process) {
        GdnOptions gdn =
                new GdnOptions(
                        List.of(16, 16),
                        Activation.RELU,
                        Encoding.LOG_MAP,
                        Decoding.PRESENT,
                        40,
                        20,
                        16,
                        3e-3,
                        1,
                        0);
        return new Trial(process, 64, 20, 12, 9, gdn, HgnOptions.lowDimensional(), 5, 1)
                .run(1, Progress.SILENT);
    }

    private static double mean(Trial.Result result, Predictor predictor) {
        return Arrays.stream(result.losses().getOrDefault(predictor, new double[0][]))
                .flatMapToDouble(Arrays::stream)
                .average()
                .orElseThrow();
    }

    @Test
    void theTrainedNetworkIsBetterThanTheLastValueAndTheSameSeedGivesTheSameLosses() {
        Trial.Result result = run(VolterraProcess.base(2));
        assertThat(result.losses().keySet()).containsExactlyInAnyOrder(Predictor.values());
        assertThat(mean(result, Predictor.GDN))
                .isLessThan(0.5 * mean(result, Predictor.LAST_VALUE));
        Trial.Result again = run(VolterraProcess.base(2));
        for (Predictor predictor : Predictor.values()) {
            assertThat(mean(again, predictor)).isEqualTo(mean(result, predictor)).isFinite();
        }
    }

    @Test
    void aSigmaThatIsNotTheIdentityWithFluctuationsOfTheStateTrainsOnTheCurvedLoss() {
        VolterraProcess process =
                VolterraProcess.base(2)
                        .withSigma(SpdMatrix.of(2, 1, 0.5, 0.5, 2))
                        .withFluctuation(new Fluctuation.Logistic(0.05, 0.5));
        Trial.Result result = run(process);
        assertThat(mean(result, Predictor.GDN))
                .isLessThan(0.5 * mean(result, Predictor.LAST_VALUE));
    }
}
