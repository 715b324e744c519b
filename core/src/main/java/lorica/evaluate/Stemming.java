package lorica.evaluate;

/// What happens to a token before it is compared.
public enum Stemming {
    NONE(""),
    /// Tokens longer than 3 characters go through [PorterStemmer].
    PORTER("-stemmed");

    private final String suffix;

    Stemming(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    String apply(String token) {
        return switch (this) {
            case NONE -> token;
            case PORTER -> token.length() > 3 ? PorterStemmer.stem(token) : token;
        };
    }
}
