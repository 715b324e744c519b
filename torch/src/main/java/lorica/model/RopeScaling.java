package lorica.model;

/// How the angular frequencies of rotary position embeddings are stretched for long contexts.
///
/// With d the head dimension and θ the base, the plain frequency of the pair (i, i + d/2) is
///
/// ```
/// ωᵢ = θ^(−2i/d),  0 ≤ i < d/2
/// ```
///
/// Source: Su et al. 2021; `transformers`, `modeling_rope_utils`.
public sealed interface RopeScaling {
    /// The frequency used in place of a plain one, in radians a token.
    double frequency(double plain);

    /// ω
    record Plain() implements RopeScaling {
        @Override
        public double frequency(double plain) {
            return plain;
        }
    }

    /// ω/factor: positions are interpolated.
    record Linear(double factor) implements RopeScaling {
        public Linear {
            requirePositive("factor", factor);
        }

        @Override
        public double frequency(double plain) {
            return plain / factor;
        }
    }

    /// ω for wavelengths under `originalContext / highFrequencyFactor`, ω/factor for those over
    /// `originalContext / lowFrequencyFactor`, a linear blend between.
    record Llama3(
            double factor,
            double lowFrequencyFactor,
            double highFrequencyFactor,
            int originalContext)
            implements RopeScaling {
        public Llama3 {
            requirePositive("factor", factor);
            requirePositive("low_freq_factor", lowFrequencyFactor);
            requirePositive("high_freq_factor", highFrequencyFactor);
            requirePositive("original_max_position_embeddings", originalContext);
            if (highFrequencyFactor <= lowFrequencyFactor) {
                throw new IllegalArgumentException(
                        "high_freq_factor: expected more than low_freq_factor %s, found %s"
                                .formatted(lowFrequencyFactor, highFrequencyFactor));
            }
        }

        @Override
        public double frequency(double plain) {
            double wavelength = 2 * Math.PI / plain;
            if (wavelength < originalContext / highFrequencyFactor) {
                return plain;
            }
            if (wavelength > originalContext / lowFrequencyFactor) {
                return plain / factor;
            }
            double blend =
                    (originalContext / wavelength - lowFrequencyFactor)
                            / (highFrequencyFactor - lowFrequencyFactor);
            return (1 - blend) * plain / factor + blend * plain;
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + ": expected more than 0, found " + value);
        }
    }
}
