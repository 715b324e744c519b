package lorica.demo.task;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Digits rearranged; the terse form puts dashes between them.
final class OrderTasks {
    private OrderTasks() {}

    static List<DemoTask> all() {
        return List.of(
                order("copy", "in the same order", 4, d -> d),
                order("reverse", "in reverse order", 3, d -> new int[] {d[2], d[1], d[0]}),
                order("sort", "from small to large", 3, OrderTasks::sorted),
                order("without_first", "without the first", 4, d -> new int[] {d[1], d[2], d[3]}),
                order("without_last", "without the last", 4, d -> new int[] {d[0], d[1], d[2]}),
                order(
                        "first_to_end",
                        "with the first at the end",
                        3,
                        d -> new int[] {d[1], d[2], d[0]}),
                order(
                        "first_and_last",
                        "only the first and the last",
                        4,
                        d -> new int[] {d[0], d[3]}),
                order(
                        "last_twice",
                        "with the last one twice",
                        3,
                        d -> new int[] {d[0], d[1], d[2], d[2]}),
                order(
                                "swap_first",
                                "with the first two swapped",
                                3,
                                d -> new int[] {d[1], d[0], d[2]})
                        .outside());
    }

    private static int[] sorted(int[] digits) {
        int[] copy = digits.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static DemoTask order(
            String name, String line, int length, UnaryOperator<int[]> change) {
        return DemoTask.open(
                Family.ORDER,
                name,
                "write the digits " + line,
                random -> {
                    int[] digits = Draw.differentDigits(length, random);
                    return new Question(Draw.spaced(digits), Draw.spaced(change.apply(digits)));
                });
    }
}
