package lorica.experiment.fewexamples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lorica.coefficient.Coefficients;
import lorica.distance.DistanceRow;
import lorica.experiment.fewexamples.Candidates.Candidate;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final List<String> ENTRIES = List.of("a", "b", "c", "d", "e");
    private static final List<DistanceRow> ROWS =
            List.of(
                    new DistanceRow("one", "new", ENTRIES, new double[] {1, 2, 3, 4, 5}),
                    new DistanceRow("two", "new", ENTRIES, new double[] {2, 1, 3, 5, 4}));

    @Test
    void everyCandidateIsAPointOfTheSimplexOfAtMostThePool() {
        for (Candidate candidate : new Candidates(ROWS, 4, Optional.empty()).all()) {
            assertThat(Arrays.stream(candidate.weights()).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(candidate.weights()).filter(w -> w > 0).count())
                    .isBetween(1L, 4L);
        }
    }

    @Test
    void anEntryStandsAloneOnce() {
        List<String> alone =
                new Candidates(ROWS, 4, Optional.empty())
                        .all().stream()
                                .map(Candidate::label)
                                .filter(label -> label.endsWith(" alone"))
                                .toList();
        assertThat(alone)
                .containsExactly("'a' alone", "'b' alone", "'c' alone", "'d' alone", "'e' alone");
    }

    @Test
    void whatWasGivenComesFirstAndIsNotCut() {
        double[] weights = {0.2, 0.2, 0.2, 0.2, 0.2};
        Candidate first =
                new Candidates(ROWS, 2, Optional.of(new Coefficients(ENTRIES, weights)))
                        .all()
                        .getFirst();
        assertThat(first.label()).isEqualTo("as chosen");
        assertThat(first.weights()).isEqualTo(weights);
        assertThat(first.scaled(0.5).weights()).containsOnly(0.1);
    }
}
