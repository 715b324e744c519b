/// Fine-tuning methods beside each other: tasks × methods × seeds, one file a cell.
///
/// In: a base model, folders with `train.jsonl`, `valid.jsonl` and `test.jsonl`, and the methods by
/// name. Out: a folder of cells, tables and a document. Start at
/// [lorica.experiment.compare.Comparison]. Holds no formula of training or of scores; resumes where
/// it was killed. Source: *Beyond LoRA*, sections 4 and E.
@NullMarked
package lorica.experiment.compare;

import org.jspecify.annotations.NullMarked;
