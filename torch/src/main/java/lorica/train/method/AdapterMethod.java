package lorica.train.method;

/// A method that trains an update beside chosen linear maps, in one link or a chain of several.
///
/// ```
/// W = W₀ + Σ over links c: s·B⁽ᶜ⁾·A⁽ᶜ⁾
/// ```
///
/// Between two links of T steps in all, after every ⌊T/k⌋ of them, the finished update is merged
/// into W, the next one starts, and the optimizer starts anew. k links have k − 1 resets; the last
/// link takes what does not divide.
public sealed interface AdapterMethod extends TrainingMethod
        permits Lora,
                LoraPlus,
                AsymmetricLora,
                ChainOfLora,
                RandomizedAsymmetricChain,
                CheapLora,
                RandomCheapLora,
                CirculantChain,
                RandomCirculantChain,
                SparseCheapLora,
                SparseRandomCirculantChain,
                PartialConnections {
    LowRank lowRank();

    /// k, the number of links; 1 where the method is no chain.
    default int links() {
        return 1;
    }

    /// How many times the learning rate of A that of B is.
    default double rateOfB() {
        return 1;
    }

    /// What of one map is trained in one link, and from what start.
    Adaptation adaptation(Site site);

    /// s, the factor before the update.
    default double factor() {
        return lowRank().factor();
    }

    /// The link of a step, both 0-based, of `steps` in all.
    default int link(int step, int steps) {
        return Math.min(links() - 1, step / (steps / links()));
    }

    /// The first step of a link.
    default int firstStep(int link, int steps) {
        return link * (steps / links());
    }

    /// Refuses a chain of no links.
    static void requireLinks(int links) {
        if (links < 1) {
            throw new IllegalArgumentException(
                    "links of the chain: expected at least 1, found " + links);
        }
    }
}
