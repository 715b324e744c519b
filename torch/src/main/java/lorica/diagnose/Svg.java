package lorica.diagnose;

/// What every picture needs.
final class Svg {
    private Svg() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
