package lorica.experiment.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Scores of answers as classes: each text is the class of its own.
///
/// ```
/// macro F1 = mean over the classes of the references of 2PR/(P + R), 0 where P + R = 0
/// Matthews = (c·n − Σ pₖtₖ) / √((n² − Σ pₖ²)(n² − Σ tₖ²))     (Gorodkin 2004, many classes)
/// ```
///
/// n answers, c of them right; tₖ times class k is the reference, pₖ the answer.
final class ClassScores {
    private ClassScores() {}

    private static Map<String, Integer> counts(List<String> texts) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        texts.forEach(text -> counts.merge(text, 1, Integer::sum));
        return counts;
    }

    private static Map<String, Integer> right(List<String> references, List<String> answers) {
        List<String> right = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            if (references.get(i).equals(answers.get(i))) {
                right.add(references.get(i));
            }
        }
        return counts(right);
    }

    static double macroF1(List<String> references, List<String> answers) {
        Map<String, Integer> expected = counts(references);
        Map<String, Integer> found = counts(answers);
        Map<String, Integer> right = right(references, answers);
        double sum = 0;
        for (Map.Entry<String, Integer> one : expected.entrySet()) {
            double both = one.getValue() + found.getOrDefault(one.getKey(), 0);
            sum += 2 * right.getOrDefault(one.getKey(), 0) / both;
        }
        return sum / expected.size();
    }

    /// 0 where all answers or all references are one class.
    static double matthews(List<String> references, List<String> answers) {
        Map<String, Integer> expected = counts(references);
        Map<String, Integer> found = counts(answers);
        double n = references.size();
        double correct = right(references, answers).values().stream().mapToInt(c -> c).sum();
        double products = 0;
        for (Map.Entry<String, Integer> one : expected.entrySet()) {
            products += (double) one.getValue() * found.getOrDefault(one.getKey(), 0);
        }
        double spread = (n * n - squares(found)) * (n * n - squares(expected));
        return spread == 0 ? 0 : (correct * n - products) / Math.sqrt(spread);
    }

    private static double squares(Map<String, Integer> counts) {
        return counts.values().stream().mapToDouble(count -> (double) count * count).sum();
    }
}
