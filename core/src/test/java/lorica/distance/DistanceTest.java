package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.distribution.Part;
import org.junit.jupiter.api.Test;

class DistanceTest {
    @Test
    void everyDistanceIsFoundByItsOwnName() {
        for (Distance distance : Distance.all()) {
            assertThat(Distance.parse(distance.name())).isEqualTo(distance);
        }
        assertThat(Distance.all()).extracting(Distance::name).doesNotHaveDuplicates();
    }

    @Test
    void theDistancesAreThoseOfThePaperAndHellinger() {
        assertThat(Distance.all())
                .extracting(Distance::name)
                .containsExactly("wd", "kl", "js", "mmd", "mmd-gaussian-100", "hellinger");
    }

    @Test
    void allButKullbackLeiblerAreSymmetric() {
        assertThat(Distance.all())
                .filteredOn(distance -> !distance.symmetric())
                .containsExactly(new KullbackLeibler());
    }

    @Test
    void distancesThatMeasureIdsTakeTokensAndRefuseTheirPairs() {
        for (String name : List.of("wd", "mmd", "mmd-gaussian-100")) {
            Distance distance = Distance.parse(name);
            distance.require(Part.BOTH);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distance.require(Part.INPUT_BIGRAMS))
                    .withMessageContaining(name + ": expected tokens")
                    .withMessageContaining("found input-bigrams");
        }
    }

    @Test
    void distancesThatOnlyTellIdsApartTakeTokensAndTheirPairs() {
        for (String name : List.of("kl", "js", "hellinger")) {
            Distance distance = Distance.parse(name);
            for (Part part : Part.values()) {
                assertThat(distance.measures(part)).isEqualTo(!part.isCloud());
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> distance.require(Part.OUTPUT_SENTENCES))
                    .withMessageContaining(
                            name
                                    + ": expected tokens or pairs of them, found output-sentences (sw");
        }
    }

    @Test
    void slicedWassersteinTakesCloudsAlone() {
        Distance distance = Distance.parse("sw");
        for (Part part : Part.values()) {
            assertThat(distance.measures(part)).isEqualTo(part.isCloud());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> distance.require(Part.INPUT))
                .withMessageContaining("sw: expected input-sentences or output-sentences")
                .withMessageContaining("found input");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> distance.fingerprint(Distributions.of(9, new int[] {1}, 1)))
                .withMessageContaining("sw: expected a cloud of 262144 ids");
    }

    @Test
    void aGaussianWidthIsPartOfTheName() {
        assertThat(Distance.parse("mmd-gaussian").name()).isEqualTo("mmd-gaussian-100");
        assertThat(Distance.parse("mmd-gaussian-7.5").name()).isEqualTo("mmd-gaussian-7.5");
        assertThat(Distance.parse("mmd-gaussian-7.5"))
                .isEqualTo(new MaximumMeanDiscrepancy(new GaussianKernel(7.5)));
    }

    @Test
    void aWholeGaussianWidthIsWrittenWithoutAPointBelowABillion() {
        assertThat(new GaussianKernel(999_999_999).distanceName())
                .isEqualTo("mmd-gaussian-999999999");
        assertThat(new GaussianKernel(1e9).distanceName()).isEqualTo("mmd-gaussian-1.0E9");
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Distance.parse("euclid"))
                .withMessageContaining("wd, kl, js, mmd, mmd-gaussian-100")
                .withMessageContaining("'euclid'");
    }

    @Test
    void aWidthThatIsNoPositiveNumberIsRefused() {
        for (String name : new String[] {"mmd-gaussian-", "mmd-gaussian-x", "mmd-gaussian-0"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Distance.parse(name))
                    .withMessageContaining("width");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new GaussianKernel(Double.NaN));
    }

    @Test
    void wassersteinOfTwoPointMassesIsTheDistanceOfTheirIds() {
        Distance wd = new Wasserstein();
        Fingerprint p = wd.fingerprint(Distributions.of(32000, new int[] {17}, 1));
        Fingerprint q = wd.fingerprint(Distributions.of(32000, new int[] {31999}, 1));
        assertThat(wd.between(p, q)).isEqualTo(31982);
    }

    @Test
    void whatWassersteinKeepsRisesToOne() {
        assertThat(
                        new Wasserstein()
                                .statistic(
                                        Distributions.of(9, new int[] {1, 4, 8}, 0.5, 0.25, 0.25)))
                .containsExactly(0.5, 0.75, 1);
    }

    @Test
    void mmdOfTwoPointMassesIsTwiceTheDropOfTheKernel() {
        Kernel kernel = new GaussianKernel(3);
        Distance mmd = new MaximumMeanDiscrepancy(kernel);
        Fingerprint p = mmd.fingerprint(Distributions.of(9, new int[] {2}, 1));
        Fingerprint q = mmd.fingerprint(Distributions.of(9, new int[] {7}, 1));
        assertThat(mmd.between(p, q)).isCloseTo(2 - 2 * kernel.of(5), within(1e-15));
        assertThat(kernel.of(5)).isCloseTo(Math.exp(-25.0 / 18), within(1e-16));
    }

    @Test
    void theMultiscaleKernelIsTheSumOfItsFourScales() {
        Kernel kernel = new MultiscaleKernel();
        assertThat(kernel.of(0)).isEqualTo(4);
        assertThat(kernel.of(2))
                .isCloseTo(0.04 / 4.04 + 0.25 / 4.25 + 0.81 / 4.81 + 1.69 / 5.69, within(1e-15));
        assertThat(kernel.of(200_000)).isPositive(); // d² does not overflow
    }

    @Test
    void klTellsWhichDatasetIsTheNewOne() {
        Distance kl = new KullbackLeibler();
        Fingerprint narrow = kl.fingerprint(Distributions.of(4, new int[] {0}, 1));
        Fingerprint wide = kl.fingerprint(Distributions.of(4, new int[] {0, 1}, 0.5, 0.5));
        assertThat(kl.between(narrow, wide)).isCloseTo(Math.log(2), within(1e-8));
        assertThat(kl.between(wide, narrow)).isGreaterThan(10); // ½·ln(½/ε) and more
    }

    @Test
    void anMmdWithAnotherKernelsNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MaximumMeanDiscrepancy(new MultiscaleKernel(), "mmd-2"))
                .withMessageContaining("'mmd'");
    }
}
