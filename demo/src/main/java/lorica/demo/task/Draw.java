package lorica.demo.task;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Small draws that several families make.
final class Draw {
    private Draw() {}

    static <T> T one(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }

    /// `count` different members in random order.
    static <T> List<T> some(List<T> from, int count, RandomGenerator random) {
        if (count > from.size()) {
            throw new IllegalArgumentException(count + " of " + from.size() + " cannot be drawn");
        }
        List<T> rest = new ArrayList<>(from);
        List<T> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(rest.remove(random.nextInt(rest.size())));
        }
        return drawn;
    }

    static <T> List<T> shuffled(List<T> of, RandomGenerator random) {
        return some(of, of.size(), random);
    }

    /// `count` digits, repeats allowed.
    static int[] digits(int count, RandomGenerator random) {
        int[] digits = new int[count];
        for (int i = 0; i < count; i++) {
            digits[i] = random.nextInt(10);
        }
        return digits;
    }

    /// `count` different digits.
    static int[] differentDigits(int count, RandomGenerator random) {
        return some(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), count, random).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }

    static String spaced(int... digits) {
        StringBuilder text = new StringBuilder();
        for (int digit : digits) {
            text.append(text.isEmpty() ? "" : " ").append(digit);
        }
        return text.toString();
    }

    static String listed(List<String> words) {
        return String.join(", ", words);
    }
}
