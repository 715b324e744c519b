package lorica.train;

import java.util.OptionalInt;
import lorica.dataset.TrainingText;

/// How rows become training texts.
///
/// @param beginning the token before every text, or empty
/// @param longest the most tokens of a text; empty for the model's context
public record TextPolicy(
        TrainingText text,
        OptionalInt beginning,
        LossOn lossOn,
        OptionalInt longest,
        Overlong overlong) {

    /// Which tokens are learned.
    public enum LossOn {
        /// Separator, output and terminator.
        OUTPUT,
        /// Every token but the first.
        ALL
    }

    /// What to do with a text that is too long.
    public enum Overlong {
        /// Refuse the dataset and name the row.
        REFUSE,
        /// Leave the row out.
        DROP
    }

    /// Loss on the output; texts that do not fit the context are refused.
    public static TextPolicy of(TrainingText text, OptionalInt beginning) {
        return new TextPolicy(text, beginning, LossOn.OUTPUT, OptionalInt.empty(), Overlong.REFUSE);
    }

    public TextPolicy withLossOn(LossOn next) {
        return new TextPolicy(text, beginning, next, longest, overlong);
    }

    public TextPolicy withLongest(int tokens) {
        return new TextPolicy(text, beginning, lossOn, OptionalInt.of(tokens), overlong);
    }

    public TextPolicy withOverlong(Overlong next) {
        return new TextPolicy(text, beginning, lossOn, longest, next);
    }
}
