package lorica.experiment.compare;

import java.util.Locale;

/// What is measured of a training.
public enum Measure {
    EXACT_MATCH("exact match", Better.HIGHER),
    ROUGE_L("ROUGE-L", Better.HIGHER),
    ACCURACY("accuracy, normalised", Better.HIGHER),
    MACRO_F1("macro F1", Better.HIGHER),
    MATTHEWS("Matthews correlation", Better.HIGHER),
    PERPLEXITY("perplexity of the test answers", Better.LOWER),
    TRAIN_LOSS("L_train, nats a token", Better.LOWER),
    TEST_LOSS("L_test, nats a token", Better.LOWER),
    GAP("G(W) ≈ L_test − L_train", Better.LOWER),
    SECONDS("training, seconds", Better.LOWER),
    SAMPLES_PER_SECOND("samples a second", Better.HIGHER),
    PARAMETERS("trained parameters", Better.LOWER),
    INTRUDERS("intruder dimensions, mean, ε = 0.5", Better.LOWER),
    SHARPNESS("sharpness: rise of L_train half a filter length away", Better.LOWER),
    BOUND("table 1's bound", Better.LOWER);

    /// Which way is good.
    public enum Better {
        HIGHER,
        LOWER
    }

    private final String title;
    private final Better better;

    Measure(String title, Better better) {
        this.title = title;
        this.better = better;
    }

    /// What a table is headed with.
    public String title() {
        return title;
    }

    public Better better() {
        return better;
    }

    /// The field of a document.
    public String key() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder key = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            key.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(words[i].substring(1));
        }
        return key.toString();
    }
}
