package lorica.distribution;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What of the datasets is compared: one part of their examples, or several, whose distances are
/// added:
///
/// ```
/// ρ(D, D') = Σ weight·ρ(part of D, part of D'),   Σ weight = 1
/// ```
///
/// On the command line `output`, or `input=1,output=3`, whose weights are divided by their sum.
///
/// @param terms at least one, each part once, weights > 0 with sum 1
public record Representation(List<Term> terms) {
    private static final Representation PUBLISHED =
            new Representation(List.of(new Term(Part.BOTH, 1)));

    /// One part and its share.
    public record Term(Part part, double weight) {
        public Term {
            if (!(weight > 0) || weight == Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException(
                        "representation: expected a weight > 0 of '%s', found %s"
                                .formatted(part.label(), weight));
            }
        }
    }

    public Representation {
        if (terms.isEmpty()) {
            throw new IllegalArgumentException(
                    "representation: expected at least one of both, input, output, found none");
        }
        Set<Part> seen = EnumSet.noneOf(Part.class);
        double total = 0;
        for (Term term : terms) {
            if (!seen.add(term.part())) {
                throw new IllegalArgumentException(
                        "representation: expected '%s' once, found it twice"
                                .formatted(term.part().label()));
            }
            total += term.weight();
        }
        List<Term> shares = new ArrayList<>();
        for (Term term : terms) {
            shares.add(new Term(term.part(), term.weight() / total));
        }
        terms = List.copyOf(shares);
    }

    /// Input and output as one text.
    public static Representation published() {
        return PUBLISHED;
    }

    public static Representation of(Part part) {
        return new Representation(List.of(new Term(part, 1)));
    }

    /// The representation that is written so.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Representation parse(String text) {
        List<Term> terms = new ArrayList<>();
        for (String term : text.split(",", -1)) {
            int equals = term.indexOf('=');
            String part = equals < 0 ? term : term.substring(0, equals);
            terms.add(new Term(Part.of(part.strip()), weight(term, equals)));
        }
        return new Representation(terms);
    }

    private static double weight(String term, int equals) {
        if (equals < 0) {
            return 1;
        }
        try {
            return Double.parseDouble(term.substring(equals + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "representation: expected PART=WEIGHT, for instance output=3, found '%s'"
                            .formatted(term),
                    e);
        }
    }

    /// The parts that are compared.
    public Set<Part> parts() {
        return terms.stream().map(Term::part).collect(Collectors.toUnmodifiableSet());
    }

    /// As on the command line.
    public String label() {
        return terms.size() == 1
                ? terms.getFirst().part().label()
                : terms.stream()
                        .map(term -> term.part().label() + "=" + term.weight())
                        .collect(Collectors.joining(","));
    }

    /// The name of a distance on this representation: the distance's own where it is the published
    /// one.
    public String name(String distance) {
        return equals(PUBLISHED) ? distance : distance + "-" + label();
    }
}
