package lorica.volterra.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lorica.storage.Progress;
import lorica.torch.Libtorch;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import lorica.volterra.network.Forecaster;
import lorica.volterra.network.SeriesOptions;
import lorica.volterra.process.Fluctuation;
import lorica.volterra.process.GaussianProjection;
import lorica.volterra.process.Paths;
import lorica.volterra.process.Simulation;
import lorica.volterra.process.VolterraProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ForecastTest {
    @BeforeAll
    static void oneThread() {
        Libtorch.setThreads(1);
    }

    private static Series series(Paths paths) {
        return new Series(
                IntStream.range(0, paths.dimension()).mapToObj(i -> "x" + i).toList(),
                IntStream.range(0, paths.count()).mapToObj(i -> "path " + i).toList(),
                IntStream.rangeClosed(-1, paths.horizon()).mapToObj(Integer::toString).toList(),
                paths);
    }

    private static Forecast forecast(Paths paths) {
        return Forecast.of(series(paths), SeriesOptions.defaults(), Progress.SILENT);
    }

    /// Without a random factor the law of the next value is the Gaussian of its projection.
    private static final VolterraProcess KNOWN =
            VolterraProcess.base(2)
                    .withRandomness(0)
                    .withFluctuation(new Fluctuation.Constant(0.2))
                    .withSigma(SpdMatrix.of(2, 1, 0.4, 0.4, 0.6));

    @Test
    void ofASeriesWhoseLawIsKnownCoverageIsNominalAndTheLogScoreThatOfTheLaw() {
        Paths paths = new Simulation(1, 3000, 5, 1).of(KNOWN);
        Forecast forecast = forecast(paths);
        GaussianProjection projection = new GaussianProjection(KNOWN);
        List<List<Gaussian>> laws =
                IntStream.rangeClosed(forecast.until(), paths.horizon())
                        .mapToObj(t -> List.of(projection.of(paths.at(0, t - 1), paths.at(0, t))))
                        .toList();
        ForecastScore best = ForecastScore.of(laws, paths, forecast.until());
        assertThat(paths.horizon() - forecast.until()).isEqualTo(600);
        for (Forecaster forecaster :
                List.of(Forecaster.HGN_RECURRENT, Forecaster.GDN_PREVIOUS, Forecaster.AFFINE)) {
            ForecastScore score = forecast.score(forecaster);
            assertThat(score.logScore())
                    .as(forecaster.label())
                    .isCloseTo(best.logScore(), within(0.05));
            for (int level = 0; level < ForecastScore.LEVELS.size(); level++) {
                // ±4 standard errors of 1200 numbers, and what a fitted law may miss
                assertThat(score.coverage().get(level))
                        .as(forecaster.label())
                        .isCloseTo(ForecastScore.LEVELS.get(level), within(0.06));
            }
            assertThat(score.logScore())
                    .isLessThan(forecast.score(Forecaster.LAST_VALUE).logScore() - 0.1);
        }
    }

    @Test
    void aSpreadThatGrowsIsFollowedByTheNetworksOfLaterBlocks() {
        SplittableRandom random = new SplittableRandom(3);
        Paths paths = new Paths(1, 1998, 1, new double[2000]);
        for (int k = 1; k < 2000; k++) {
            paths.values()[k] =
                    0.5 * paths.values()[k - 1] + Math.exp(k / 700.0) * random.nextGaussian();
        }
        Forecast forecast = forecast(paths);
        double affine = forecast.score(Forecaster.AFFINE).logScore();
        for (Forecaster forecaster :
                List.of(
                        Forecaster.HGN_RECURRENT,
                        Forecaster.HGN_ONE_STEP,
                        Forecaster.GDN_PREVIOUS)) {
            assertThat(forecast.score(forecaster).logScore())
                    .as(forecaster.label())
                    .isLessThan(affine - 0.1);
        }
        assertThat(forecast.score(Forecaster.AFFINE).coverage().getLast()).isLessThan(0.85);
    }

    @Test
    void theSameSeedGivesTheSameReportAndTheValueAfterTheEndHasALaw() {
        Paths paths = new Simulation(3, 120, 5, 1).of(KNOWN);
        ForecastReport report = new ForecastReport(forecast(paths));
        assertThat(new ForecastReport(forecast(paths)).csv()).isEqualTo(report.csv());
        int tested = paths.horizon() - report.forecast().until();
        assertThat(report.csv().lines())
                .hasSize(1 + Forecaster.values().length * 3 * (tested + 1) * 2)
                .anyMatch(line -> line.startsWith("HGN_RECURRENT,path 2,next,x1,,"));
        assertThat(report.json().path("forecasters").path("HELD").path("next").size()).isEqualTo(3);
        assertThat(report.table().lines()).hasSize(1 + Forecaster.values().length);
    }

    @Test
    void aSeriesThatIsTooShortIsRefused() {
        Paths paths = new Simulation(1, 20, 5, 1).of(KNOWN);
        assertThatThrownBy(() -> forecast(paths))
                .hasMessageContaining(
                        "series: expected at least 2 steps to test and one in each of 20 blocks, found 4 and 15 to fit to");
    }
}
