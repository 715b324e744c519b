package lorica.diagnose;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import lorica.tensor.Shape;
import lorica.train.method.AdapterMethod;
import lorica.train.method.MethodName;

/// Upper bounds on the generalisation error of a fine-tuned model.
///
/// ```
/// table 1:    √(2·σ²·q·p·ln 2 / |N|),   p = k·r·Σ(mᵢ + nᵢ), or k·r·Σnᵢ where B alone is trained
/// theorem 1:  Φ_ΔW = 2·L_ℓ·[ C·∏L_σ·(∏(wᵢ + dᵢ) − ∏wᵢ) + Σ over i < L: ‖σᵢ(0)‖·… ]
///             Φ_W₀ the same with ∏dᵢ for ∏wᵢ;   wᵢ = ‖W₀ⁱ‖₂, dᵢ = ‖ΔWⁱ‖₂
/// theorem 4:  ‖V'(X) − V(X)‖ ≤ C·(L_σ·‖ΔW_QKV‖₂·‖W_O‖₂ + √n̂·‖W_V + ΔW_V‖₂·‖ΔW_O‖₂)
/// ```
///
/// Products over many layers leave the range of `double`, so Φ is given as its logarithm.
public final class GeneralisationBounds {
    private GeneralisationBounds() {}

    /// What the theorems assume and no file says.
    ///
    /// @param examples |N|, rows of the fine-tuning dataset
    /// @param subGaussian σ of the loss
    /// @param bits q, of a trained number
    /// @param lossLipschitz L_ℓ
    /// @param activationLipschitz L_σ of every layer
    /// @param activationAtZero ‖σᵢ(0)‖ of every layer
    /// @param inputNorm C, the largest ‖x‖ (theorem 1) or ‖X‖ (theorem 4)
    /// @param tokens n̂, rows of X
    public record Assumptions(
            int examples,
            double subGaussian,
            int bits,
            double lossLipschitz,
            double activationLipschitz,
            double activationAtZero,
            double inputNorm,
            int tokens) {
        public Assumptions {
            if (examples < 1 || bits < 1 || tokens < 1) {
                throw new IllegalArgumentException(
                        "examples, bits and tokens: expected at least 1, found %d, %d and %d"
                                .formatted(examples, bits, tokens));
            }
            if (!(subGaussian >= 0
                    && lossLipschitz >= 0
                    && activationLipschitz >= 0
                    && activationAtZero >= 0
                    && inputNorm >= 0)) {
                throw new IllegalArgumentException(
                        "constants of the bounds: expected at least 0, found one below");
            }
        }

        /// q = 32 as in the paper; every constant 1, activations 0 at 0 (as SiLU is), 128 tokens.
        public static Assumptions of(int examples) {
            return new Assumptions(examples, 1, 32, 1, 1, 0, 1, 128);
        }
    }

    /// Spectral norms of one layer before and of its update.
    public record Layer(double base, double update) {}

    /// Spectral norms that theorem 4 asks for.
    ///
    /// @param updateOfQkv of the updates of query, key and value side by side
    /// @param tunedValue of the value map with its update
    public record Attention(
            double updateOfQkv, double output, double tunedValue, double updateOfOutput) {}

    /// Table 1's bound on the update's own generalisation error.
    ///
    /// @param shapes `[out, in]` of the adapted maps
    public static double ofUpdate(
            AdapterMethod method, Collection<Shape> shapes, Assumptions assumptions) {
        double extents = 0;
        for (Shape shape : shapes) {
            extents +=
                    switch (trained(method.name())) {
                        case BOTH -> shape.extent(0) + shape.extent(1);
                        case B -> shape.extent(0);
                        case A -> shape.extent(1);
                    };
        }
        double parameters = method.links() * (double) method.lowRank().rank() * extents;
        return assumptions.subGaussian()
                * Math.sqrt(
                        2 * assumptions.bits() * parameters * Math.log(2) / assumptions.examples());
    }

    private enum Trained {
        BOTH,
        A,
        B
    }

    private static Trained trained(MethodName name) {
        return switch (name) {
            case LORA, LORA_PLUS, COLA -> Trained.BOTH;
            case ASYM, RAC, CLA, R_CLA, C3LA, R_C3LA, S_CLA, S_R_C3LA, PACA, D_PACA, C_PACA ->
                    Trained.B;
            case ASYM_B, RAC_B, CLA_B, R_CLA_B, C3LA_B, R_C3LA_B, S_CLA_B, S_R_C3LA_B -> Trained.A;
            case FFT ->
                    throw new IllegalArgumentException(
                            "method: expected one of table 1, which has no fft");
        };
    }

    /// ln Φ_ΔW, the correction to the generalisation error of the base model; −∞ for no update.
    ///
    /// @param layers in the order of the forward pass
    public static double logPhiOfUpdate(List<Layer> layers, Assumptions assumptions) {
        return logPhi(layers.stream().map(Layer::base).toList(), layers, assumptions);
    }

    /// ln Φ_W₀, the correction to the generalisation error of the update.
    public static double logPhiOfBase(List<Layer> layers, Assumptions assumptions) {
        return logPhi(layers.stream().map(Layer::update).toList(), layers, assumptions);
    }

    /// The closed form of the sums of 2ᴸ terms: every way to take one norm a layer, but for that
    /// of `without` alone.
    private static double logPhi(
            List<Double> without, List<Layer> layers, Assumptions assumptions) {
        List<Double> addends = new ArrayList<>();
        double logLipschitz = 0;
        double all = 0;
        double excluded = 0;
        for (int i = layers.size() - 1; i >= 0; i--) {
            logLipschitz += Math.log(assumptions.activationLipschitz());
            all += Math.log(layers.get(i).base() + layers.get(i).update());
            excluded += Math.log(without.get(i));
            double norm = i == 0 ? assumptions.inputNorm() : assumptions.activationAtZero();
            addends.add(Math.log(norm) + logLipschitz + logDifference(all, excluded));
        }
        return Math.log(2 * assumptions.lossLipschitz()) + logSum(addends);
    }

    /// ln(eᵃ − eᵇ) for a ≥ b.
    private static double logDifference(double a, double b) {
        if (a == Double.NEGATIVE_INFINITY || a <= b) {
            return Double.NEGATIVE_INFINITY;
        }
        return a + Math.log(-Math.expm1(b - a));
    }

    private static double logSum(List<Double> logs) {
        double largest =
                logs.stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(Double.NEGATIVE_INFINITY);
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        return largest + Math.log(logs.stream().mapToDouble(log -> Math.exp(log - largest)).sum());
    }

    /// Theorem 4's bound on how far one layer's attention moves.
    public static double ofAttention(Attention norms, Assumptions assumptions) {
        return assumptions.inputNorm()
                * (assumptions.activationLipschitz() * norms.updateOfQkv() * norms.output()
                        + Math.sqrt(assumptions.tokens())
                                * norms.tunedValue()
                                * norms.updateOfOutput());
    }
}
