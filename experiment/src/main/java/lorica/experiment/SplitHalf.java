package lorica.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import lorica.evaluate.GapClosed;
import lorica.evaluate.PairedTest;

/// A row chosen on one half of the datasets and tested on the other, so that its p-values are those
/// of one row and not of the best of many.
///
/// Chosen is the leave-one-out variant or nearest entry with the highest mean score over the
/// choosing half; of equal ones the first. The halves are dealt by the study's seed; of an odd
/// number the choosing half has one more.
///
/// @param score the name of the score
/// @param choosing places of the choosing half among the result's datasets, ascending
/// @param testing the others
record SplitHalf(StudyResult result, String score, int[] choosing, int[] testing) {
    /// Fewer datasets are not halved.
    static final int FEWEST = 4;

    /// @throws IllegalArgumentException if there are fewer than [#FEWEST] datasets
    static SplitHalf of(StudyResult result, String score) {
        int n = result.datasets().size();
        if (n < FEWEST) {
            throw new IllegalArgumentException(
                    "--choose: expected at least %d datasets with test rows, to choose on one half of them, found %d"
                            .formatted(FEWEST, n));
        }
        List<Integer> dealt = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(dealt, new Random(result.plan().options().seed()));
        int half = (n + 1) / 2;
        return new SplitHalf(
                result, score, sorted(dealt.subList(0, half)), sorted(dealt.subList(half, n)));
    }

    private static int[] sorted(List<Integer> places) {
        return places.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /// The rows that could be chosen, the best on the choosing half first.
    List<RowScores> ranking() {
        List<RowScores> candidates = new ArrayList<>();
        for (RowScores row : result.rows()) {
            boolean method =
                    row.row().role() == StudyRow.Role.VARIANT
                            || row.row().role() == StudyRow.Role.NEAREST;
            if (method && row.row().scope() == Scope.LEAVE_ONE_OUT) {
                candidates.add(row);
            }
        }
        candidates.sort((one, other) -> Double.compare(mean(other), mean(one)));
        return candidates;
    }

    private double mean(RowScores row) {
        return Arrays.stream(of(row, choosing)).average().orElseThrow();
    }

    private double[] of(RowScores row, int[] half) {
        double[] values = row.of(score);
        return Arrays.stream(half).mapToDouble(place -> values[place]).toArray();
    }

    /// The share of the gap that a row closes on one half.
    GapClosed gap(RowScores row, int[] half) {
        return GapClosed.of(
                new GapClosed.Methods(
                        Arrays.stream(half).mapToObj(result.datasets()::get).toList(),
                        of(result.only(StudyRow.Role.BASE), half),
                        of(result.only(StudyRow.Role.OWN), half),
                        of(row, half)),
                result.plan().options().bootstrap());
    }

    /// On the testing half: whether a row is better than others, by name of the other.
    Map<String, PairedTest> tests(RowScores row) {
        Map<String, PairedTest> tests = new LinkedHashMap<>();
        for (RowScores other : opponents(row)) {
            tests.put(
                    other.row().name(),
                    result.plan()
                            .options()
                            .bootstrap()
                            .compare(of(row, testing), of(other, testing)));
        }
        return tests;
    }

    private static boolean isOf(RowScores shuffled, RowScores row) {
        return shuffled.row().name().equals("shuffled " + row.row().name());
    }

    /// The paper's best variant, and the controls: uniform weights, a random entry, the nearest by
    /// the row's own distance (else the first), its own shuffled weights (else others); the row
    /// itself is not among them.
    private List<RowScores> opponents(RowScores row) {
        List<RowScores> opponents = new ArrayList<>();
        result.named("js-normalized factors").ifPresent(opponents::add);
        StudyResult.Controls controls = result.controls(row.row());
        controls.uniform().ifPresent(opponents::add);
        controls.random().ifPresent(opponents::add);
        controls.nearest().ifPresent(opponents::add);
        Optional<RowScores> shuffled =
                result.rows().stream()
                        .filter(one -> one.row().role() == StudyRow.Role.SHUFFLED)
                        .filter(one -> one.row().scope() == Scope.LEAVE_ONE_OUT)
                        .filter(one -> one.row().mixture().equals(row.row().mixture()))
                        .reduce((first, last) -> isOf(first, row) ? first : last);
        shuffled.ifPresent(opponents::add);
        opponents.removeIf(one -> one.row().name().equals(row.row().name()));
        return opponents;
    }
}
