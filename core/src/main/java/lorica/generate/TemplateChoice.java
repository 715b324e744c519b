package lorica.generate;

import lorica.dataset.PromptTemplate;

/// What a user asks for where a dataset may lack the prompt template of the bank's datasets.
public sealed interface TemplateChoice {
    /// The name in provenance.
    String name();

    /// Decide by the dataset's rows: [TemplateDecision] says how.
    record Automatic() implements TemplateChoice {
        @Override
        public String name() {
            return "automatic";
        }
    }

    /// Compare the rows as they are.
    record AsIs() implements TemplateChoice {
        @Override
        public String name() {
            return "none";
        }
    }

    /// Put the bank's template around every row that lacks it.
    record OfBank() implements TemplateChoice {
        @Override
        public String name() {
            return "bank";
        }
    }

    /// Compare with the bank's template removed on both sides.
    record Stripped() implements TemplateChoice {
        @Override
        public String name() {
            return "strip";
        }
    }

    /// Put this template around every row that lacks it.
    record Own(PromptTemplate template) implements TemplateChoice {
        public Own {
            if (!template.needsInputOnly()) {
                throw new IllegalArgumentException(
                        "template: expected {input} as the only field, found "
                                + template.fields()
                                + ": write your dataset's own text in place of the others");
            }
        }

        @Override
        public String name() {
            return "own";
        }
    }
}
