package lorica.train.method;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The methods by the names that a command line takes, in the order of the paper.
///
/// A name that ends in `-b` is the twin that freezes B instead of A.
public enum MethodName {
    FFT("fft"),
    LORA("lora"),
    LORA_PLUS("lora+"),
    ASYM("asym"),
    COLA("cola"),
    RAC("rac"),
    CLA("cla"),
    R_CLA("r-cla"),
    C3LA("c3la"),
    R_C3LA("r-c3la"),
    S_CLA("s-cla"),
    S_R_C3LA("s-r-c3la"),
    PACA("paca"),
    D_PACA("d-paca"),
    C_PACA("c-paca"),
    ASYM_B("asym-b"),
    RAC_B("rac-b"),
    CLA_B("cla-b"),
    R_CLA_B("r-cla-b"),
    C3LA_B("c3la-b"),
    R_C3LA_B("r-c3la-b"),
    S_CLA_B("s-cla-b"),
    S_R_C3LA_B("s-r-c3la-b");

    private final String text;

    MethodName(String text) {
        this.text = text;
    }

    /// What only some methods take.
    ///
    /// @param links of a chain
    /// @param rateOfB of LoRA+
    /// @param selection of the methods that choose columns by chance
    public record Choices(int links, double rateOfB, Selection selection) {
        /// Four links, 16, scattered columns.
        public static Choices defaults() {
            return new Choices(4, 16, Selection.SCATTERED);
        }
    }

    /// The name as it is written.
    public String text() {
        return text;
    }

    /// @throws IllegalArgumentException with every name, if there is none such
    public static MethodName of(String text) {
        return Arrays.stream(values())
                .filter(name -> name.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "method: expected one of %s, found '%s'"
                                                .formatted(all(), text)));
    }

    /// Every name, for a help text.
    public static String all() {
        return Arrays.stream(values()).map(MethodName::text).collect(Collectors.joining(", "));
    }

    /// The method of this name.
    public TrainingMethod method(LowRank lowRank, Choices choices) {
        int links = choices.links();
        Selection selection = choices.selection();
        return switch (this) {
            case FFT -> new FullFineTuning();
            case LORA -> new Lora(lowRank);
            case LORA_PLUS -> new LoraPlus(lowRank, choices.rateOfB());
            case ASYM -> new AsymmetricLora(lowRank, Frozen.A);
            case ASYM_B -> new AsymmetricLora(lowRank, Frozen.B);
            case COLA -> new ChainOfLora(lowRank, links);
            case RAC -> new RandomizedAsymmetricChain(lowRank, links, Frozen.A);
            case RAC_B -> new RandomizedAsymmetricChain(lowRank, links, Frozen.B);
            case CLA -> new CheapLora(lowRank, Frozen.A);
            case CLA_B -> new CheapLora(lowRank, Frozen.B);
            case R_CLA -> new RandomCheapLora(lowRank, selection, Frozen.A);
            case R_CLA_B -> new RandomCheapLora(lowRank, selection, Frozen.B);
            case C3LA -> new CirculantChain(lowRank, links, Frozen.A);
            case C3LA_B -> new CirculantChain(lowRank, links, Frozen.B);
            case R_C3LA -> new RandomCirculantChain(lowRank, links, selection, Frozen.A);
            case R_C3LA_B -> new RandomCirculantChain(lowRank, links, selection, Frozen.B);
            case S_CLA -> new SparseCheapLora(lowRank, Frozen.A);
            case S_CLA_B -> new SparseCheapLora(lowRank, Frozen.B);
            case S_R_C3LA -> new SparseRandomCirculantChain(lowRank, links, selection, Frozen.A);
            case S_R_C3LA_B -> new SparseRandomCirculantChain(lowRank, links, selection, Frozen.B);
            case PACA -> new Paca(lowRank);
            case D_PACA -> new DeterministicPaca(lowRank);
            case C_PACA -> new ChainedPaca(lowRank, links);
        };
    }
}
