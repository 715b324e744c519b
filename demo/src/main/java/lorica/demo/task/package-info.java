/// The tasks of the demo: families, instructions, questions, terse and verbose answers.
///
/// In: a lexicon and a seed. Out: questions and texts; start at [lorica.demo.task.TaskList].
/// Never: writes files.
@NullMarked
package lorica.demo.task;

import org.jspecify.annotations.NullMarked;
