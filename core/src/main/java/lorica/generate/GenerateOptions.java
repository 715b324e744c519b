package lorica.generate;

import java.util.List;
import lorica.coefficient.CoefficientRule;
import lorica.coefficient.Normalized;
import lorica.coefficient.Truncation;
import lorica.distance.Distance;
import lorica.distance.JensenShannon;
import lorica.distribution.Representation;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;
import lorica.tensor.Dtype;

/// The choices of one generation that decide its result; [RunOptions] holds the others.
///
/// @param on what of the datasets is compared
/// @param truncation which of the weights are kept
/// @param dtype of the weights written: F32, F16 or BF16
/// @param template what to do where the dataset may lack the bank's prompt template
/// @param excluded entries that receive no weight
/// @param ownEntry what to do with an entry that was trained on the very dataset
/// @param chosen who made these choices
/// @param strength how much of the mixture becomes the adapter
public record GenerateOptions(
        Distance distance,
        Representation on,
        CoefficientRule rule,
        Truncation truncation,
        Mixture mixture,
        Dtype dtype,
        TemplateChoice template,
        List<String> excluded,
        OwnEntry ownEntry,
        Chosen chosen,
        Strength strength) {

    /// What to do with an entry whose dataset is the one an adapter is made for.
    public enum OwnEntry {
        KEEP,
        LEAVE_OUT
    }

    public GenerateOptions {
        excluded = excluded.stream().distinct().sorted().toList();
        if (!dtype.isWeight()) {
            throw new IllegalArgumentException("dtype: expected F32, F16 or BF16, found " + dtype);
        }
        if (strength.changes() && mixture instanceof FactorMixture) {
            throw new IllegalArgumentException(
                    "--scale, --when-far: expected a delta or concat mixture, found factors, where A and B are averaged apart");
        }
    }

    /// Jensen–Shannon of inputs and of outputs in equal parts, normalized weights of all entries,
    /// the exact mixture at the sources' rank (docs/decisions/0013-what-is-compared.md).
    public static GenerateOptions defaults() {
        return new GenerateOptions(
                new JensenShannon(),
                Representation.parse("input=1,output=1"),
                Normalized.sharp(),
                Truncation.none(),
                DeltaMixture.atSourceRank(),
                Dtype.F32,
                new TemplateChoice.Automatic(),
                List.of(),
                OwnEntry.KEEP,
                Chosen.byHand(),
                Strength.whole());
    }

    public GenerateOptions withDistance(Distance other) {
        return new GenerateOptions(
                other,
                on,
                rule,
                truncation,
                mixture,
                dtype,
                template,
                excluded,
                ownEntry,
                chosen,
                strength);
    }

    public GenerateOptions withOn(Representation other) {
        return new GenerateOptions(
                distance,
                other,
                rule,
                truncation,
                mixture,
                dtype,
                template,
                excluded,
                ownEntry,
                chosen,
                strength);
    }

    public GenerateOptions withRule(CoefficientRule other) {
        return new GenerateOptions(
                distance,
                on,
                other,
                truncation,
                mixture,
                dtype,
                template,
                excluded,
                ownEntry,
                chosen,
                strength);
    }

    public GenerateOptions withTruncation(Truncation other) {
        return new GenerateOptions(
                distance, on, rule, other, mixture, dtype, template, excluded, ownEntry, chosen,
                strength);
    }

    public GenerateOptions withMixture(Mixture other) {
        return new GenerateOptions(
                distance,
                on,
                rule,
                truncation,
                other,
                dtype,
                template,
                excluded,
                ownEntry,
                chosen,
                strength);
    }

    public GenerateOptions withDtype(Dtype other) {
        return new GenerateOptions(
                distance,
                on,
                rule,
                truncation,
                mixture,
                other,
                template,
                excluded,
                ownEntry,
                chosen,
                strength);
    }

    public GenerateOptions withTemplate(TemplateChoice other) {
        return new GenerateOptions(
                distance,
                on,
                rule,
                truncation,
                mixture,
                dtype,
                other,
                excluded,
                ownEntry,
                chosen,
                strength);
    }

    public GenerateOptions withExcluded(List<String> other) {
        return new GenerateOptions(
                distance,
                on,
                rule,
                truncation,
                mixture,
                dtype,
                template,
                other,
                ownEntry,
                chosen,
                strength);
    }

    public GenerateOptions withOwnEntry(OwnEntry other) {
        return new GenerateOptions(
                distance,
                on,
                rule,
                truncation,
                mixture,
                dtype,
                template,
                excluded,
                other,
                chosen,
                strength);
    }

    public GenerateOptions withChosen(Chosen other) {
        return new GenerateOptions(
                distance,
                on,
                rule,
                truncation,
                mixture,
                dtype,
                template,
                excluded,
                ownEntry,
                other,
                strength);
    }

    /// λ of a recipe made with these options.
    double strengthOf(Recipe recipe) {
        return chosen.far().isPresent()
                ? strength.of(recipe.remoteness(), chosen.far().getAsDouble())
                : strength.scale();
    }

    public GenerateOptions withStrength(Strength other) {
        return new GenerateOptions(
                distance,
                on,
                rule,
                truncation,
                mixture,
                dtype,
                template,
                excluded,
                ownEntry,
                chosen,
                other);
    }
}
