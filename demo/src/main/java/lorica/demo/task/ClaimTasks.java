package lorica.demo.task;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// Does a claim about four digits hold? The content of the answer is yes or no, its terse form true
/// or false.
final class ClaimTasks {
    private ClaimTasks() {}

    static List<DemoTask> all() {
        return List.of(
                claim("first_over_last", "the first digit is more than the last", d -> d[0] > d[3]),
                claim("first_even", "the first digit is even", d -> d[0] % 2 == 0),
                claim("second_over_four", "the second digit is more than four", d -> d[1] > 4),
                claim("third_under_four", "the third digit is less than four", d -> d[2] < 4),
                claim("last_over_five", "the last digit is more than five", d -> d[3] > 5),
                claim("has_seven", "there is a seven", d -> has(d, 7)),
                claim("no_zero", "there is no zero", d -> !has(d, 0)),
                claim("ends_equal", "the first and the last digit are equal", d -> d[0] == d[3]),
                claim("last_odd", "the last digit is odd", d -> d[3] % 2 == 1).outside());
    }

    private static boolean has(int[] digits, int wanted) {
        return Arrays.stream(digits).anyMatch(digit -> digit == wanted);
    }

    private static DemoTask claim(String name, String line, Predicate<int[]> holds) {
        return DemoTask.closed(
                Family.CLAIM,
                name,
                "claim, " + line,
                List.of("yes", "no"),
                random -> {
                    boolean wanted = random.nextBoolean();
                    int[] digits = Draw.digits(4, random);
                    while (holds.test(digits) != wanted) {
                        digits = Draw.digits(4, random);
                    }
                    return new Question(Draw.spaced(digits), wanted ? "yes" : "no");
                });
    }
}
