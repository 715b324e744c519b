package lorica.generate;

import lorica.coefficient.CoefficientRule;
import lorica.coefficient.Normalized;
import lorica.distance.Distance;
import lorica.distance.JensenShannon;
import lorica.mixture.DeltaMixture;
import lorica.mixture.Mixture;

/// The choices of one generation.
public record GenerateOptions(Distance distance, CoefficientRule rule, Mixture mixture) {
    public static GenerateOptions defaults() {
        return new GenerateOptions(
                new JensenShannon(), new Normalized(1), DeltaMixture.atSourceRank());
    }
}
